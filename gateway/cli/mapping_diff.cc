// caseway mapping diff: what a change would change on real documents.
#include <cstdio>

#include "authoring/difference.h"
#include "cli/arguments.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"
#include "report/visible.h"

namespace caseway::cli {
namespace {

const Usage kDiff{
    "caseway mapping diff [--counts] OLD NEW DOCUMENT...",
    "What a change of a mapping changes on real documents: value by value, as they are read and as they are written back, for each column or\n"
    "element. A folder is one document of several tables; a FHIR document is one to be written. Exit code: 0 nothing changes, 1 something\n"
    "does, 2 a mapping is faulty.",
    {{"counts", "", "", "Says how many values change, and shows none of them."}}};

}  // namespace

int mapping_diff(const Words& words) {
  const Arguments arguments(kDiff, words);
  if (arguments.has("help")) return std::fputs(help_text(kDiff).c_str(), stdout), kOk;
  const auto& operands = arguments.operands();
  if (operands.size() < 3) throw UsageError("name two mappings and a document: caseway mapping diff OLD NEW DOCUMENT...");
  std::vector<std::vector<Part>> payloads;
  for (std::size_t i = 2; i < operands.size(); ++i) payloads.push_back(parts_of(operands[i]));
  const auto converters = plugin_converters({operands[0], operands[1]});
  const auto result = caseway::authoring::difference(operands[0], operands[1], payloads, converters.own);
  std::fputs(report::visible(result.text(arguments.has("counts"))).c_str(), stdout);
  return !result.faults.empty() ? kUsage : result.same() && result.documents > 0 ? kOk : kDataErrors;
}

}  // namespace caseway::cli
