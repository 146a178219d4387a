// caseway mapping explain: where each value of a document goes, and by which line of the mapping.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/mapping_commands.h"
#include "mapping/explain.h"

namespace caseway::cli {
namespace {

const Usage kExplain{"caseway mapping explain FILE DOCUMENT",
                     "Where each value of a document goes, and by which line of the mapping. A folder is one document of several tables.",
                     {}};

}  // namespace

int mapping_explain(const Words& words) {
  const Arguments arguments(kExplain, words);
  if (arguments.has("help")) return std::fputs(help_text(kExplain).c_str(), stdout), kOk;
  if (arguments.operands().size() != 2) throw UsageError("name a mapping and a document: caseway mapping explain FILE DOCUMENT");
  const auto result = caseway::mapping::explain(arguments.operands()[0], parts_of(arguments.operands()[1]));
  std::fputs(result.text().c_str(), stdout);
  return result.ok() ? kOk : kDataErrors;
}

}  // namespace caseway::cli
