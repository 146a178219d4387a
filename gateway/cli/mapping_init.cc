// caseway mapping init: a first mapping, guessed from a sample.
#include <cstdio>
#include <filesystem>

#include "authoring/first_mapping.h"
#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/issues_text.h"
#include "cli/mapping_commands.h"
#include "fhir/documents.h"

namespace caseway::cli {
namespace {

const Usage kInit{
    "caseway mapping init SAMPLE [--codes COLUMN] [--document KIND] [--name NAME] [-o FILE.map.yaml]",
    "A first mapping, guessed from what a partner sent: a CSV file, a workbook, XML, or a folder or ZIP of tables that belong together.\n"
    "Every guess says why; what is not guessed waits for a decision. No value of the sample is written into the mapping, but the codes of the\n"
    "columns that you name.",
    {{"codes", "", "COLUMN", "Takes the codes of this column into a code table (at most 20 different short values); may be given several times."},
     {"document", "", "KIND", "The kind of document (default: guessed)."},
     {"name", "", "NAME", "The mapping's id (default: by the name of the sample)."},
     {"output", "o", "FILE", "Where it goes (default: the screen)."}}};

}  // namespace

int mapping_init(const Words& words) {
  const Arguments arguments(kInit, words);
  if (arguments.has("help")) return std::fputs(help_text(kInit).c_str(), stdout), kOk;
  if (arguments.operands().size() != 1) throw UsageError("name one sample: caseway mapping init SAMPLE");
  const auto& sample = arguments.operands().front();
  caseway::authoring::FirstMappingOptions options;
  options.codes = arguments.all("codes");
  const auto kinds = fhir::document_kinds();
  options.document = one_of(arguments, "document", {kinds.begin(), kinds.end()});
  options.name = arguments.get("name");
  if (options.name.empty() && std::filesystem::is_directory(sample))
    options.name = std::filesystem::path(sample).lexically_normal().filename().string();
  const auto made = caseway::authoring::first_mapping(parts_of(sample), options);
  std::fputs(issues_text(made.issues, sample).c_str(), stderr);
  if (!made.ok()) {
    std::fputs("No mapping is made of this sample; send another one.\n", stderr);
    return kDataErrors;
  }
  const auto out = arguments.get("output", "-");
  refuse_own_sources({out}, arguments.operands());
  write_result(out, made.yaml);
  std::fprintf(stderr, "%zu of %zu columns or elements are guessed, the others wait for you. Next: caseway mapping explain %s %s.\n", made.guessed,
               made.guessed + made.undecided, out == "-" ? "FILE" : out.c_str(), sample.c_str());
  return kOk;
}

}  // namespace caseway::cli
