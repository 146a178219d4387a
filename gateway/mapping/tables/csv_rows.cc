// The row at hand: its cells, its leaves, its groups.
#include <algorithm>
#include <utility>

#include "mapping/convert/converter.h"
#include "mapping/spelling.h"
#include "mapping/tables/csv_fields.h"
#include "mapping/tree/place_text.h"

namespace caseway::mapping {

bool is_for_people(const Plan& plan, const Context& context) {
  const auto told = context.settings.find("audience");
  return told == context.settings.end() ? plan.for_people : told->second == "people";
}

CsvFields::CsvFields(const Plan& plan, const Context& context)
    : plan_(plan),
      context_(context),
      for_people_(is_for_people(plan, context)),
      cells_(plan.columns.size()),
      lines_(std::max<std::size_t>(plan.their_tables.size(), 1), 0),
      where_(lines_.size()),
      repairs_(lines_.size()),
      names_(plan),
      fields_(plan),
      has_meant_(std::any_of(plan.columns.begin(), plan.columns.end(), [](const Column& column) { return !column.meant.empty(); })) {}

void CsvFields::add_leaves(const std::vector<formats::CsvCell>& row, const CsvHeader& header, Index table, Ledger& ledger, Fate fate) {
  const auto leaf = static_cast<std::uint32_t>(ledger.size());
  const auto said = std::count_if(row.begin(), row.end(), [](const auto& cell) { return !cell.text.empty(); });
  ledger.resize(ledger.size() + static_cast<std::size_t>(said), fate);
  if (context_.detail == Detail::values) name_leaves(row, header, table, leaf, ledger);
}

void CsvFields::name_leaves(const std::vector<formats::CsvCell>& row, const CsvHeader& header, Index table, std::uint32_t leaf,
                            Ledger& ledger) const {
  const auto place = where_[table] + "row " + std::to_string(lines_[table]) + ", column ";
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (row[c].text.empty()) continue;
    const bool named = c < header.names.size() && !header.names[c].empty();
    ledger.name_leaf(leaf++, {place + (named ? header.names[c] : std::to_string(c + 1)), row[c].at.line, row[c].at.column});
  }
}

void CsvFields::ignore_reason(const std::vector<formats::CsvCell>& row, const CsvHeader& header, std::uint32_t leaf) {
  if (header.reason >= row.size() || row[header.reason].text.empty()) return;
  for (std::size_t c = 0; c < header.reason; ++c) leaf += row[c].text.empty() ? 0 : 1;
  making_->ignore(leaf, "plumbing");
}

std::uint32_t CsvFields::load(const std::vector<formats::CsvCell>& row, const CsvHeader& header, std::uint32_t leaf) {
  const bool repaired = header.reason != CsvHeader::kNowhere;
  const bool as_it_stands = !for_people_ && !repaired && !has_meant_;
  for (std::size_t c = 0; c < row.size(); ++c) {
    const auto& from = row[c];
    const auto column = c < header.columns.size() ? header.columns[c] : kNone;
    if (column != kNone) {
      auto& cell = cells_[column];
      cell.text = from.text;
      cell.leaf = leaf;
      cell.at = from.at;  // an empty cell has a place too
      cell.guarded = false;
      cell.came = {};
      cell.kind = from.kind;
      if (!as_it_stands) understand(column, repaired);
    }
    leaf += from.text.empty() ? 0 : 1;
  }
  for (std::size_t c = row.size(); c < header.columns.size(); ++c)
    if (header.columns[c] != kNone) cells_[header.columns[c]].text = {};
  return leaf;
}

// A repair file was written by us: guarded, and with the dates of a workbook as ISO dates.
void CsvFields::understand(Index column, bool repaired) {
  auto& cell = cells_[column];
  const auto stood = cell.text.size();
  if (for_people_ || repaired) cell.text = formats::without_guard(cell.text);
  cell.guarded = cell.text.size() < stood;
  if (const auto other = meant(column, cell.text); other.data() != nullptr) cell.came = std::exchange(cell.text, other);
  if (repaired && cell.kind == formats::CellKind::text) cell.kind = formats::CellKind::date;
}

// The day of the document, which says what of the mapping is valid.
void CsvFields::read_day() {
  const auto& cell = cells_[plan_.dated->column];
  const auto text = trimmed(cell.text);
  const bool there = !text.empty() && (cell.kind == formats::CellKind::date ? plan_.dated->convert->read_date(text, scratch_)
                                                                            : plan_.dated->convert->read_text(text, scratch_));
  making_->date(there ? scratch_ : std::string());
  if (plan_.valid.covers(making_->day())) return;
  const auto valid = "the mapping `" + plan_.name + "` is valid " + plan_.valid.spelled() + " only";
  issue(Severity::error, "mapping.validity.other", plan_.dated->column, cell.at,
        there ? valid + "; a document of this day belongs in a file of its own" : "a day belongs here: " + valid);
}

// No text where nothing was accepted.
std::string_view CsvFields::meant(Index column, std::string_view code) const {
  const auto& all = plan_.columns[column].meant;
  if (all.empty()) return {};
  const auto found = all.find(trimmed(code));
  return found == all.end() ? std::string_view() : std::string_view(found->second);
}

