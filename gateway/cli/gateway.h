// The gateway as a command sees it: configuration found and loaded, plugins loaded, a pipeline over them.
#pragma once

#include <memory>
#include <string>

#include "cli/arguments.h"
#include "exchange/pipeline.h"

namespace caseway::cli {

extern const OptionSpec kConfigOption;  // --config FILE
extern const OptionSpec kStateOption;   // --state FOLDER

// --config, else CASEWAY_CONFIG, else the configuration beside the installed program or, in a build tree, of the checkout.
// Throws UsageError when there is none, formats::ConfigError when it is wrong.
std::shared_ptr<const settings::Settings> load_settings(const Arguments& arguments);

// The plugins of the settings, loaded into this process, or only surveyed (no code of theirs runs here; workers do the work).
// Says on stderr which were refused and why.
std::shared_ptr<const host::Plugins> load_plugins(const settings::Settings& settings);
std::shared_ptr<const host::Plugins> survey_plugins(const settings::Settings& settings);

// `cache`: the folder of packages by name; "" is ~/.fhir/packages. Says on stderr what they depend on and is missing. Throws UsageError when one
// cannot be used.
std::shared_ptr<const validation::Packages> open_packages(const std::vector<std::string>& packages, const std::string& cache);

// The packages of the settings and of `packages` together; nullptr when there are none. Throws UsageError when one cannot be used.
std::shared_ptr<const validation::Validator> open_validator(const settings::Settings& settings, const std::vector<std::string>& packages);

// In this process: for files an operator chose.
std::unique_ptr<exchange::Pipeline> open_pipeline(const Arguments& arguments);
std::unique_ptr<exchange::Pipeline> open_validating_pipeline(const Arguments& arguments);  // with --package

std::string program_path();  // of this binary
std::string now_text();      // RFC 3339, UTC, seconds

}  // namespace caseway::cli
