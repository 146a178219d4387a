#include "cli/gateway.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "cli/issues_text.h"
#include "validation/packages.h"

namespace caseway::cli {

namespace fs = std::filesystem;

const OptionSpec kConfigOption{"config", "", "FILE", "The gateway's configuration (else CASEWAY_CONFIG, else the installed one)."};

const OptionSpec kStateOption{"state", "", "FOLDER", "What is remembered of senders (else the configuration's state_folder; docs/changes.md)."};

std::string program_path() { return fs::read_symlink("/proc/self/exe").string(); }

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

namespace {

std::string find_config(const Arguments& arguments) {
  if (arguments.has("config")) return arguments.get("config");
  if (const char* env = std::getenv("CASEWAY_CONFIG")) return env;
  const auto bin = fs::path(program_path()).parent_path();
  for (const auto* place : {"../share/caseway/config/caseway.yaml", "../../../config/caseway.yaml"})
    if (const auto file = bin / place; fs::exists(file)) return fs::canonical(file).string();
  throw UsageError("no configuration found; name one with --config FILE or CASEWAY_CONFIG");
}

}  // namespace

std::shared_ptr<const settings::Settings> load_settings(const Arguments& arguments) {
  auto settings = settings::load(find_config(arguments));
  if (arguments.has("state")) settings.state_folder = fs::absolute(arguments.get("state")).string();
  return std::make_shared<const settings::Settings>(std::move(settings));
}

namespace {

std::shared_ptr<const host::Plugins> tell_refused(host::Plugins plugins) {
  for (const auto& refused : plugins.refused()) std::fprintf(stderr, "plugin refused: %s: %s\n", refused.folder.c_str(), refused.reason.c_str());
  return std::make_shared<const host::Plugins>(std::move(plugins));
}

}  // namespace

std::shared_ptr<const host::Plugins> load_plugins(const settings::Settings& settings) {
  return tell_refused(host::Plugins::load(settings.plugin_folders));
}

std::shared_ptr<const host::Plugins> survey_plugins(const settings::Settings& settings) {
  return tell_refused(host::Plugins::survey(settings.plugin_folders));
}

std::shared_ptr<const validation::Packages> open_packages(const std::vector<std::string>& packages, const std::string& cache) {
  auto found = std::make_shared<validation::Packages>();
  if (!cache.empty()) found->add_cache(cache);
  Issues issues;
  if (!found->add(packages, issues)) throw UsageError(issues_text(issues, "packages"));
  std::fputs(issues_text(issues, "packages").c_str(), stderr);
  return found;
}

std::shared_ptr<const validation::Validator> open_validator(const settings::Settings& settings, const std::vector<std::string>& packages) {
  auto wanted = settings.validation.packages;
  wanted.insert(wanted.end(), packages.begin(), packages.end());
  if (wanted.empty()) return nullptr;
  return std::make_shared<const validation::Validator>(open_packages(wanted, settings.validation.package_cache));
}

namespace {

std::unique_ptr<exchange::Pipeline> pipeline_in_process(std::shared_ptr<const settings::Settings> settings,
                                                        std::shared_ptr<const validation::Validator> validator) {
  auto plugins = survey_plugins(*settings);  // what a run does not use is not loaded
  auto translator = host::in_process(plugins);
  return std::make_unique<exchange::Pipeline>(std::move(settings), std::move(plugins), std::move(translator), std::move(validator));
}

}  // namespace

std::unique_ptr<exchange::Pipeline> open_pipeline(const Arguments& arguments) { return pipeline_in_process(load_settings(arguments), nullptr); }

std::unique_ptr<exchange::Pipeline> open_validating_pipeline(const Arguments& arguments) {
  auto settings = load_settings(arguments);
  auto validator = open_validator(*settings, arguments.all("package"));
  return pipeline_in_process(std::move(settings), std::move(validator));
}

}  // namespace caseway::cli
