// The fields of a row, and what decides which of them are written.
#include "mapping/tables/csv_cells.h"
#include "mapping/tables/csv_fields.h"

namespace caseway::mapping {

CsvCells::CsvCells(const Plan& plan, const Context& context)
    : plan_(plan),
      context_(context),
      finding_(std::make_unique<Finding>(plan, context)),
      audience_(is_for_people(plan, context) ? formats::CsvAudience::people : formats::CsvAudience::machine),
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

void CsvCells::restore(const Document& document, Row& row) {
  for (const auto& field : plan_.blocks[plan_.body].fields) {
    if (field.kind != FieldKind::keep) continue;
    for (const auto column : field.columns)
      for (const auto& kept : document.residual)
        if (plan_.columns[column].path == kept.path && row[column].empty()) row[column] = kept.value;
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
