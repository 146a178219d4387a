// Where a package is: a path as it was written, or NAME#VERSION in the folders that hold packages.
//
//   found as  NAME#VERSION (a folder), NAME#VERSION.tgz, NAME-VERSION.tgz
//   version   exact, or its first parts ("6.1", "6.1.x"); "", "latest", "current" and "dev" ask for the newest
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caseway::validation {

// Path of the package in one of the folders, the first that has it; "" when none has.
std::string locate_package(const std::vector<std::string>& folders, std::string_view name, std::string_view version);

// The folder beside which a package's dependencies are looked for.
std::string folder_around(const std::string& package_path);

// ~/.fhir/packages; "" when there is no home.
std::string default_package_cache();

}  // namespace caseway::validation
