#include "mapping/tables/plain_fields.h"

#include <algorithm>
#include <bit>

namespace caseway::mapping {

CodeIndex::CodeIndex(const CodeTable& table) : rows_(std::bit_ceil(2 * table.by_theirs.size() + 1), nullptr) {
  for (const auto row : table.by_theirs) {
    auto at = hash(table.rows[row].theirs.front()) & (rows_.size() - 1);
    while (rows_[at] != nullptr) at = (at + 1) & (rows_.size() - 1);
    rows_[at] = &table.rows[row];
  }
}

// Codes are short, and differ at their ends.
std::size_t CodeIndex::hash(std::string_view code) {
  std::size_t hash = code.size();
  for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ hash >> 32;
}

const CodeTable::Row* CodeIndex::find(std::string_view code) const {
  for (auto at = hash(code) & (rows_.size() - 1); rows_[at] != nullptr; at = (at + 1) & (rows_.size() - 1))
    if (rows_[at]->theirs.front() == code) return rows_[at];
  return nullptr;
}

ReadFields::ReadFields(const Plan& plan) : plan_(plan), codes_(plan.tables.size()), blocks_(plan.blocks.size()) {
  for (std::size_t block = 0; block < plan.blocks.size(); ++block)
    for (const auto& field : plan.blocks[block].fields)
      if (has(field.ways, Way::receiving)) blocks_[block].push_back(look_at(field));
}

// Which of it is valid is for the day of the document to say.
bool ReadFields::is_dated(const Field& field) const {
  if (field.valid.limited() || field.codes == kNone) return field.valid.limited();
  const auto& rows = plan_.tables[field.codes].rows;
  return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.valid.limited(); });
}

ReadField ReadFields::look_at(const Field& field) {
  ReadField made;
  made.field = &field;
  made.rows = field.kind == FieldKind::group && field.up_to == 0;
  const bool one = (field.columns.size() == 1 && !field.numbered) || field.by_group;
  made.plain = field.kind == FieldKind::relation && one && field.ours.size() == 1 && field.cells.empty() && field.missing == kNone &&
               field.absent == kNone && field.join.empty() && field.digits == 0 && !field.ours.front().each && !field.asks_what_it_read() &&
               !is_dated(field);
  if (!made.plain) return made;
  made.identifier = field.identifier;
  made.required = has(field.required, Way::receiving);
  made.column = field.by_group ? kNone : field.columns.front();
  made.path = &field.ours.front();
  made.convert = field.convert.get();
  if (field.codes == kNone) return made;
  auto& codes = codes_[field.codes];
  if (codes == nullptr) codes = std::make_unique<CodeIndex>(plan_.tables[field.codes]);
  made.codes = codes.get();
  if (field.displays.front() != kNone) made.display = plan_.slot(made.path->variable, field.displays.front()).def;
  return made;
}

}  // namespace caseway::mapping
