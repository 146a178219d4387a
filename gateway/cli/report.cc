// caseway report: a report of a translation, for people.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/issues_text.h"
#include "exchange/report_text.h"
#include "report/visible.h"

namespace caseway::cli {
namespace {

constexpr std::size_t kPlaces = 8;

const Usage kReport{"caseway report [--all] FILE...",
                    "Says what a receiver got of a document and what became of every other value, step by step and by rule. FILE is a report:\n"
                    "`caseway translate --report FILE`, `--reports` or `--json` writes them. `-` is stdin.\n"
                    "A report names what was withheld: it is for your own people, never for the receiver.",
                    {{"all", "", "", "Every place, not only the first of each rule."}}};

}  // namespace

int report(const Words& words) {
  const Arguments arguments(kReport, words);
  if (arguments.has("help")) return std::fputs(help_text(kReport).c_str(), stdout), kOk;
  if (arguments.operands().empty()) throw UsageError("name a report; `caseway translate --report FILE` writes one");
  int code = kOk;
  bool first = true;
  for (const auto& source : sources_of(arguments.operands())) {
    std::vector<exchange::Journey> reports;
    Issues issues;
    if (!exchange::read_reports(read_source(source.path), Limits::batch(), issues, reports)) {
      std::fputs(issues_text(issues, source.path).c_str(), stderr);
      code = kDataErrors;
    }
    for (const auto& one : reports) {
      if (!first) std::fputs("\n", stdout);
      first = false;
      std::fputs(report::visible(exchange::report_text(one, arguments.has("all") ? static_cast<std::size_t>(-1) : kPlaces)).c_str(), stdout);
    }
  }
  return code;
}

}  // namespace caseway::cli
