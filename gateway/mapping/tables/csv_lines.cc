// The fields of a row, and what decides which of them are written.
#include <algorithm>

#include "mapping/tables/csv_cells.h"
#include "mapping/tables/csv_fields.h"

namespace caseway::mapping {

CsvCells::CsvCells(const Plan& plan, const Context& context, KeptValues& kept)
    : plan_(plan),
      context_(context),
      finding_(std::make_unique<Finding>(plan, context)),
      audience_(is_for_people(plan, context) ? formats::CsvAudience::people : formats::CsvAudience::machine),
      kept_(kept),
      names_(plan),
      writers_(plan.columns.size()) {}

bool CsvCells::run(Index block, Row& row, bool rows) {
  bool wrote = false;
  for (const auto& field : plan_.blocks[block].fields) {
    const bool group = field.kind == FieldKind::group && field.up_to == 0;
    const bool through = field.kind == FieldKind::call;
    if ((group != rows && !through) || !has(field.ways, Way::sending) || !field.valid.covers(finding_->day()) ||
        (!group && !finding_->holds(field.if_)))
      continue;
    if (through)
      wrote = run_call(field, row, rows) || wrote;
    else
      wrote = (group ? run_rows(field, row) : run_field(field, row)) || wrote;
  }
  return wrote;
}

bool CsvCells::run_if_there(Index block, Row& row) {
  const auto before = wanted_.size();
  const bool wrote = run(block, row, false);
  if (!wrote) unwant(before);
  return wrote;
}

bool CsvCells::run_field(const Field& field, Row& row) {
  switch (field.kind) {
    case FieldKind::relation: {
      const bool wrote = field.is_tuple() || field.ours.size() > 1 ? write_tuple(field, row) : write_relation(field, row);
      if (wrote) set_tests(field.cells, row);
      return wrote;
    }
    case FieldKind::constant:
      row[field.columns.front()] = field.constant;
      finding_->ledger().add();
      return false;
    case FieldKind::value:
      finding_->mark_fixed(field);
      return false;
    case FieldKind::group:
      return run_numbered(field, row);
    case FieldKind::choose:
      return run_choose(field, row);
    case FieldKind::ignore:
    case FieldKind::keep:
    case FieldKind::call:
      return false;
  }
  return false;
}

// need_1_code, need_2_code, ...: the n-th instance goes to the n-th columns; more than there are columns have no room.
bool CsvCells::run_numbered(const Field& field, Row& row) {
  if (field.variables.empty()) return false;
  bool any = false;
  const auto lead = field.variables.front();
  const auto before = finding_->bound(field.variables);
  std::uint32_t n = 0;
  for (const auto& candidate : finding_->candidates(lead, true)) {
    if (n == field.up_to) break;
    finding_->bind(lead, candidate.element);
    finding_->bind_rest(field.variables);
    number_ = n + 1;
    if (!finding_->holds(field.if_) || !run_if_there(field.block, row)) continue;
    ++n;
    finding_->take(candidate);
    for (const auto variable : field.variables) finding_->mark_instance(variable, field);
    any = true;
  }
  number_ = 0;
  finding_->bind(field.variables, before);
  return any;
}

bool CsvCells::run_choose(const Field& field, Row& row) {
  for (const auto& alternative : field.alternatives) {
    if (!finding_->holds(alternative.if_)) continue;
    Row copy = row;
    if (!run_if_there(alternative.block, copy)) continue;
    row = std::move(copy);
    set_tests(alternative.cells, row);
    return true;
  }
  return false;
}

bool CsvCells::run_call(const Field& field, Row& row, bool rows) {
  std::vector<Element> before;
  for (const auto& [parameter, argument] : field.bind) {
    before.push_back(finding_->bound(parameter));
    finding_->bind(parameter, finding_->bound(argument));
  }
  const bool wrote = run(field.block, row, rows);
  for (std::size_t i = 0; i < before.size(); ++i) finding_->bind(field.bind[i].first, before[i]);
  return wrote;
}

void CsvCells::set_tests(const std::vector<CellTest>& tests, Row& row) {
  for (const auto& test : tests)
    if (row[test.column].empty() && !test.values.empty()) {
      row[test.column] = test.values.front();
      finding_->ledger().add();
    }
}

std::string CsvCells::name_of_document(const Row& row) const {
  if (kept_.empty() || !names_.keeps(plan_.body)) return {};
  return names_.document([&](Index column) { return std::string_view(row[column]); });
}

std::string CsvCells::name_of(const Field& group, std::string_view around, const Row& row) const {
  if (kept_.empty() || !names_.keeps(group.block)) return {};
  return names_.instance(
      group, around, [&](Index column) { return std::string_view(row[column]); }, number_);
}

void CsvCells::restore(Index block, std::string_view name, Row& row) {
  if (name.empty()) return;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.kind == FieldKind::call) restore(field.block, name, row);
    for (const auto& alternative : field.alternatives) restore(alternative.block, name, row);
    if (field.kind == FieldKind::group && field.up_to > 0) restore_numbered(field, name, row);
    if (field.kind == FieldKind::keep) restore(field, name, row);
  }
}

void CsvCells::restore_numbered(const Field& group, std::string_view name, Row& row) {
  const auto& fields = plan_.blocks[group.block].fields;
  for (number_ = 1; number_ <= group.up_to; ++number_) {
    const bool there =
        std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.by_group && !row[field.columns[number_ - 1]].empty(); });
    if (there) restore(group.block, name_of(group, name, row), row);
  }
  number_ = 0;
}

void CsvCells::restore(const Field& field, std::string_view name, Row& row) {
  for (std::size_t i = 0; i < field.columns.size(); ++i) {
    if (field.by_group && i + 1 != number_) continue;
    const auto* kept = kept_.take(name, plan_.columns[field.by_group ? field.columns.front() : field.columns[i]].path);
    if (kept == nullptr || !row[field.columns[i]].empty()) continue;
    row[field.columns[i]] = kept->value;
    finding_->ledger().add();
  }
}

void CsvCells::issue(Severity severity, std::string_view id, Element ours, std::string text) {
  if (severity == Severity::error) failed_ = true;
  context_.issues->add(severity, id, {finding_->tree().path(ours.index()), 0, 0}, std::move(text));
}

bool as_workbook(const Context& context) {
  const auto form = context.settings.find("form");
  return form != context.settings.end() && form->second == "xlsx";
}

void tell_guarded(std::size_t cells, const Context& context) {
  if (cells == 0) return;
  context.issues->add(Severity::information, "mapping.cell.guarded", {},
                      std::to_string(cells) + " cells that a spreadsheet would run begin with an apostrophe");
}

}  // namespace caseway::mapping
