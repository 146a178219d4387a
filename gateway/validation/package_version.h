// Versions of packages and of the resources in them: which is newer, and whether one is what was asked for.
//
//   spec  https://semver.org/ (precedence), read leniently: "4.0", "2018-08-12", "5.0.0-ballot" and "20190731" are versions too
#pragma once

#include <string_view>

namespace caseway::validation {

// -1, 0, 1. No version is older than any; a pre-release ("-ballot") is older than its release; what follows "+" does not count.
int compare_versions(std::string_view a, std::string_view b);

// Whether `version` is what `wanted` asks for: the same, or the first parts of it ("4.0", "4.0.x" and "4.0.*" ask for "4.0.1" too).
bool version_fits(std::string_view version, std::string_view wanted);

}  // namespace caseway::validation