void CsvFields::run(Index block) {
  if (plan_.dated && first_row_ && block == plan_.body) read_day();
  const bool again = !first_row_ && block == plan_.body;  // the first row said what stands outside groups of rows
  for (const auto& each : fields_.of(block)) {
    if (again && !each.rows) continue;
    if (each.plain && read_plain(each)) continue;
    const auto& field = *each.field;
    if (!field.valid.covers(making_->day())) continue;
    if (field.link == kNone && !holds(field.cells)) continue;  // of related rows each is asked
    if (each.rows)
      run_rows(field);
    else if (field.kind == FieldKind::group)
      run_numbered_group(field);
    else
      run_field(field);
  }
}

Draft::Id CsvFields::run_group(const Field& field, Index lead, std::vector<Index>* instances) {
  std::vector<Index> before;
  for (const auto variable : field.variables) before.push_back(making_->current(variable));
  if (lead == kNone) {
    making_->open(field.variables);
  } else {
    for (std::size_t i = 1; i < field.variables.size(); ++i) making_->open(field.variables[i]);
    making_->reopen(field.variables.front(), lead);
    for (std::size_t i = 1; i < field.variables.size(); ++i) making_->connect(field.variables[i]);
  }
  const auto links = making_->ledger().links().size();
  run(field.block);
  auto became = Draft::kNone;
  if (!field.variables.empty() && making_->live(making_->current(field.variables.front()))) {
    became = making_->node(making_->current(field.variables.front()));
    mark_tests(field.cells, became, field);
  } else {
    const auto& made = making_->ledger().links();
    for (auto i = links; i < made.size() && became == Draft::kNone; ++i) became = made[i].target;
    if (became != Draft::kNone) mark_tests(field.cells, became, field);
  }
  if (became != Draft::kNone && making_->asks(field.if_, field.block)) making_->guard(field.if_, place_of_block(field.block));
  for (std::size_t i = 0; i < field.variables.size(); ++i) {
    if (instances != nullptr) instances->push_back(making_->current(field.variables[i]));
    making_->close(field.variables[i], before[i]);
  }
  return became;
}

void CsvFields::run_numbered_group(const Field& field) {
  const auto around = name_;
  for (number_ = 1; number_ <= field.up_to; ++number_) {
    if (names_.keeps(field.block)) name_ = name_of(field, around);
    run_group(field);
  }
  number_ = 0;
  name_ = around;
}

std::string CsvFields::name_of_document() const {
  return names_.keeps(plan_.body) ? names_.document([this](Index column) { return cells_[column].text; }) : std::string();
}

std::string CsvFields::name_of(const Field& group, std::string_view around) const {
  if (!names_.keeps(group.block)) return {};
  return names_.instance(
      group, around, [this](Index column) { return cells_[column].text; }, number_);
}

// Where the first cell of a block stands, else the row.
Place CsvFields::place_of_block(Index block) const {
  for (const auto& field : plan_.blocks[block].fields)
    if (!field.columns.empty()) {
      const auto column = field.columns[field.by_group ? number_ - 1 : 0];
      return place_of(column, cells_[column].at);
    }
  return {"row " + std::to_string(lines_[0]), lines_[0], 1};
}

bool CsvFields::holds(const std::vector<CellTest>& tests) const {
  for (const auto& test : tests) {
    bool one = false;
    for (const auto& value : test.values) one = one || trimmed(cells_[test.column].text) == value;
    if (!one) return false;
  }
  return true;
}

// What the guard compared is implied by what the alternative made.
void CsvFields::run_alternative(const Field& field, const Alternative& alternative) {
  const auto before = making_->ledger().links().size();
  run(alternative.block);
  const auto& links = making_->ledger().links();
  if (links.size() == before) return;
  mark_tests(alternative.cells, links[before].target, field);
  making_->guard(field, alternative, place_of_block(alternative.block));
}

void CsvFields::mark_tests(const std::vector<CellTest>& tests, Draft::Id target, const Field& field) {
  for (const auto& test : tests)
    if (!cells_[test.column].text.empty() && making_->ledger().fate(cells_[test.column].leaf) == Fate::undecided)
      making_->mark(cells_[test.column].leaf, Fate::converted, target, &field);
}

void CsvFields::issue(Severity severity, std::string_view id, Index column, formats::Position at, std::string text) {
  const auto table = plan_.columns[column].table;
  if (severity == Severity::error) {
    failed_ = true;
    repairs_[table].wrong(lines_[table], plan_.columns[column].name, text);
  }
  context_.issues->add(severity, id, place_of(column, at), std::move(text));
}

Place CsvFields::place_of(Index column, formats::Position at) const {
  const auto table = plan_.columns[column].table;
  return {where_[table] + "row " + std::to_string(lines_[table]) + ", column " + plan_.columns[column].name, at.line, at.column};
}

void CsvFields::wrong_for_receiver(const Refusal& refusal, Index table, std::uint32_t line) {
  for (const auto& issue : refusal.why.all()) {
    if (issue.severity > Severity::error) continue;
    const auto column = column_for(plan_, issue.place.path);
    repairs_[table].wrong(line, column == kNone ? std::string_view() : plan_.columns[column].name, issue.text);
  }
}

}  // namespace caseway::mapping
