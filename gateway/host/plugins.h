// Finds, checks and loads plugins (Boost.DLL). A plugin is a folder with plugin.json and <folder name>.so.
//
// Checked before any function of it is called: manifest against its schema, the descriptor's magic, size and ABI text as data.
// A wrong or broken plugin is refused with both sides printed; the others serve. A library outlives every object made from it.
#pragma once

#include "caseway/partner.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::host {

struct Manifest {
  std::string name;      // as the folder
  std::string version;
  std::string title;     // for people
  std::string status;    // "stable", "beta", "experimental"
  std::vector<std::string> documents;   // kinds
  std::vector<std::string> formats;     // "csv", "xml", ...
  std::vector<std::string> directions;  // "read", "write"
  std::vector<std::string> spec;        // links to the specification pages
  std::map<std::string, std::string> media_types;  // format -> media type
};

struct LoadedPlugin {
  Manifest manifest;
  std::string folder;
  std::shared_ptr<const Partner> partner;  // keeps its library loaded
};
struct RefusedPlugin {
  std::string folder;
  std::string reason;  // "built for another gateway: plugin says ..., gateway says ..."
};

class Plugins {
 public:
  // Walks the folders (one level), loads what is good. Built-in dialects fhir-json and fhir-xml are always there.
  static Plugins load(const std::vector<std::string>& folders);
  const LoadedPlugin* find(std::string_view name) const;
  const std::vector<LoadedPlugin>& loaded() const { return loaded_; }
  const std::vector<RefusedPlugin>& refused() const { return refused_; }

 private:
  std::vector<LoadedPlugin> loaded_;
  std::vector<RefusedPlugin> refused_;
};

// The built-in dialects, a Partner each: fhir-json, fhir-xml (one resource, or a Bundle of document Bundles when there are several documents).
std::vector<LoadedPlugin> built_in_dialects();

}  // namespace caseway::host
