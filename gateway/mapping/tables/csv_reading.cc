#include "mapping/tables/csv_reading.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "formats/beginning.h"
#include "formats/csv.h"
#include "formats/table.h"
#include "mapping/spelling.h"
#include "mapping/tables/workbook.h"
#include "mapping/unpacking.h"

namespace caseway::mapping {

CsvReading::CsvReading(const Plan& plan, const Context& context, DocumentSink& sink, RecordKeys* keys)
    : CsvFields(plan, context), sink_(sink), keys_(keys), rules_(plan, context, Way::receiving), rule_rows_(plan) {
  document_columns_.assign(plan.columns.size(), 0);
  first_ends_.resize(plan.columns.size());
  first_leaves_.resize(plan.columns.size());
  find_document_columns(plan.body);
  if (plan.key != kNone) document_columns_[plan.key] = 1;
}

// Columns of the fields that stand outside groups of rows.
void CsvReading::find_document_columns(Index block) {
  for (const auto& field : plan_.blocks[block].fields) {
    for (const auto column : field.columns) document_columns_[column] = 1;
    for (const auto& alternative : field.alternatives) find_document_columns(alternative.block);
    if (field.kind == FieldKind::call || (field.kind == FieldKind::group && field.up_to > 0)) find_document_columns(field.block);
  }
}

void CsvReading::read(const Part& part) {
  where_[0].clear();
  if (formats::is_workbook(part.bytes))
    read_workbook(part);
  else
    read_csv(part);
  give_repair(part);
  if (shape_ != nullptr) sink_.shape(shape_->json());
}

void CsvReading::give_repair(const Part& part) {
  if (refused_documents_ == 0) return;
  Repair repair;
  repair.documents = refused_documents_;
  if (context_.repair) repair.part = {repair_name(part.name, ".csv"), "text/csv", repairs_[0].text()};
  sink_.repair(std::move(repair));
}

void CsvReading::read_csv(const Part& part) {
  formats::CsvDialect dialect;
  if (plan_.delimiter_told) dialect.delimiter = plan_.delimiter;
  dialect.encoding = plan_.encoding;
  dialect.title_rows = pass_titles(head_of(part), dialect);
  formats::CsvReader reader = part.source != nullptr ? formats::CsvReader(*part.source, dialect, context_.limits, *context_.issues)
                                                     : formats::CsvReader(part.bytes, dialect, context_.limits, *context_.issues);
  std::vector<formats::CsvCell> row;
  if (!reader.next(row)) return;
  repairs_[0].begin(row, reader.dialect(), context_.repair);
  read_rows(reader, row);
  if (rows_ == 0 && !reader.failed() && !broken_ && !plan_.full_list)
    context_.issues->add(Severity::error, "mapping.rows.none", {"row 1", 1, 1},
                         "the file has a header row and no row below it; there is nothing to read");
}

void CsvReading::read_workbook(const Part& part) {
  SheetTable sheet;
  if (!find_sheet(plan_, context_, part, sink_, sheet)) return;
  where_[0] = sheet.where;
  formats::TableRows rows(sheet.rows, sheet.header);
  std::vector<formats::CsvCell> row;
  if (!rows.next(row)) return;
  formats::CsvDialect csv;
  csv.delimiter = plan_.delimiter;
  repairs_[0].begin(row, csv, context_.repair);
  read_rows(rows, row);
  if (rows_ == 0 && !broken_ && !plan_.full_list)
    context_.issues->add(Severity::error, "mapping.rows.none", {where_[0] + "row " + std::to_string(rows.line()), rows.line(), 1},
                         "the sheet has a header row and no row below it; there is nothing to read");
}

// How many rows stand above the header: what the mapping says, else what is seen in the beginning of the file.
std::uint32_t CsvReading::pass_titles(std::string_view head, const formats::CsvDialect& dialect) {
  if (head.size() == formats::kBeginning) head = head.substr(0, head.rfind('\n') + 1);
  Issues unsaid;
  formats::Table above;
  auto titles = plan_.title_rows;
  for (std::uint32_t n = 0; n <= kMostTitles; ++n) {
    auto below = dialect;
    below.title_rows = n;
    formats::CsvReader reader(head, below, context_.limits, unsaid);
    std::vector<formats::CsvCell> row;
    if (!reader.next(row)) break;
    if (plan_.title_rows == 0) {
      const auto found = likeness(plan_, 0, row);
      if (n == 0 && (found.complete || 2 * found.known >= row.size())) return 0;
      if (found.complete && found.known > 1) {
        titles = n;
        break;
      }
    } else if (n == titles) {
      break;
    }
    above.add_row(reader.line(), row);
  }
  if (titles == 0) return 0;
  sink_.rest(leaves_of(above, 0, std::min<std::size_t>(titles, above.rows()), where_[0], Fate::ignored, "decoration", context_.detail));
  if (plan_.title_rows == 0)
    context_.issues->add(Severity::information, "mapping.rows.title", {"row 1", 1, 1},
                         std::to_string(titles) + " rows above the header row were taken as a title");
  return titles;
}

template <class Rows>
void CsvReading::read_rows(Rows& rows, std::vector<formats::CsvCell>& row) {
  lines_[0] = rows.line();
  broken_ = !bind_header(plan_, 0, row, where_[0], context_, header_);
  key_cell_ = static_cast<std::size_t>(std::find(header_.columns.begin(), header_.columns.end(), plan_.key) - header_.columns.begin());
  rows_ = 0;
  if (context_.shape) (shape_ = std::make_unique<ShapeGathering>(plan_))->begin(0, header_);
  std::optional<RowOrder> order;
  if (plan_.key != kNone && !broken_) order.emplace(rows, key_cell_);
  if (order && !order->as_it_stands()) {
    for (auto document = order->next(); !document.empty(); document = order->next()) read_document(rows, document, *order, row);
    if (order->fault()) context_.issues->add(*order->fault());
    return;
  }
  alone_ = order && !order->repeats();
  while (rows.next(row)) read_row(rows.line(), row);
  if (rows.failed()) failed_ = true;
  finish_document();
}

// Keys that only have the same hash are other documents; they come by their keys, after the one at hand.
template <class Rows>
void CsvReading::read_document(Rows& rows, std::span<const RowOrder::Row> document, const RowOrder& order, std::vector<formats::CsvCell>& row) {
  std::map<std::string, std::vector<RowOrder::Row>, std::less<>> others;
  std::string key;
  alone_ = document.size() == 1;
  for (const auto& each : document) {
    if (!rows.at(each.place, row)) continue;
    if (&each == &document.front()) key = key_in(row);
    if (key_in(row) != key)
      others[std::string(key_in(row))].push_back(each);
    else
      read_row(each.place.line, row);
    if (order.breaks_off(each)) failed_ = true;
  }
  finish_document();
  for (const auto& [name, rest] : others) read_document(rows, rest, order, row);
}

void CsvReading::read_row(std::uint32_t line, const std::vector<formats::CsvCell>& row) {
  lines_[0] = line;
  if (!broken_ && is_no_data(row)) return;
  if (shape_ != nullptr) shape_->row(0, row);
  if (broken_)
    leave_out(row, Fate::undecided, {});
  else
    take_row(row);
}

std::string_view CsvReading::key_in(const std::vector<formats::CsvCell>& row) const {
  return key_cell_ < row.size() ? trimmed(row[key_cell_].text) : std::string_view();
}

// Rows that say something about the others: those that the mapping names, and totals.
bool CsvReading::is_no_data(const std::vector<formats::CsvCell>& row) {
  if (!plan_.skip_rows.empty()) {
    load(row, header_, 0);
    if (holds(plan_.skip_rows)) {
      leave_out(row, Fate::ignored, "derivable-from the other rows");
      return true;
    }
  }
  if (!is_total(row)) return false;
  const auto said = static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [](const auto& cell) { return !cell.text.empty(); }));
  const bool keyed = key_cell_ < row.size() && !row[key_cell_].text.empty();
  const bool first =
      keyed && std::all_of(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(key_cell_), [](const auto& c) { return c.text.empty(); });
  if (plan_.key != kNone ? keyed && !first : 2 * said > row.size()) return false;
  context_.issues->add(Severity::warning, "mapping.rows.total", {where_[0] + "row " + std::to_string(lines_[0]), lines_[0], 1},
                       "this row was taken as one of totals and not read; a mapping can say so with `skip_rows`");
  leave_out(row, Fate::ignored, "derivable-from the other rows");
  return true;
}

