#include "mapping/tables/workbook.h"

#include <algorithm>

#include "mapping/spelling.h"

namespace caseway::mapping {

std::size_t header_row(const Plan& plan, Index table, const formats::Table& rows) {
  if (plan.title_rows > 0) return std::min<std::size_t>(plan.title_rows, rows.rows());
  std::vector<formats::CsvCell> row;
  for (std::size_t i = 0; i < std::min(kMostTitles + 1, rows.rows()); ++i) {
    rows.row(i, row);
    const auto found = likeness(plan, table, row);
    if (found.complete && (found.known > 1 || i == 0)) return i;
  }
  return 0;
}

Ledger leaves_of(const formats::Table& rows, std::size_t from, std::size_t to, const Where& where, Fate fate, std::string_view reason,
                 Detail detail) {
  Ledger ledger("read");
  const auto rule = reason.empty() ? 0 : ledger.rule(reason);
  std::vector<formats::CsvCell> row;
  for (auto i = from; i < to; ++i) {
    rows.row(i, row);
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c].text.empty()) continue;
      const auto leaf = ledger.add_leaf();
      if (detail == Detail::values)
        ledger.name_leaf(leaf,
                         {where + "row " + std::to_string(rows.line(i)) + ", column " + std::to_string(c + 1), row[c].at.line, row[c].at.column});
      if (fate != Fate::undecided) ledger.mark(leaf, fate, Ledger::kNoTarget, rule);
    }
  }
  return ledger;
}

namespace {

Where where_of(const formats::Workbook::Sheet& sheet) { return "sheet " + sheet.name + ", "; }

// The sheet that is called so.
std::size_t named(const std::vector<formats::Workbook::Sheet>& sheets, const std::string& name) {
  std::size_t i = 0;
  while (i < sheets.size() && normalised_header(sheets[i].name) != normalised_header(name)) ++i;
  return i;
}

}  // namespace

bool find_sheet(const Plan& plan, const Context& context, const Part& part, DocumentSink& sink, SheetTable& found) {
  formats::Workbook book(context.limits);
  if (!book.open(part.bytes, *context.issues)) return false;
  const auto& sheets = book.sheets();
  std::vector<formats::Table> tables(sheets.size());
  for (std::size_t i = 0; i < sheets.size(); ++i)
    if (!book.read(sheets[i], tables[i], *context.issues)) return false;
  auto chosen = plan.sheet.empty() ? sheets.size() : named(sheets, plan.sheet);
  if (plan.sheet.empty()) {
    std::vector<formats::CsvCell> row;
    for (const bool hidden : {false, true})
      for (std::size_t i = 0; i < sheets.size() && chosen == sheets.size(); ++i) {
        if (sheets[i].hidden != hidden || tables[i].rows() == 0) continue;
        tables[i].row(header_row(plan, 0, tables[i]), row);
        if (likeness(plan, 0, row).complete) chosen = i;
      }
    for (std::size_t i = 0; i < sheets.size() && chosen == sheets.size(); ++i)  // none has the columns: the first says what is missing
      if (!sheets[i].hidden && tables[i].rows() > 0) chosen = i;
  }
  if (chosen == sheets.size())
    context.issues->add(Severity::error, "mapping.sheet.missing", {},
                        plan.sheet.empty() ? std::string("the workbook has no sheet with anything in it")
                                           : "the workbook has no sheet `" + plan.sheet + "`; name the sheet so, or correct the mapping");
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (i == chosen || tables[i].rows() == 0) continue;
    context.issues->add(
        Severity::warning, "mapping.sheet.unread", {"sheet " + sheets[i].name, 0, 0},
        std::string(sheets[i].hidden ? "this hidden sheet" : "this sheet") + " is none that the mapping reads; its values are not carried");
    sink.rest(leaves_of(tables[i], 0, tables[i].rows(), where_of(sheets[i]), Fate::undecided, {}, context.detail));
  }
  if (chosen == sheets.size()) return false;
  found.where = where_of(sheets[chosen]);
  found.header = header_row(plan, 0, tables[chosen]);
  if (found.header > 0) {
    sink.rest(leaves_of(tables[chosen], 0, found.header, found.where, Fate::ignored, "decoration", context.detail));
    if (plan.title_rows == 0)
      context.issues->add(Severity::information, "mapping.rows.title", {found.where + "row " + std::to_string(tables[chosen].line(0)), 1, 1},
                          std::to_string(found.header) + " rows above the header row were taken as a title");
  }
  found.rows = std::move(tables[chosen]);
  return true;
}

}  // namespace caseway::mapping
