// Configuration that is written in JSON, read as JSON: schemas and manifests, at every start. YAML would give the same nodes, ten times slower.
#pragma once

#include <string_view>

#include "formats/config_node.h"

namespace caseway::formats {

// False when the text is no JSON: it may be YAML that looks like it, and what is wrong is YAML's to say.
bool read_json_config(std::string_view text, ConfigNode& node);

}  // namespace caseway::formats