void CsvReading::leave_out(const std::vector<formats::CsvCell>& row, Fate fate, std::string_view reason) {
  ++rows_;
  Ledger ledger("read");
  add_leaves(row, header_, 0, ledger, Fate::undecided);
  const auto rule = reason.empty() ? 0 : ledger.rule(reason);
  if (fate != Fate::undecided)
    for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) ledger.mark(leaf, fate, Ledger::kNoTarget, rule);
  sink_.rest(std::move(ledger));
}

void CsvReading::take_row(const std::vector<formats::CsvCell>& row) {
  if (plan_.key == kNone) {
    finish_document();
    std::string key = "row " + std::to_string(lines_[0]);
    for (std::size_t c = 0; c < row.size(); ++c)
      if (c != header_.reason) (key += '\x1f') += row[c].text;
    begin_document(key);
  } else {
    const auto key = key_in(row);
    if (key.empty()) {
      finish_document();
      issue(Severity::error, "mapping.key.missing", plan_.key, row.front().at,
            "this row does not say which document it belongs to; fill the column in");
      return refuse_row(row);
    }
    if (!open_ || key != key_) {
      finish_document();
      begin_document(key);
    }
  }
  auto& ledger = making_->ledger();
  const auto leaf = static_cast<std::uint32_t>(ledger.size());
  ledger.resize(load(row, header_, leaf), Fate::undecided);
  if (context_.detail == Detail::values) name_leaves(row, header_, 0, leaf, ledger);
  ignore_reason(row, header_, leaf);
  repairs_[0].row(lines_[0], row);
  if (rules_.asks()) ask_rules();
  ++rows_;
  first_row_ = ++rows_of_document_ == 1;
  if (first_row_) first_line_ = lines_[0];
  if (!first_row_)
    compare_document_cells();
  else if (plan_.key != kNone && !alone_)
    keep_document_cells();
  if (where_[0].empty() && row.size() > header_.columns.size()) {  // its issue is the reader's own
    failed_ = true;
    repairs_[0].wrong(lines_[0], {}, "the row has more cells than the header; a cell with the delimiter inside must stand in quotes");
  }
  if (first_row_) name_ = name_of_document();
  run(plan_.body);
}

