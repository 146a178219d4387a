#include "mapping/tables/csv_writing.h"

#include <utility>

namespace caseway::mapping {

CsvWriting::CsvWriting(const Plan& plan, const Context& context, KeptValues& kept)
    : CsvCells(plan, context, kept), rules_(plan, context, Way::sending), rule_rows_(plan) {
  if (as_workbook(context)) workbook_.emplace().sheet(plan.sheet.empty() ? plan.title : plan.sheet);
  Row header;
  for (const auto& column : plan.columns) {
    if (!column.read_only) columns_.push_back(static_cast<Index>(header.size()));
    header.push_back(column.name);
  }
  add_row(header);
  lines_ = 1;
  guarded_ = 0;
}

// What the receiver's own rules would refuse is not sent.
void CsvWriting::ask_rules(const Row& row) {
  if (!rules_.asks_documents()) rule_rows_.forget();
  const auto made = rule_rows_.add("written ", lines_, [&](Index column) { return DocumentRows::Cell{row[column], false, {}}; });
  if (!rules_.row(rule_rows_, 0, made)) failed_ = true;
}

void CsvWriting::append(const Row& row) {
  ++lines_;
  if (rules_.asks()) ask_rules(row);
  if (workbook_)
    workbook_rows_.push_back(row);
  else
    add_row(row);
}

void CsvWriting::add_row(const Row& row) {
  cells_.clear();
  for (const auto column : columns_) cells_.emplace_back(row[column]);
  if (workbook_) return workbook_->add_row(cells_);
  guarded_ += formats::append_csv_row(out_, cells_, plan_.delimiter, audience_);
}

bool CsvWriting::piece(Part& file) {
  constexpr std::size_t kWorthIt = 64u << 10;
  if (!written_ || workbook_ || out_.size() < kWorthIt) return false;
  file = {plan_.name + ".csv", "text/csv", std::exchange(out_, {}), nullptr, true};
  return true;
}

bool CsvWriting::finish(Part& file) {
  if (!written_) return false;
  tell_guarded(guarded_, context_);
  file = {plan_.name + (workbook_ ? ".xlsx" : ".csv"), workbook_ ? std::string(formats::kXlsxMediaType) : "text/csv", std::move(out_)};
  return !workbook_ || workbook_->finish(*context_.issues, file.bytes);
}

bool CsvWriting::write(const Document& document, Ledger& ledger) {
  failed_ = false;
  finding_->begin(document.tree);
  const auto bytes = out_.size();
  const auto lines = lines_;
  const auto guarded = guarded_;
  for (const auto& bound : finding_->documents()) {
    finding_->bind_roots(bound);
    write_rows();
  }
  rules_.end_document(!failed_);
  if (failed_) {
    out_.resize(bytes);
    lines_ = lines;
    guarded_ = guarded;
  } else {
    for (const auto& each : workbook_rows_) add_row(each);
    written_ = true;
  }
  workbook_rows_.clear();
  finding_->finish();
  ledger = std::move(finding_->ledger());
  return !failed_;
}

// The rows of a document of theirs, as the variables are bound.
void CsvWriting::write_rows() {
  rows_of_document_ = 0;
  forget_writers();
  auto& row = row_;
  row.resize(plan_.columns.size());
  for (auto& cell : row) cell.clear();
  run(plan_.body, row, false);
  name_ = name_of_document(row);
  restore(plan_.body, name_, row);
  static const Field kNoField;
  for (const auto root : plan_.roots) finding_->mark_instance(root, kNoField);
  run(plan_.body, row, true);
  tell_wanted();
  if (rows_of_document_ == 0) append(row);
  if (rules_.asks_documents() && !rules_.document(rule_rows_)) failed_ = true;
  rule_rows_.forget();
}

// A row of the document, with its own cells; none when it says nothing.
bool CsvWriting::run_row(const Field& field, Row row) {
  if (!finding_->holds(field.if_) || !run_if_there(field.block, row)) return false;
  set_tests(field.cells, row);
  restore(field.block, name_of(field, name_, row), row);
  append(row);
  ++rows_of_document_;
  return true;
}

// One row for each instance; the cells of the document stand on every row. With a `when` and no variables it is a row that says one thing of the
// document, as "question, answer" does.
bool CsvWriting::run_rows(const Field& field, Row& document) {
  if (field.variables.empty()) return run_row(field, document);
  bool any = false;
  const auto lead = field.variables.front();
  const auto before = finding_->bound(field.variables);
  for (const auto& candidate : finding_->candidates(lead, true)) {
    finding_->bind(lead, candidate.element);
    finding_->bind_rest(field.variables);
    if (!run_row(field, document)) continue;
    finding_->take(candidate);
    for (const auto variable : field.variables) finding_->mark_instance(variable, field);
    any = true;
  }
  finding_->bind(field.variables, before);
  return any;
}

}  // namespace caseway::mapping
