#include "mapping/tables/shape.h"

#include <algorithm>

#include "fhir/model.h"
#include "formats/config_node.h"
#include "formats/encoding.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"
#include "mapping/tables/repair.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kLongestCode = 24;
constexpr std::size_t kMostShown = 20;   // unknown ones
constexpr std::uint64_t kShownFrom = 2;  // rows; what stands in one may be somebody's own
constexpr std::size_t kLongestHeader = 200;

}  // namespace

ValueKind ColumnShape::mostly() const {
  for (std::size_t i = 1; i < kinds.size(); ++i)
    if (filled > 0 && 10 * kinds[i] >= 9 * filled) return static_cast<ValueKind>(i);
  return filled == 0 ? ValueKind::nothing : ValueKind::text;
}

void ColumnShape::count(std::string_view text, bool date) {
  ++filled;
  const auto kind = date ? ValueKind::date : kind_of(text);
  ++kinds[static_cast<std::size_t>(kind)];
  if (kind != ValueKind::date) return;
  const auto numbers = day_and_month(text);
  first_over_12 += numbers.first > 12 ? 1 : 0;
  second_over_12 += numbers.second > 12 ? 1 : 0;
}

bool CodesSeen::showable(std::string_view code) { return is_token(code) && code.size() <= kLongestCode && formats::is_utf8(code); }

void CodesSeen::tell(const CodeTable& table, std::size_t in_tuple, ColumnShape& shape) const {
  std::vector<std::string_view> all;
  for (const auto row : table.by_theirs)
    if (const auto& code = table.rows[row].theirs[in_tuple]; !code.empty() && std::find(all.begin(), all.end(), code) == all.end())
      all.push_back(code);
  UnknownCode rest{{}, more_, {}};
  for (const auto& [code, seen] : codes_) {
    if (seen.known) {
      shape.codes.push_back(code);
      continue;
    }
    const auto like = formats::nearest(code, all);
    if (shape.unknown.size() < kMostShown && (seen.rows >= kShownFrom || !like.empty()))
      shape.unknown.push_back({code, seen.rows, std::string(like)});
    else
      rest.rows += seen.rows;
  }
  if (rest.rows > 0) shape.unknown.push_back(rest);
  if (!shape.unknown.empty()) shape.table_codes.assign(all.begin(), all.end());
}

ShapeGathering::ShapeGathering(const Plan& plan)
    : plan_(plan),
      code_tables_(plan.columns.size(), kNone),
      places_(plan.columns.size(), 0),
      missing_tables_(plan.columns.size(), kNone),
      joins_(plan.columns.size()) {
  shape_.mapping = plan.name;
  shape_.full_list = plan.full_list;
  shape_.closes = plan.closes_absent;
  shape_.closing = plan.closing;
  shape_.row = plan.closing_row;
  shape_.tables.resize(std::max<std::size_t>(1, plan.their_tables.size()));
  columns_.resize(shape_.tables.size());
  seen_.resize(shape_.tables.size());
  for (std::size_t i = 0; i < plan.their_tables.size(); ++i) shape_.tables[i].name = plan.their_tables[i].name;
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields) {
      if (field.kind != FieldKind::relation || !has(field.ways, Way::receiving)) continue;
      for (std::size_t i = 0; i < field.columns.size(); ++i) {
        const auto column = field.columns[i];
        if (field.codes != kNone) {
          code_tables_[column] = field.codes;
          places_[column] = field.is_tuple() ? i : 0;
        }
        if (field.missing != kNone) missing_tables_[column] = field.missing;
        if (!field.join.empty()) joins_[column] = field.join;
      }
    }
}

std::string place_of_ours(const Plan& plan, const Field& field) {
  if (field.ours.empty() || field.ours.front().variable == kNone) return {};
  const auto& path = field.ours.front();
  std::string steps;
  for (auto at = path.slot; at != kNone; at = plan.slot(path.variable, at).parent)
    if (const auto& slot = plan.slot(path.variable, at); slot.def != kNoDef) steps = "." + std::string(fhir::element(slot.def).name) + steps;
  return plan.variables[path.variable].name + steps;
}

