// Finds, checks and loads plugins (Boost.DLL). A plugin is a folder with plugin.json and <folder name>.so.
//
// Checked before anything of it runs: the manifest against its schema, the library's descriptor (magic, size, ABI text) as data in the file.
// A wrong or broken plugin is refused with both sides printed; the others serve. A library outlives every object made from it.
// Nothing is followed out of the folder that was walked: a symbolic link that leads elsewhere is a refusal.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "host/manifest.h"

namespace caseway::host {

struct LoadedPlugin {
  Manifest manifest;
  std::string folder;
  std::shared_ptr<const Partner> partner;  // keeps its library loaded; null after Plugins::survey()
};
struct RefusedPlugin {
  std::string folder;
  std::string reason;  // "built for another gateway: plugin says ..., gateway says ..."
};

// Immutable once made; find() and the lists may be used from any thread.
class Plugins {
 public:
  // Walks the folders (one level, by name), loads what is good. Built-in dialects fhir-json and fhir-xml are always there. A name that was
  // loaded before is refused the second time.
  static Plugins load(const std::vector<std::string>& folders) { return load(folders, {}); }
  // For a process whose end is expected and watched: `before` hears of each plugin folder whose code is about to run, and those in `without` are
  // left out, because they ended a process before.
  struct Loading {
    std::function<void(const std::string& folder)> before;
    std::set<std::string> without;
  };
  static Plugins load(const std::vector<std::string>& folders, const Loading& loading);
  // The same checks, but no library is loaded and no code of a plugin runs: for a process that only needs to know what there is, because its
  // workers do the work. What only loading can show (a mapping that does not compile) is then found by the workers.
  static Plugins survey(const std::vector<std::string>& folders);

  const LoadedPlugin* find(std::string_view name) const;               // nullptr when there is none
  const std::vector<LoadedPlugin>& loaded() const { return loaded_; }  // built-in ones first, then as found
  const std::vector<RefusedPlugin>& refused() const { return refused_; }

 private:
  static Plugins walk(const std::vector<std::string>& folders, const Loading* loading);  // null: nothing runs
  void consider(const std::string& root, const std::string& name, const Loading* loading);

  std::vector<LoadedPlugin> loaded_;
  std::vector<RefusedPlugin> refused_;
};

// Loads what survey() only looked at. Throws std::runtime_error with a reason for people.
std::shared_ptr<const Partner> load_surveyed(const LoadedPlugin& plugin);

// The built-in dialects, a Partner each: fhir-json and fhir-xml. One document is one resource; several are one Bundle of type collection whose
// entries are the documents, and a Bundle whose entries are all Bundles is read as several documents.
std::vector<LoadedPlugin> built_in_dialects();

}  // namespace caseway::host
