// caseway mapping check: compiles, tests the laws, says what is covered.
#include <cstdio>

#include "authoring/check.h"
#include "cli/arguments.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"

namespace caseway::cli {
namespace {

const Usage kCheck{"caseway mapping check [--json] FILE...",
                   "Compiles a mapping, tests its laws on documents made from the mapping itself, and says what it covers.",
                   {{"json", "", "", "the answer for programs: one JSON value for each file"}}};

}  // namespace

int mapping_check(const Words& words) {
  const Arguments arguments(kCheck, words);
  if (arguments.has("help")) return std::fputs(help_text(kCheck).c_str(), stdout), kOk;
  if (arguments.operands().empty()) throw UsageError("name a mapping: caseway mapping check FILE...");
  int code = kOk;
  for (const auto& file : arguments.operands()) {
    const auto converters = plugin_converters({file});
    const auto result = caseway::authoring::check(file, converters.own);
    std::fputs((arguments.has("json") ? result.json() : result.text()).c_str(), stdout);
    if (!result.ok()) code = kDataErrors;
  }
  return code;
}

}  // namespace caseway::cli
