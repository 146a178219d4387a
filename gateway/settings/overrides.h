// Single keys of caseway.yaml from environment variables.
#pragma once

#include <string>
#include <vector>

#include "formats/config_node.h"

namespace caseway::settings {

// Puts the values of CASEWAY_* variables into `config` (checked against the schema of caseway.yaml) and adds what is wrong with them to `faults`.
// Variables that name no key and no section are somebody else's and are passed over.
void apply_overrides(const std::vector<std::string>& environment, formats::ConfigNode& config, std::vector<formats::ConfigError>& faults);

// "NAME=VALUE" of every variable of this process.
std::vector<std::string> process_environment();

}  // namespace caseway::settings
