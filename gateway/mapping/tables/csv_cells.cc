#include "mapping/tables/csv_cells.h"

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/convert/meaning.h"
#include "mapping/spelling.h"
#include "mapping/tree/place_text.h"
#include "mapping/tree/words.h"

namespace caseway::mapping {

namespace {
constexpr std::string_view kMissing = "mapping.value.missing";
}

bool CsvCells::write_relation(const Field& field, Row& row) {
  const auto& ours = field.ours.front();
  const auto before = wanted_.size();
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
  want(field, row, before);
  return wrote;
}

bool CsvCells::wants(const Field& field) { return has(field.required, Way::sending); }

// Asks for a value of a column that must have one; what could not be written since `before` has its own issue.
void CsvCells::want(const Field& field, const Row& row, std::size_t before) {
  if (!row[field.columns.front()].empty()) return unwant(before);
  if (wants(field) && wanted_.size() == before)
    wanted_.push_back({Severity::error,
                       std::string(kMissing),
                       {place_text(plan_, field.ours.front()), 0, 0},
                       "the receiver needs a value in the column `" + plan_.columns[field.columns.front()].path + "`, and this document has none"});
}

void CsvCells::unwant(std::size_t before) {
  for (auto i = before; i < wanted_.size(); ++i) {
    if (wanted_[i].id == kMissing) continue;
    wanted_[i].severity = Severity::warning;
    context_.issues->add(std::move(wanted_[i]));
  }
  wanted_.resize(before);
}

void CsvCells::tell_wanted() {
  failed_ = failed_ || !wanted_.empty();
  for (auto& each : wanted_) context_.issues->add(std::move(each));
  wanted_.clear();
}

// A value that has no place in its column; where the column must be filled, the document has none either.
void CsvCells::cannot(const Field& field, Element ours, std::string_view id, std::string text) {
  finding_->failed(ours);
  if (!wants(field)) return issue(Severity::warning, id, ours, std::move(text));
  text += "; the receiver needs a value in the column `" + plan_.columns[field.columns.front()].path + "`";
  wanted_.push_back({Severity::error, std::string(id), {place_text(plan_, field.ours.front()), 0, 0}, std::move(text)});
}

// The text of a value; false, with an issue, when it cannot be written.
bool CsvCells::spell(const Field& field, const Found& found, std::string& text) {
  if (!found.element.has_value()) return false;
  if (spelled(plan_, field, found.element.value(), text, finding_->day())) return true;
  if (field.codes != kNone)
    cannot(field, found.element, "mapping.code.unknown", "this code is not in the table `" + plan_.tables[field.codes].name + "`; it is not written");
  else
    cannot(field, found.element, field.convert->issue(),
           "this value cannot be written in the column `" + plan_.columns[field.columns.front()].path + "`");
  return false;
}

// The cell gives way when the derived place has been changed since: what was written there first is out of date.
bool CsvCells::overrules(const Field& field, Row& row, Index column, const std::vector<Found>& found) {
  if (!field.derived) return false;
  std::vector<std::string_view> values;
  for (const auto& each : found)
    if (each.element.has_value()) values.push_back(each.element.value());
  if (!contradicts(plan_, field, row[column], values)) return false;
  if (const auto before = writers_[column]) {
    finding_->mark(before, Fate::no_room, Ledger::kNoTarget, &field);
    issue(Severity::warning, "mapping.codes.disagree", before,
          "this says something else than what follows from it for the column `" + plan_.columns[column].path +
              "`; that has been changed since, and is what is written");
  }
  row[column].clear();
  return true;
}

// A first field that has a value writes the cell; a later one is told what became of its own.
bool CsvCells::write_cell(const Field& field, Row& row, Index column, const Found& found) {
  std::string text;
  if (!row[column].empty() && !overrules(field, row, column, {found})) {
    if (field.derived) mark_said(field, column, row[column], found);
    if (found.element.has_value() && field.codes == kNone && field.convert->write_text(found.element.value(), text) && text == row[column])
      mark(field, column, found, Fate::copied);
    if (found.element.has_value() && field.codes != kNone)
      if (const auto* code = plan_.tables[field.codes].from_ours({found.element.value()}, finding_->day());
          code != nullptr && code->theirs.front() == row[column])
        mark(field, column, found, Fate::converted);
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
  if (loses_time(field, found.element.value(), text))
    issue(Severity::information, "mapping.time.left_out", found.element,
          "the column `" + plan_.columns[column].path + "` takes a date; the time of day of this value is left out");
  row[column] = std::move(text);
  writers_[column] = found.element;
  mark(field, column, found, fate);
  return !row[column].empty();
}

void CsvCells::mark(const Field& field, Index column, const Found& found, Fate fate) {
  finding_->mark(found.element, fate, finding_->target("column ", plan_.columns[column].path), &field);
  finding_->mark_selectors(field.ours.front(), found, field);
}

// The cell says it already, in another field's words.
void CsvCells::mark_said(const Field& field, Index column, std::string_view cell, const Found& found) {
  if (found.element.has_value() && says(plan_, field, cell, found.element.value())) mark(field, column, found, Fate::converted);
}

bool CsvCells::write_joined(const Field& field, Row& row) {
  auto& cell = row[field.columns.front()];
  const std::vector<Found> found(finding_->all(field.ours.front()));
  if (!cell.empty() && !overrules(field, row, field.columns.front(), found)) {
    if (field.derived)
      for (const auto& each : found) mark_said(field, field.columns.front(), cell, each);
    return false;
  }
  for (const auto& each : found) {
    std::string text;
    if (!spell(field, each, text)) continue;
    if (text.find(field.join) != std::string::npos) {
      cannot(field, each.element, "mapping.value.bad", "this value holds the separator `" + field.join + "` of its column; it is not written");
      continue;
    }
    if (!cell.empty()) cell += field.join;
    cell += text;
    mark(field, field.columns.front(), each, text == each.element.value() ? Fate::copied : Fate::converted);
  }
  return !cell.empty();
}

bool CsvCells::write_tuple(const Field& field, Row& row) {
  const auto [found, codes] = finding_->tuple(field.ours);
  if (found.empty()) return false;
  const auto& table = plan_.tables[field.codes];
  const auto* match = table.from_ours(codes, finding_->day());
  if (match == nullptr) {
    bool told = false;
    for (const auto& each : found) {
      if (!each || !each.element.has_value()) continue;
      finding_->failed(each.element);
      if (!told)
        cannot(field, each.element, "mapping.code.unknown", "this combination of codes is not in the table `" + table.name + "`; it is not written");
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
