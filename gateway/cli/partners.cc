// caseway partners: who is configured, what they speak, which policy guards them.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/gateway.h"
#include "exchange/listings.h"

namespace caseway::cli {

int partners(const Words& words) {
  static const Usage usage{"caseway partners [--json]",
                           "Lists the configured partners: id, name, kind, dialect and policy.",
                           {{"json", "", "", "As JSON."}, kConfigOption}};
  const Arguments arguments(usage, words);
  if (arguments.has("help")) return std::fputs(help_text(usage).c_str(), stdout), kOk;
  refuse_operands(arguments, "caseway partners");
  const auto settings = load_settings(arguments);
  if (!arguments.has("json")) {
    for (const auto& p : settings->partners)
      std::printf("%-24s %-34s %-20s %-20s policy %s\n", p.id.c_str(), p.name.c_str(), p.kind.c_str(), p.dialect.c_str(), p.policy.c_str());
    return kOk;
  }
  std::fputs(exchange::partners_json(*settings).c_str(), stdout);
  return kOk;
}

}  // namespace caseway::cli
