// caseway mapping doc: the partner's field guide, as a page or a table, and its sample file alone.
#include <cstdio>
#include <filesystem>

#include "authoring/guide.h"
#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"

namespace caseway::cli {
namespace {

const Usage kDoc{
    "caseway mapping doc FILE [--csv | --sample] [-o OUT]",
    "The partner's field guide: every column or element with its meaning, form, codes and an invented example, and a sample file that the\n"
    "mapping reads. Markdown, or CSV for a spreadsheet.",
    {{"csv", "", "", "The guide as a table, a row for each column or element."},
     {"sample", "", "", "The sample alone; several tables go into the folder OUT."},
     {"output", "o", "OUT", "Where it goes (default: the screen)."}}};

int write_sample(const caseway::authoring::Guide& guide, const std::string& out) {
  if (guide.sample.empty()) throw UsageError("the mapping writes nothing, so it has no sample");
  if (guide.sample.size() > 1 && out == "-") throw UsageError("the sample is several tables; name a folder for them with -o");
  if (guide.sample.size() > 1) std::filesystem::create_directories(out);
  for (const auto& part : guide.sample) write_result(guide.sample.size() > 1 ? (std::filesystem::path(out) / part.name).string() : out, part.bytes);
  std::fprintf(stderr, "The sample is written; every value in it is invented. Next: caseway mapping explain %s.\n", guide.file.c_str());
  return kOk;
}

}  // namespace

int mapping_doc(const Words& words) {
  const Arguments arguments(kDoc, words);
  if (arguments.has("help")) return std::fputs(help_text(kDoc).c_str(), stdout), kOk;
  if (arguments.operands().size() != 1) throw UsageError("name one mapping: caseway mapping doc FILE");
  const auto converters = plugin_converters({arguments.operands().front()});
  const auto guide = caseway::authoring::field_guide(arguments.operands().front(), converters.own);
  for (const auto& fault : guide.faults) std::fprintf(stderr, "%s\n", fault.c_str());
  if (!guide.ok()) {
    std::fputs("The mapping does not compile; correct it, and ask again.\n", stderr);
    return kDataErrors;
  }
  const auto out = arguments.get("output", "-");
  refuse_own_sources({out}, arguments.operands());
  if (arguments.has("sample")) return write_sample(guide, out);
  write_result(out, arguments.has("csv") ? guide.csv() : guide.markdown());
  std::fprintf(stderr, "%zu places of %s are described. Next: read it as the partner would, and give `doc:` and `example:` to what is not clear.\n",
               guide.places(), guide.file.c_str());
  return kOk;
}

}  // namespace caseway::cli
