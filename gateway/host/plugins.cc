#include "host/plugins.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "host/library.h"

namespace caseway::host {
namespace fs = std::filesystem;
namespace {

// The names of the folders in `root`, sorted; hidden ones and plain files are none of our business.
std::vector<std::string> folders_in(const std::string& root) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root)) {
    const auto name = entry.path().filename().string();
    if (name.front() != '.' && entry.is_directory()) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

LoadedPlugin examine(const std::string& root, const std::string& name) {
  const auto folder = (fs::path(root) / name).string();
  if (!fs::exists(folder + "/plugin.json")) throw std::runtime_error("it has no plugin.json; a plugin says there what it is");
  const auto file = folder + "/plugin.json";
  LoadedPlugin plugin{read_manifest(read_inside(root, file), file), folder, nullptr};
  if (plugin.manifest.name != name)
    throw std::runtime_error("plugin.json calls it \"" + plugin.manifest.name + "\", its folder is \"" + name + "\"; both must be the same");
  return plugin;
}

}  // namespace

Plugins Plugins::load(const std::vector<std::string>& folders, const Loading& loading) { return walk(folders, &loading); }
Plugins Plugins::survey(const std::vector<std::string>& folders) { return walk(folders, nullptr); }

Plugins Plugins::walk(const std::vector<std::string>& folders, const Loading* loading) {
  Plugins plugins;
  plugins.loaded_ = built_in_dialects();
  for (const auto& root : folders) {
    std::vector<std::string> names;
    try {
      names = folders_in(root);
    } catch (const fs::filesystem_error& e) {
      plugins.refused_.push_back({root, "the plugin folder cannot be read (" + e.code().message() + "); see `plugins` in the configuration"});
    }
    for (const auto& name : names) plugins.consider(root, name, loading);
  }
  return plugins;
}

void Plugins::consider(const std::string& root, const std::string& name, const Loading* loading) {
  const auto folder = (fs::path(root) / name).string();
  try {
    auto plugin = examine(root, name);
    if (const auto* first = find(name))
      throw std::runtime_error("there is already a dialect of this name" + (first->folder.empty() ? " (built in)" : ": " + first->folder));
    const auto path = folder + "/" + name + ".so";
    if (!fs::exists(path)) throw std::runtime_error("it has no library " + name + ".so; was it built?");
    const auto library = read_inside(root, path);
    if (const auto reason = why_refused(library); !reason.empty()) throw std::runtime_error(reason);
    if (loading != nullptr) {
      if (loading->without.contains(folder)) throw std::runtime_error("it ended the process that loaded it");
      if (loading->before) loading->before(folder);
      plugin.partner = load_partner(library, name, folder);
    }
    loaded_.push_back(std::move(plugin));
  } catch (const std::exception& e) {
    refused_.push_back({folder, e.what()});
  }
}

std::shared_ptr<const Partner> load_surveyed(const LoadedPlugin& plugin) {
  const auto& name = plugin.manifest.name;
  const auto library = read_inside(fs::path(plugin.folder).parent_path().string(), plugin.folder + "/" + name + ".so");
  if (const auto reason = why_refused(library); !reason.empty()) throw std::runtime_error(reason);
  return load_partner(library, name, plugin.folder);
}

const LoadedPlugin* Plugins::find(std::string_view name) const {
  for (const auto& plugin : loaded_)
    if (plugin.manifest.name == name) return &plugin;
  return nullptr;
}

}  // namespace caseway::host
