// caseway mapping sheet: a mapping as a sheet, and the sheet brought back.
#include <cstdio>

#include "authoring/sheet.h"
#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"

namespace caseway::cli {
namespace {

const Usage kSheet{
    "caseway mapping sheet FILE [-o SHEET.csv|SHEET.xlsx] | caseway mapping sheet SHEET FILE [-o NEW.map.yaml]",
    "A mapping as a sheet that a spreadsheet edits, a row for each field; and the sheet brought back into the mapping it was made of:\n"
    "changed cells change exactly those words of the file, everything else stays byte for byte.",
    {{"output", "o", "OUT", "Where it goes (default: the screen)."}}};

int make(const std::string& file, const std::string& out) {
  const auto sheet = caseway::authoring::sheet_of(file);
  write_result(out, out.ends_with(".xlsx") ? sheet.xlsx() : sheet.csv());
  std::fprintf(stderr, "%zu fields of %s are in the sheet. Next: edit it, then caseway mapping sheet %s %s -o NEW.map.yaml.\n", sheet.rows.size() - 1,
               file.c_str(), out == "-" ? "SHEET" : out.c_str(), file.c_str());
  return kOk;
}

int back(const std::string& edited, const std::string& file, const std::string& out) {
  caseway::authoring::Sheet sheet;
  std::string why_not;
  if (!caseway::authoring::read_sheet(read_source(edited), sheet, why_not)) {
    std::fprintf(stderr, "%s: %s\nThe sheet cannot be read; make it again with caseway mapping sheet %s.\n", edited.c_str(), why_not.c_str(),
                 file.c_str());
    return kDataErrors;
  }
  const auto converters = plugin_converters({file});
  const auto result = caseway::authoring::bring_back(sheet, file, converters.own);
  for (const auto& error : result.errors) std::fprintf(stderr, "%s: %s\n", edited.c_str(), error.c_str());
  for (const auto& note : result.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
  if (!result.ok()) {
    std::fputs("Nothing was written; correct these cells and bring the sheet back again.\n", stderr);
    return kDataErrors;
  }
  write_result(out, result.yaml);
  std::fprintf(stderr, "%zu cells changed, %zu fields new. Next: caseway mapping diff %s %s DOCUMENT.\n", result.changed, result.added, file.c_str(),
               out == "-" ? "NEW" : out.c_str());
  return kOk;
}

}  // namespace

int mapping_sheet(const Words& words) {
  const Arguments arguments(kSheet, words);
  if (arguments.has("help")) return std::fputs(help_text(kSheet).c_str(), stdout), kOk;
  const auto& operands = arguments.operands();
  const auto out = arguments.get("output", "-");
  refuse_own_sources({out}, operands);
  if (operands.size() == 1) return make(operands[0], out);
  if (operands.size() == 2) return back(operands[0], operands[1], out);
  throw UsageError("name a mapping, or an edited sheet and the mapping it was made of");
}

}  // namespace caseway::cli
