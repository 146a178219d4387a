#include "host/manifest.h"

#include <stdexcept>

#include "formats/config_node.h"
#include "settings/schemas.h"

namespace caseway::host {
namespace {

std::vector<std::string> texts(const formats::ConfigNode& manifest, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* list = manifest.find(key))
    for (const auto& item : list->items) out.push_back(item.scalar);
  return out;
}

}  // namespace

Manifest read_manifest(std::string_view text, const std::string& file) {
  const auto node = formats::read_config(text, file);
  std::string faults;
  for (const auto& fault : formats::check_schema(node, file, settings::plugin_schema()))
    faults += (faults.empty() ? "" : "\n") + std::string(fault.what());
  if (!faults.empty()) throw std::runtime_error(faults);
  Manifest manifest{std::string(node.text("name")),  std::string(node.text("version")),
                    std::string(node.text("title")), std::string(node.text("status")),
                    texts(node, "documents"),        texts(node, "formats"),
                    texts(node, "directions"),       texts(node, "spec"),
                    texts(node, "converters"),       {}};
  if (const auto* types = node.find("media_types"))
    for (const auto& [format, type] : types->members) manifest.media_types[format] = type.scalar;
  return manifest;
}

}  // namespace caseway::host
