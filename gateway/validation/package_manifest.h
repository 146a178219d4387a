// What a package says of itself (package.json) and of its files (.index.json).
//
//   spec  https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "caseway/report.h"
#include "validation/package_scan.h"

namespace caseway::validation {

struct PackageManifest {
  std::string name;
  std::string version;
  std::vector<std::string> fhir_versions;
  std::vector<std::pair<std::string, std::string>> dependencies;  // name and version, in the order written

  std::string label() const { return version.empty() ? name : name + "#" + version; }
};

// False, with the issues of formats/json_reader.h, when the text is no JSON. Members that are not known are passed over.
bool read_manifest(std::string_view json, PackageManifest& manifest, Issues& issues);

// Of the files that the index lists: what they are, by file name. An index is only a hint, so a damaged one lists nothing.
std::unordered_map<std::string, ResourceHead> read_index(std::string_view json);

}  // namespace caseway::validation
