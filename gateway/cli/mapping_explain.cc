// caseway mapping explain: where each value of a document goes, and by which line of the mapping.
#include <cstdio>

#include "authoring/explain.h"
#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"
#include "report/visible.h"

namespace caseway::cli {
namespace {

const Usage kExplain{
    "caseway mapping explain [--html] FILE DOCUMENT [-o OUT]",
    "Where each value of a document goes, and by which line of the mapping, both ways. A folder is one document of several tables; a FHIR\n"
    "document is one to be written. The answer shows the document's values: it is for you.",
    {{"html", "", "", "As a page for a browser, complete in itself, with the lines of the mapping below."},
     {"output", "o", "OUT", "Where it goes (default: the screen)."}}};

}  // namespace

int mapping_explain(const Words& words) {
  const Arguments arguments(kExplain, words);
  if (arguments.has("help")) return std::fputs(help_text(kExplain).c_str(), stdout), kOk;
  if (arguments.operands().size() != 2) throw UsageError("name a mapping and a document: caseway mapping explain FILE DOCUMENT");
  const auto converters = plugin_converters({arguments.operands()[0]});
  const auto result = caseway::authoring::explain(arguments.operands()[0], parts_of(arguments.operands()[1]), converters.own);
  const auto out = arguments.get("output", "-");
  refuse_own_sources({out}, arguments.operands());
  write_result(out, arguments.has("html") ? result.html() : report::visible(result.text()));
  if (out != "-") std::fprintf(stderr, "%s\n", result.conclusion().c_str());
  return result.ok() ? kOk : kDataErrors;
}

}  // namespace caseway::cli
