#include "cli/plugin_converters.h"

#include <filesystem>

#include "cli/files.h"
#include "cli/gateway.h"

namespace caseway::cli {
namespace {

const Usage kNoOptions{"", "", {}};

PluginConverters load(const std::string& name) {
  const auto settings = load_settings(Arguments(kNoOptions, {}));
  const auto plugins = host::Plugins::survey(settings->plugin_folders);
  const auto* plugin = plugins.find(name);
  std::string why = "it is in none of the plugin folders; build it, and name its folder in CASEWAY_PLUGIN_FOLDERS";
  for (const auto& refused : plugins.refused())
    if (std::filesystem::path(refused.folder).filename() == name) why = refused.reason;
  try {
    if (plugin != nullptr) {
      auto partner = host::load_surveyed(*plugin);
      if (const auto* mappings = dynamic_cast<const MappingPartner*>(partner.get())) return {partner, mappings->converters()};
      why = "it is more than mappings";
    }
  } catch (const std::runtime_error& error) {
    why = error.what();
  }
  throw UsageError("the mapping may use converters of the plugin " + name + ", which cannot be loaded: " + why);
}

}  // namespace

PluginConverters plugin_converters(const std::vector<std::string>& mapping_files) {
  for (const auto& file : mapping_files) {
    const auto manifest = std::filesystem::absolute(file).parent_path() / "plugin.json";
    if (!std::filesystem::exists(manifest)) continue;
    const auto said = host::read_manifest(read_source(manifest.string()), manifest.string());
    return said.converters.empty() ? PluginConverters{} : load(said.name);
  }
  return {};
}

}  // namespace caseway::cli
