// plugin.json: what a plugin says about itself, readable before any of its code is loaded. Shape: schemas/plugin.schema.json.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::host {

struct Manifest {
  std::string name;  // as the folder
  std::string version;
  std::string title;                               // for people
  std::string status;                              // "stable", "beta", "experimental"
  std::vector<std::string> documents;              // kinds; empty: every kind
  std::vector<std::string> formats;                // "csv", "xml", ...
  std::vector<std::string> directions;             // "read", "write"
  std::vector<std::string> spec;                   // links to the specification pages
  std::vector<std::string> converters;             // of its own, that its mappings may name
  std::map<std::string, std::string> media_types;  // format -> media type
};

// Reads and checks the text of a manifest; `file` names it in errors. Throws std::runtime_error with every fault, one per line.
Manifest read_manifest(std::string_view text, const std::string& file);

}  // namespace caseway::host
