#include <stdexcept>
#include <string>

#include "settings/schemas.h"

namespace caseway::settings {

std::string_view schema(std::string_view name) {
  for (const Schema& each : schemas()) {
    if (each.name == name) return each.json;
  }
  throw std::invalid_argument("no schema " + std::string(name));
}

std::string_view plugin_schema() { return schema("plugin"); }

}  // namespace caseway::settings
