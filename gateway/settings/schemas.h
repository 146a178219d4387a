// The JSON Schemas of everything an operator or a plugin's author writes, as they stand in schemas/, built into the library.
#pragma once

#include <span>
#include <string_view>

#include "caseway/export.h"

namespace caseway::settings {

struct Schema {
  std::string_view name;  // of the file without .schema.json: "caseway", "partner", "policy", "plugin", "report"
  std::string_view json;  // draft-04
};

CASEWAY_API std::span<const Schema> schemas();               // by name
CASEWAY_API std::string_view schema(std::string_view name);  // throws std::invalid_argument when there is none
CASEWAY_API std::string_view plugin_schema();                // of plugin.json

}  // namespace caseway::settings
