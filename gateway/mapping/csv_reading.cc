#include "mapping/csv_reading.h"

#include <algorithm>
#include <utility>

#include "mapping/spelling.h"

namespace caseway::mapping {

CsvReading::CsvReading(const Plan& plan, const Context& context, DocumentSink& sink)
    : plan_(plan), context_(context), sink_(sink), for_people_(is_for_people(plan, context)) {
  cells_.resize(plan.columns.size());
  document_columns_.assign(plan.columns.size(), 0);
  first_ends_.resize(plan.columns.size());
  first_leaves_.resize(plan.columns.size());
  find_document_columns(plan.body);
  if (plan.key != kNone) document_columns_[plan.key] = 1;
}

void CsvReading::read(const Part& part) {
  formats::CsvDialect dialect;
  if (plan_.delimiter_told) dialect.delimiter = plan_.delimiter;
  dialect.encoding = plan_.encoding;
  formats::CsvReader reader(part.bytes, dialect, context_.limits, *context_.issues);
  std::vector<formats::CsvCell> row;
  if (!reader.next(row)) return;
  line_ = reader.line();
  bind_header(row);
  const auto errors = context_.issues->errors();
  bool any = false;
  while (reader.next(row)) {
    any = true;
    line_ = reader.line();
    if (broken_)
      refuse_row(row);
    else
      take_row(row);
  }
  if (reader.failed() && context_.issues->errors() > errors) failed_ = true;
  finish_document();
  if (!any && !reader.failed() && !broken_)
    context_.issues->add(Severity::error, "mapping.rows.none", {"row 1", 1, 1},
                         "the file has a header row and no row below it; there is nothing to read");
}

bool is_for_people(const Plan& plan, const Context& context) {
  const auto told = context.settings.find("audience");
  return told == context.settings.end() ? plan.for_people : told->second == "people";
}

void CsvReading::add_leaves(const std::vector<formats::CsvCell>& row, Ledger& ledger, bool bind) {
  for (auto& cell : cells_) cell.text = {};
  auto leaf = static_cast<std::uint32_t>(ledger.size());
  const auto said = std::count_if(row.begin(), row.end(), [](const auto& cell) { return !cell.text.empty(); });
  ledger.resize(ledger.size() + static_cast<std::size_t>(said), Fate::undecided);
  for (std::size_t c = 0; c < row.size(); ++c) {
    const bool bound = bind && c < columns_.size() && columns_[c] != kNone;
    if (bound) cells_[columns_[c]].at = row[c].at;  // an empty cell has a place too
    if (row[c].text.empty()) continue;
    if (context_.detail == Detail::values)
      ledger.name_leaf(
          leaf, {"row " + std::to_string(line_) + ", column " + (c < headers_.size() && !headers_[c].empty() ? headers_[c] : std::to_string(c + 1)),
                 row[c].at.line, row[c].at.column});
    if (bound) {
      auto& cell = cells_[columns_[c]];
      cell.text = for_people_ ? formats::without_guard(row[c].text) : row[c].text;
      cell.leaf = leaf;
      cell.guarded = cell.text.size() < row[c].text.size();
    }
    ++leaf;
  }
}

void CsvReading::refuse_row(const std::vector<formats::CsvCell>& row) {
  Ledger ledger("read");
  add_leaves(row, ledger, false);
  sink_.rest(std::move(ledger));
}

void CsvReading::take_row(const std::vector<formats::CsvCell>& row) {
  if (plan_.key == kNone) {
    finish_document();
    std::string key = "row " + std::to_string(line_);
    for (const auto& cell : row) (key += '\x1f') += cell.text;
    begin_document(key);
  } else {
    const auto key = key_cell_ < row.size() ? trimmed(row[key_cell_].text) : std::string_view();
    if (key.empty()) {
      issue(Severity::error, "mapping.key.missing", plan_.key, row.front().at,
            "this row does not say which document it belongs to; fill the column in");
      return refuse_row(row);
    }
    if (!open_ || key != key_) {
      finish_document();
      begin_document(key);
      if (!keys_.insert(key_).second) {
        issue(Severity::error, "mapping.key.scattered", plan_.key, row.front().at,
              "the rows of this document do not stand together; sort the file by this column");
        failed_ = true;
      }
    }
  }
  add_leaves(row, making_->ledger(), true);
  ++rows_;
  if (rows_ > 1)
    compare_document_cells();
  else if (plan_.key != kNone)
    keep_document_cells();
  run(plan_.body);
}

void CsvReading::begin_document(std::string_view key) {
  if (making_ == nullptr) making_ = std::make_unique<Making>(plan_, context_);
  open_ = true;
  making_->draft().reserve(4 * plan_.columns.size() + 32, text_ + text_ / 4);
  making_->ledger().links().reserve(plan_.columns.size());
  key_ = key;
  rows_ = 0;
  failed_ = false;
  making_->open(plan_.roots);
}

void CsvReading::finish_document() {
  if (!std::exchange(open_, false)) return;
  if (failed_) {
    Ledger lost("read");
    for (std::size_t i = 0; i < making_->ledger().size(); ++i) {
      const auto leaf = lost.add_leaf();
      if (const auto* place = making_->ledger().place(leaf)) lost.name_leaf(leaf, *place);
    }
    making_.reset();
    sink_.rest(std::move(lost));
  } else {
    Document document;
    document.kind = plan_.document;
    if (plan_.key != kNone) document.name = key_;
    making_->finish(key_, document);
    text_ = document.tree.heap().size();
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

void CsvReading::run(Index block) {
  for (const auto& field : plan_.blocks[block].fields) {
    if (!has(field.ways, Way::receiving)) continue;
    const bool rows = field.kind == FieldKind::group && field.up_to == 0;
    if (rows_ > 1 && !rows && block == plan_.body) continue;  // the first row said it
    if (!holds(field.cells)) continue;
    if (rows)
      run_group(field);
    else if (field.kind == FieldKind::group)
      run_numbered_group(field);
    else
      run_field(field);
  }
}

void CsvReading::run_group(const Field& field) {
  std::vector<Index> before;
  for (const auto variable : field.variables) before.push_back(making_->current(variable));
  making_->open(field.variables);
  run(field.block);
  if (!field.variables.empty() && making_->live(making_->current(field.variables.front())))
    mark_tests(field.cells, making_->node(making_->current(field.variables.front())), field);
  for (std::size_t i = 0; i < before.size(); ++i) making_->close(field.variables[i], before[i]);
}

void CsvReading::run_numbered_group(const Field& field) {
  for (number_ = 1; number_ <= field.up_to; ++number_) run_group(field);
  number_ = 0;
}

bool CsvReading::holds(const std::vector<CellTest>& tests) const {
  for (const auto& test : tests) {
    bool one = false;
    for (const auto& value : test.values) one = one || trimmed(cells_[test.column].text) == value;
    if (!one) return false;
  }
  return true;
}

void CsvReading::mark_tests(const std::vector<CellTest>& tests, Draft::Id target, const Field& field) {
  for (const auto& test : tests)
    if (!cells_[test.column].text.empty()) making_->mark(cells_[test.column].leaf, Fate::converted, target, &field);
}

void CsvReading::issue(Severity severity, std::string_view id, Index column, formats::Position at, std::string text) {
  if (severity == Severity::error) failed_ = true;
  context_.issues->add(
      severity, id,
      {"row " + std::to_string(line_) + ", column " + (column == kNone ? std::string("?") : plan_.columns[column].name), at.line, at.column},
      std::move(text));
}

}  // namespace caseway::mapping
