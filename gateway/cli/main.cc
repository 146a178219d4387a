// caseway: translates, validates and serves. Each command is a file beside this one.
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "formats/config_node.h"

namespace {

using namespace caseway::cli;

constexpr std::array<Command, 11> kCommands{{
    {"translate", "documents from one dialect to another, or for a partner", translate},
    {"validate", "checks documents against FHIR R4 and profiles", validate},
    {"fhirpath", "asks documents a FHIRPath expression", fhirpath},
    {"report", "what a receiver got of a document, and what became of the rest", report},
    {"update", "an answer to a referral, held against what was known of it", update},
    {"mapping", "a partner's mapping: check, explain and more", mapping},
    {"parked", "files that wait because their sender's files have changed: list, show, accept, reject", parked},
    {"plugins", "lists the dialects, or makes a new one", plugins},
    {"partners", "lists the configured partners", partners},
    {"serve", "the HTTP API and the page", serve},
    {"worker", "", worker},
}};

std::string overview() {
  std::string text =
      "caseway translates care plans, referrals and discharge summaries between FHIR JSON, XML and CSV.\n\nusage: caseway COMMAND [...]\n\n";
  for (const auto& command : kCommands)
    if (!command.about.empty())
      text += "  " + std::string(command.name) + std::string(12 - command.name.size(), ' ') + std::string(command.about) + "\n";
  return text + "\n`caseway COMMAND --help` says more about one. Exit code: 0 ok, 1 the data has errors, 2 usage or configuration, 3 parked.\n";
}

int run(const Words& words) {
  if (words.size() == 2 && words.front() == "help") return run({words.back(), "--help"});
  if (words.empty() || words.front() == "--help" || words.front() == "-h" || words.front() == "help") {
    std::fputs(overview().c_str(), words.empty() ? stderr : stdout);
    return words.empty() ? kUsage : kOk;
  }
  if (words.front() == "--version") {
    std::puts("caseway " CASEWAY_VERSION);
    return kOk;
  }
  std::vector<std::string_view> names;
  for (const auto& command : kCommands) {
    if (command.name == words.front()) return command.run({words.begin() + 1, words.end()});
    if (!command.about.empty()) names.push_back(command.name);
  }
  const auto near = caseway::formats::nearest(words.front(), names);
  throw UsageError("there is no command " + words.front() + (near.empty() ? "" : "; did you mean " + std::string(near) + "?") +
                   " (`caseway --help` lists them)");
}

}  // namespace

// Whatever was printed has arrived: a full disk or a closed pipe is no success.
int said(int code) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return code;
  std::perror("caseway: standard output");
  return kUsage;
}

int main(int argc, char** argv) {
  try {
    return said(run({argv + 1, argv + argc}));
  } catch (const UsageError& e) {
    std::fprintf(stderr, "caseway: %s\n", e.what());
  } catch (const caseway::formats::ConfigError& e) {
    std::fprintf(stderr, "%s\n", e.what());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "caseway: %s\n", e.what());
  }
  return kUsage;
}