ColumnShape ShapeGathering::column_of(Index column) const {
  ColumnShape made;
  if (column == kNone) return made;
  const auto& what = plan_.columns[column];
  made.column = what.path;
  made.required = has(what.required, Way::receiving) || column == plan_.key || what.key;
  if (code_tables_[column] != kNone) made.table = plan_.tables[code_tables_[column]].name;
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields) {
      const bool here = has(field.ways, Way::receiving) && std::find(field.columns.begin(), field.columns.end(), column) != field.columns.end();
      if (here && made.ours.empty()) made.ours = place_of_ours(plan_, field);
      if (field.convert == nullptr || field.codes != kNone || std::find(field.columns.begin(), field.columns.end(), column) == field.columns.end())
        continue;
      made.expected = kind_expected(field.convert->issue());
      if (made.expected == ValueKind::date) made.accepted = field.convert->forms();
    }
  return made;
}

void ShapeGathering::begin(Index table, const CsvHeader& header) {
  auto& made = shape_.tables[table];
  made.columns.clear();
  columns_[table] = header.columns;
  std::vector<char> there(plan_.columns.size(), 0);
  for (std::size_t c = 0; c < header.columns.size(); ++c) {
    const auto column = header.columns[c];
    made.columns.push_back(column_of(column));
    made.columns.back().header = formats::is_utf8(header.names[c]) ? header.names[c].substr(0, kLongestHeader) : std::string();
    if (column != kNone) there[column] = 1;
    if (column != kNone && column == plan_.key) key_cell_ = c;
  }
  reason_cell_ = header.reason;
  shape_.part = shape_.part || header.reason != CsvHeader::kNowhere;
  seen_[table].assign(made.columns.size(), {});
  for (Index i = 0; i < plan_.columns.size(); ++i)
    if (plan_.columns[i].table == table && !there[i]) made.absent.push_back(column_of(i));
}

bool ShapeGathering::known(Index column, std::string_view code) const {
  if (plan_.tables[code_tables_[column]].has_theirs(code, places_[column]) || plan_.columns[column].meant.contains(code)) return true;
  return missing_tables_[column] != kNone && plan_.tables[missing_tables_[column]].from_theirs({code}) != nullptr;
}

void ShapeGathering::row(Index table, const std::vector<formats::CsvCell>& cells) {
  auto& made = shape_.tables[table];
  ++made.rows;
  if (table == 0 && plan_.full_list && plan_.their_tables.empty()) {
    const auto key = key_cell_ < cells.size() ? trimmed(cells[key_cell_].text) : std::string_view();
    if (key.empty())
      ++shape_.keyless;
    else if (shape_.keys.empty() || shape_.keys.back() != key)
      shape_.keys.emplace_back(key);
  }
  for (std::size_t c = 0; c < std::min(cells.size(), made.columns.size()); ++c) {
    auto& column = made.columns[c];
    const auto text = trimmed(cells[c].text);
    if (text.empty()) continue;
    column.count(text, cells[c].kind == formats::CellKind::date);
    const auto index = columns_[table][c];
    if (index == kNone || code_tables_[index] == kNone) continue;
    auto& seen = seen_[table][c];
    each_piece(text, joins_[index], [&](std::string_view code) { seen.add(code, [&] { return known(index, code); }); });
  }
}

std::string ShapeGathering::json() {
  for (std::size_t table = 0; table < shape_.tables.size(); ++table)
    for (std::size_t c = 0; c < seen_[table].size(); ++c)
      if (const auto index = columns_[table][c]; index != kNone && code_tables_[index] != kNone)
        seen_[table][c].tell(plan_.tables[code_tables_[index]], places_[index], shape_.tables[table].columns[c]);
  if (reason_cell_ < shape_.tables.front().columns.size())  // of a repair file that came back
    shape_.tables.front().columns.erase(shape_.tables.front().columns.begin() + static_cast<std::ptrdiff_t>(reason_cell_));
  std::sort(shape_.keys.begin(), shape_.keys.end());
  shape_.keys.erase(std::unique(shape_.keys.begin(), shape_.keys.end()), shape_.keys.end());
  return shape_json(shape_);
}

}  // namespace caseway::mapping
