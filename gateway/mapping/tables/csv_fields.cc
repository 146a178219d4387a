#include "mapping/tables/csv_fields.h"

#include <algorithm>

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"
#include "mapping/tables/value_kind.h"

namespace caseway::mapping {

namespace {

// 1.2E+11: what a spreadsheet makes of a long number.
bool is_shortened(std::string_view text) {
  if (text.front() < '0' || text.front() > '9') return false;
  const auto exponent = text.find("E+");
  return exponent != std::string_view::npos && exponent > 0 && exponent + 2 < text.size() &&
         text.substr(0, exponent).find_first_not_of("0123456789.") == std::string_view::npos &&
         text.substr(exponent + 2).find_first_not_of("0123456789") == std::string_view::npos;
}

// "1" where the table has "01".
bool zeros_lost(std::string_view text, const std::vector<std::string_view>& known) {
  return std::any_of(known.begin(), known.end(), [&](std::string_view code) {
    return !text.empty() && code.size() > text.size() && code.ends_with(text) &&
           code.substr(0, code.size() - text.size()).find_first_not_of('0') == std::string_view::npos;
  });
}

}  // namespace

void CsvFields::run_field(const Field& field) {
  switch (field.kind) {
    case FieldKind::relation: {
      const auto before = making_->ledger().links().size();
      field.is_tuple() ? read_tuple(field) : read_relation(field);
      if (field.asks_what_it_read() && making_->ledger().links().size() > before)
        making_->guard(field.if_, place_of(field.columns.front(), cells_[field.columns.front()].at));
      return;
    }
    case FieldKind::constant:
      return read_constant(field);
    case FieldKind::value:
      return read_fixed(field);
    case FieldKind::ignore:
      for (const auto column : field.columns)
        if (!cells_[column].text.empty()) making_->ignore(cells_[column].leaf, field.constant);
      return;
    case FieldKind::keep:
      for (const auto column : field.columns)
        if (!field.by_group || column == field.columns[number_ - 1]) keep(field, column);
      return;
    case FieldKind::choose:
      for (const auto& alternative : field.alternatives)
        if (holds(alternative.cells)) return run_alternative(field, alternative);
      return;
    case FieldKind::call:
      return run_call(field);
    case FieldKind::group:
      return;
  }
}

// Numbered columns of a group are called by their first: the instance has the place, not the number.
void CsvFields::keep(const Field& field, Index column) {
  const auto& cell = cells_[column];
  if (cell.text.empty()) return;
  making_->keep(cell.leaf, name_, plan_.columns[field.by_group ? field.columns.front() : column].path, cell.came.empty() ? cell.text : cell.came);
}

void CsvFields::run_call(const Field& field) {
  std::vector<Index> before;
  for (const auto& [parameter, argument] : field.bind) {
    before.push_back(making_->current(parameter));
    making_->bind(parameter, making_->current(argument));
  }
  run(field.block);
  for (std::size_t i = 0; i < before.size(); ++i) making_->bind(field.bind[i].first, before[i]);
}

// The ordinary way of most cells. False when there is something to say about one, or its text is not ours as it stands.
bool CsvFields::read_plain(const ReadField& field) {
  const auto& cell = cells_[field.column == kNone ? field.field->columns[number_ - 1] : field.column];
  const auto text = cell.text;
  if (text.empty()) return !field.required;
  if (cell.kind != formats::CellKind::text || cell.guarded || !cell.came.empty() || is_blank(text.front()) || is_blank(text.back())) return false;
  const auto* row = field.codes != nullptr ? field.codes->find(text) : nullptr;
  if (field.codes != nullptr ? row == nullptr || row->ours.front().empty() : !field.convert->stands(text) || (field.identifier && is_shortened(text)))
    return false;
  const std::string_view value = row != nullptr ? row->ours.front() : text;
  const auto id = making_->put(*field.path, value);
  if (id == Draft::kNone) return false;
  making_->mark(cell.leaf, value == text ? Fate::copied : Fate::converted, id, field.field);
  if (field.display != kNoDef && !row->display.empty()) making_->set(making_->beside(id, field.display), row->display);
  return true;
}

void CsvFields::read_relation(const Field& field) {
  const auto missing_at = field.columns.front();
  if (field.by_group) {
    read_cell(field, field.columns[number_ - 1], 0);
  } else {
    for (std::uint32_t n = 0; n < field.columns.size(); ++n) read_cell(field, field.columns[n], field.numbered ? n + 1 : 0);
  }
  if (has(field.required, Way::receiving) && trimmed(cells_[missing_at].text).empty())
    issue(Severity::error, "mapping.value.missing", missing_at, cells_[missing_at].at, "this cell must not be empty");
}

void CsvFields::read_cell(const Field& field, Index column, std::uint32_t n) {
  const auto& cell = cells_[column];
  if (field.absent != kNone) read_absent(field, trimmed(cell.text).empty());
  if (cell.text.empty()) return;
  const auto text = trimmed(cell.text);
  if (text.empty()) return making_->ignore(cell.leaf, "decoration");
  if (cell.kind == formats::CellKind::error)
    return issue(Severity::error, "mapping.cell.error", column, cell.at, "this cell holds an error of its formula, no value; correct the workbook");
  if (field.missing != kNone && field.absent == kNone && read_missing(field, cell, text)) return;
  if (field.digits > 0 && text.size() < field.digits && text.find_first_not_of("0123456789") == std::string_view::npos)
    issue(Severity::warning, "mapping.zeros.lost", column, cell.at,
          "this number has fewer digits than the " + std::to_string(field.digits) +
              " of this column; a spreadsheet takes zeros in front away. Format the column as text");
  if (field.join.empty()) return read_piece(field, cell, cell.text, n, true);
  std::size_t begin = 0;
  while (begin <= cell.text.size()) {
    auto end = cell.text.find(field.join, begin);
    if (end == std::string_view::npos) end = cell.text.size();
    auto piece = trimmed(cell.text.substr(begin, end - begin));
    if (const auto other = meant(column, piece); other.data() != nullptr) piece = other;
    if (!piece.empty()) read_piece(field, cell, piece, 0, false);
    begin = end + field.join.size();
  }
}

// One value. n is its number among numbered columns, 0 when it has none; `whole` when it is the whole cell.
void CsvFields::read_piece(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n, bool whole) {
  if (field.codes != kNone) {
    codes_.assign(1, trimmed(text));
    const auto* row = plan_.tables[field.codes].from_theirs(codes_, making_->day());
    if (row == nullptr) return field.told() ? unknown_code(field, cell, text, n) : void();
    const Cell* const alone = &cell;
    return place_codes(field, *row, {&alone, 1}, n);
  }
  const auto column = static_cast<Index>(&cell - cells_.data());
  if (field.identifier && is_shortened(text))
    return issue(Severity::error, "mapping.identifier.shortened", column, cell.at,
                 "a spreadsheet has shortened this number, and its digits are lost; format the column as text and fill it in again");
  if (!(cell.kind == formats::CellKind::date ? field.convert->read_date(text, scratch_) : field.convert->read_text(text, scratch_))) {
    if (!field.told()) return;
    const auto refusal = field.convert->refusal(text);
    const auto forms = field.convert->forms();
    issue(Severity::error, field.convert->issue(), column, cell.at,
          refusal.empty() ? misplaced(text, field.convert->issue()) + (forms.empty() ? std::string() : "; accepted: " + forms)
                          : std::string(refusal) + (forms.empty() ? "" : "; accepted: " + forms));
    return;
  }
  if (scratch_.empty()) return;
  keep_word(field, cell);
  put(field, cell, target(field, field.ours.front(), n), scratch_, whole && scratch_ == text);
}

Draft::Id CsvFields::target(const Field& field, const OursPath& path, std::uint32_t n) {
  if (n > 0) return making_->numbered(path, n);
  return path.each || !field.join.empty() ? making_->fresh(path) : making_->place(path);
}

// The first value of a place stays; a later one that differs is left over.
void CsvFields::put(const Field& field, const Cell& cell, Draft::Id id, std::string_view value, bool same) {
  if (making_->has_value(id) && making_->value(id) != value) return;
  if (!making_->has_value(id)) making_->set(id, value);
  making_->mark(cell.leaf, same && !cell.guarded && cell.came.empty() ? Fate::copied : Fate::converted, id, &field);
}

void CsvFields::place_codes(const Field& field, const CodeTable::Row& row, std::span<const Cell* const> cells, std::uint32_t n) {
  for (std::size_t i = 0; i < field.ours.size(); ++i) {
    if (row.ours[i].empty()) continue;
    const auto id = target(field, field.ours[i], n);
    for (const auto* cell : cells) {
      keep_word(field, *cell);
      put(field, *cell, id, row.ours[i], cells.size() == 1 && row.ours[i] == cell->text);
    }
    if (field.displays[i] != kNone && !row.display.empty())
      making_->set(making_->beside(id, plan_.slot(field.ours[i].variable, field.displays[i]).def), row.display);
  }
}

// A code that is read as another stays beside it, where ours has a place for it.
void CsvFields::keep_word(const Field& field, const Cell& cell) {
  if (cell.came.empty() || !field.word) return;
  const auto id = making_->place(*field.word);
  if (making_->has_value(id)) return;
  making_->set(id, trimmed(cell.came));
  making_->mark(cell.leaf, Fate::converted, id, &field);
}

// Nothing is guessed: the text stays beside the missing code where ours has a place for it. Where a value is required, that is no value.
void CsvFields::unknown_code(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n) {
  const auto column = static_cast<Index>(&cell - cells_.data());
  const auto& table = plan_.tables[field.codes];
  std::vector<std::string_view> known;
  for (const auto row : table.by_theirs)
    if (table.rows[row].valid.covers(making_->day())) known.push_back(table.rows[row].theirs.front());
  const bool held = !field.texts.empty() && field.texts.front() != kNone;
  std::string list;
  for (std::size_t i = 0; i < known.size() && i < 12; ++i) (list += i == 0 ? "" : ", ") += known[i];
  if (known.size() > 12) list += ", ...";
  const auto near = zeros_lost(text, known) ? std::string("; has a spreadsheet taken zeros in front away?") : suggestion(text, known);
  issue(has(field.required, Way::receiving) ? Severity::error : Severity::warning, "mapping.code.unknown", column, cell.at,
        "this code is not in the table `" + table.name + "` (" + list + ")" +
            (table.from_theirs(codes_) == nullptr ? "" : " on the day of this document") + (near.empty() ? "; it is " : near + " It is ") +
            (held ? "carried as text" : "not carried"));
  if (!held) return;
  auto path = field.ours.front();
  path.slot = field.texts.front();
  const auto id = target(field, path, n);
  if (making_->has_value(id)) return;
  making_->set(id, trimmed(text));
  making_->mark(cell.leaf, Fate::converted, id, &field);
}

// The reason beside a cell without a value. Beside a value it is none: which of them counts would be a guess.
void CsvFields::read_absent(const Field& field, bool empty) {
  const auto& beside = cells_[field.absent];
  const auto text = trimmed(beside.text);
  if (text.empty()) return;
  if (empty) {
    read_missing(field, beside, text);
    return;
  }
  codes_.assign(1, text);
  if (plan_.tables[field.missing].from_theirs(codes_) != nullptr)
    issue(Severity::warning, "mapping.absent.contradicts", field.absent, beside.at,
          "this says why there is no value in the column `" + plan_.columns[field.columns.front()].name + "`, but there is one; correct either");
}

// "8", "9", "99": why there is no value.
bool CsvFields::read_missing(const Field& field, const Cell& cell, std::string_view text) {
  codes_.assign(1, text);
  const auto* row = plan_.tables[field.missing].from_theirs(codes_);
  if (row == nullptr) return false;
  auto path = field.ours.front();
  if (!field.concepts.empty() && field.concepts.front() != kNone) path.slot = field.concepts.front();
  making_->touch(path.variable);
  const auto id = making_->absent_at(path, row->ours.front());
  making_->mark(cell.leaf, Fate::converted, id, &field);
  return true;
}

void CsvFields::read_tuple(const Field& field) {
  codes_.clear();
  std::vector<const Cell*> cells;
  bool any = false;
  for (const auto column : field.columns) {
    codes_.push_back(trimmed(cells_[column].text));
    if (!cells_[column].text.empty()) cells.push_back(&cells_[column]);
    any = any || !codes_.back().empty();
  }
  if (!any) {
    if (has(field.required, Way::receiving))
      issue(Severity::error, "mapping.value.missing", field.columns.front(), cells_[field.columns.front()].at,
            "this cell must not be empty, unless one that goes with it says the same");
    return;
  }
  if (const auto* row = plan_.tables[field.codes].from_theirs(codes_, making_->day())) return place_codes(field, *row, cells, 0);
  issue(has(field.required, Way::receiving) ? Severity::error : Severity::warning, "mapping.code.unknown", field.columns.front(), cells.front()->at,
        "this combination of codes is not in the table `" + plan_.tables[field.codes].name + "`; it is not carried");
}

void CsvFields::read_constant(const Field& field) {
  const auto& cell = cells_[field.columns.front()];
  if (cell.text.empty()) return;
  if (trimmed(cell.text) == field.constant) return making_->ignore(cell.leaf, "plumbing");
  issue(Severity::warning, "mapping.const.differs", field.columns.front(), cell.at,
        "this column is expected to say `" + field.constant + "` on every row");
}

// A fixed value belongs to an instance that is there for another reason.
void CsvFields::read_fixed(const Field& field) { making_->fixed(field.ours.front(), field.constants); }

}  // namespace caseway::mapping
