#include "mapping/csv_cells.h"

#include "fhir/model.h"
#include "mapping/converter.h"
#include "mapping/field_text.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

bool CsvCells::write_relation(const Field& field, Row& row) {
  const auto& ours = field.ours.front();
  bool wrote = false;
  if (!field.join.empty()) {
    wrote = write_joined(field, row);
  } else if (field.numbered) {
    for (const auto& [n, found] : finding_->numbered(ours))
      if (n < field.columns.size()) wrote = write_cell(field, row, field.columns[n], found) || wrote;
  } else {
    const auto column = field.by_group ? field.columns[number_ - 1] : field.columns.front();
    if (const auto found = finding_->at(ours)) wrote = write_cell(field, row, column, found);
    if (!wrote && row[column].empty()) wrote = write_absent(field, row, column);
    if (!wrote && row[column].empty()) {
      std::string text;
      if (in_words(*finding_, plan_, field, finding_->target("column ", plan_.columns[column].path), text)) {
        row[column] = std::move(text);
        wrote = true;
      }
    }
  }
  if (!wrote && has(field.required, Way::sending) && row[field.columns.front()].empty()) missing_.push_back(field.columns.front());
  return wrote;
}

void CsvCells::tell_missing() {
  for (const auto column : missing_)
    context_.issues->add(Severity::error, "mapping.value.missing", {"column " + plan_.columns[column].path, 0, 0},
                         "the receiver needs a value in the column `" + plan_.columns[column].path + "`, and this document has none");
  failed_ = failed_ || !missing_.empty();
  missing_.clear();
}

// The text of a value; false, with an issue, when it cannot be written.
bool CsvCells::spell(const Field& field, const Found& found, std::string& text) {
  if (!found.element.has_value()) return false;
  if (field.codes != kNone) {
    const auto& table = plan_.tables[field.codes];
    const auto* row = table.from_ours({found.element.value()});
    if (row == nullptr) {
      finding_->failed(found.element);
      issue(Severity::warning, "mapping.code.unknown", found.element, "this code is not in the table `" + table.name + "`; it is not written");
      return false;
    }
    text = row->theirs.front();
    return true;
  }
  if (!field.convert->write_text(found.element.value(), text)) {
    finding_->failed(found.element);
    issue(Severity::warning, field.convert->issue(), found.element,
          "this value cannot be written in the column `" + plan_.columns[field.columns.front()].path + "`");
    return false;
  }
  return true;
}

// A first field that has a value writes the cell; a later one is told what became of its own.
bool CsvCells::write_cell(const Field& field, Row& row, Index column, const Found& found) {
  std::string text;
  if (!row[column].empty()) {
    if (field.derived) mark_said(field, row[column], found);
    if (found.element.has_value() && field.codes == kNone && field.convert->write_text(found.element.value(), text) && text == row[column])
      mark(field, found, Fate::copied);
    if (found.element.has_value() && field.codes != kNone)
      if (const auto* code = plan_.tables[field.codes].from_ours({found.element.value()}); code != nullptr && code->theirs.front() == row[column])
        mark(field, found, Fate::converted);
    return false;
  }
  if (!spell(field, found, text)) return false;
  auto fate = text == found.element.value() ? Fate::copied : Fate::converted;
  if (field.max_length > 0 && characters(text) > field.max_length) {
    text = first_characters(text, field.max_length);
    fate = Fate::no_room;
    issue(Severity::warning, "mapping.value.cut", found.element,
          "the column `" + plan_.columns[column].path + "` takes " + std::to_string(field.max_length) +
              " characters; the rest of this value is left out");
  }
  row[column] = std::move(text);
  mark(field, found, fate);
  return !row[column].empty();
}

void CsvCells::mark(const Field& field, const Found& found, Fate fate) {
  finding_->mark(found.element, fate, finding_->target("column ", plan_.columns[field.columns.front()].path), &field);
  finding_->mark_selectors(field.ours.front(), found, field);
}

// The cell says it already, in another field's words.
void CsvCells::mark_said(const Field& field, std::string_view cell, const Found& found) {
  if (found.element.has_value() && says(plan_, field, cell, found.element.value())) mark(field, found, Fate::converted);
}

bool CsvCells::write_joined(const Field& field, Row& row) {
  auto& cell = row[field.columns.front()];
  if (!cell.empty()) {
    if (field.derived)
      for (const auto& each : std::vector<Found>(finding_->all(field.ours.front()))) mark_said(field, cell, each);
    return false;
  }
  for (const auto& each : std::vector<Found>(finding_->all(field.ours.front()))) {
    std::string text;
    if (!spell(field, each, text)) continue;
    if (text.find(field.join) != std::string::npos) {
      finding_->failed(each.element);
      issue(Severity::warning, "mapping.value.bad", each.element,
            "this value holds the separator `" + field.join + "` of its column; it is not written");
      continue;
    }
    if (!cell.empty()) cell += field.join;
    cell += text;
    mark(field, each, text == each.element.value() ? Fate::copied : Fate::converted);
  }
  return !cell.empty();
}

bool CsvCells::write_tuple(const Field& field, Row& row) {
  const auto [found, codes] = finding_->tuple(field.ours);
  if (found.empty()) return false;
  const auto& table = plan_.tables[field.codes];
  const auto* match = table.from_ours(codes);
  if (match == nullptr) {
    bool told = false;
    for (const auto& each : found) {
      if (!each || !each.element.has_value()) continue;
      finding_->failed(each.element);
      if (!told)
        issue(Severity::warning, "mapping.code.unknown", each.element,
              "this combination of codes is not in the table `" + table.name + "`; it is not written");
      told = true;
    }
    return false;
  }
  for (std::size_t i = 0; i < field.columns.size(); ++i) row[field.columns[i]] = match->theirs[i];
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]) {
      const auto again = finding_->at(field.ours[i]);
      finding_->mark(again.element, Fate::converted, finding_->target("column ", plan_.columns[field.columns.front()].path), &field);
      finding_->mark_selectors(field.ours[i], again, field);
    }
  return true;
}

// "8", "9", "99" for a reason that stands in place of the value.
bool CsvCells::write_absent(const Field& field, Row& row, Index column) {
  if (field.missing == kNone) return false;
  auto path = field.ours.front();
  if (!field.concepts.empty() && field.concepts.front() != kNone) path.slot = field.concepts.front();
  const auto reason = finding_->absent_at(path);
  const auto* match = reason ? plan_.tables[field.missing].from_ours({reason.value()}) : nullptr;
  if (match == nullptr) return false;
  const auto to = field.absent != kNone ? field.absent : column;
  row[to] = match->theirs.front();
  finding_->mark_absent(reason, path, finding_->target("column ", plan_.columns[to].path), field);
  return true;
}

}  // namespace caseway::mapping