void CsvReading::run_rows(const Field& field) {
  auto around = std::exchange(name_, name_of(field, name_));
  run_group(field);
  name_ = std::move(around);
}

// Rows are kept only where a rule counts them.
void CsvReading::ask_rules() {
  if (!rules_.asks_documents()) rule_rows_.forget();
  const auto row = rule_rows_.add(where_[0], lines_[0], [&](Index column) {
    const auto& cell = cells_[column];
    return DocumentRows::Cell{cell.text, cell.kind == formats::CellKind::date, cell.at};
  });
  if (rules_.row(rule_rows_, 0, row)) return;
  failed_ = true;
  repairs_[0].wrong(lines_[0], {}, rules_.why());
}

// One that belongs to no document.
void CsvReading::refuse_row(const std::vector<formats::CsvCell>& row) {
  repairs_[0].row(lines_[0], row);
  repairs_[0].refused();
  ++refused_documents_;
  leave_out(row, Fate::undecided, {});
}

void CsvReading::begin_document(std::string_view key) {
  if (making_ == nullptr) making_ = std::make_unique<Outline>(plan_, context_);
  open_ = true;
  making_->ledger().links().reserve(plan_.columns.size());
  key_ = key;
  rows_of_document_ = 0;
  failed_ = false;
  making_->open(plan_.roots);
}

void CsvReading::finish_document() {
  if (!std::exchange(open_, false)) return;
  if (rules_.asks_documents() && !rules_.document(rule_rows_)) {
    failed_ = true;
    repairs_[0].wrong_together(rules_.why());
  }
  rule_rows_.forget();
  rules_.end_document(!failed_);
  if (failed_) {
    repairs_[0].refused();
    ++refused_documents_;
    Ledger lost("read");
    for (std::size_t i = 0; i < making_->ledger().size(); ++i) {
      const auto leaf = lost.add_leaf();
      if (const auto* place = making_->ledger().place(leaf)) lost.name_leaf(leaf, *place);
    }
    making_.reset();
    sink_.rest(std::move(lost));
  } else {
    if (const auto* why = sink_.refused()) {
      wrong_for_receiver(*why, 0, first_line_);
      repairs_[0].refused();
      ++refused_documents_;
    } else {
      repairs_[0].accepted();
    }
    Document document;
    document.kind = plan_.document;
    document.place = {where_[0] + "row " + std::to_string(first_line_), first_line_, 1};
    if (plan_.key != kNone) document.name = key_;
    if (plan_.key != kNone && keys_ != nullptr) keys_->note(key_, document.place);
    making_->finish(key_, document);
    sink_.take(std::move(document));
  }
}

// For the rows that follow; the cells themselves live until the next row.
void CsvReading::keep_document_cells() {
  first_text_.clear();
  for (Index i = 0; i < cells_.size(); ++i) {
    if (document_columns_[i]) first_text_ += cells_[i].text;
    first_ends_[i] = first_text_.size();
    first_leaves_[i] = cells_[i].leaf;
  }
}

// Document-level cells are on every row; they must say the same.
void CsvReading::compare_document_cells() {
  std::size_t begin = 0;
  for (Index i = 0; i < cells_.size(); ++i) {
    const auto first = std::string_view(first_text_).substr(begin, first_ends_[i] - begin);
    begin = first_ends_[i];
    if (!document_columns_[i] || cells_[i].text.empty()) continue;
    if (cells_[i].text == first) {
      making_->same_as(cells_[i].leaf, first_leaves_[i]);
    } else {
      issue(Severity::error, "mapping.row.disagrees", i, cells_[i].at,
            "the rows of one document say different things in this column; it belongs to the whole document and must be the same on each row");
      failed_ = true;
    }
    cells_[i].text = {};
  }
}

}  // namespace caseway::mapping
