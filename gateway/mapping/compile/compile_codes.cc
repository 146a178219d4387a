// Code tables: read, sorted for both directions, checked for codes that stand twice and for codes outside a required set.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "fhir/model.h"
#include "mapping/compile/compiler.h"
#include "mapping/compile/concept_map.h"
#include "mapping/prescribed.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

namespace caseway::mapping {

namespace {

int compare(const std::vector<std::string>& row, const std::vector<std::string_view>& codes) {
  for (std::size_t i = 0; i < row.size() && i < codes.size(); ++i)
    if (const int c = std::string_view(row[i]).compare(codes[i]); c != 0) return c;
  return 0;
}

const CodeTable::Row* look_up(const CodeTable& table, const std::vector<Index>& order, std::vector<std::string> CodeTable::Row::*side,
                              const std::vector<std::string_view>& codes, std::optional<std::string_view> day) {
  auto found =
      std::lower_bound(order.begin(), order.end(), codes, [&](Index row, const auto& wanted) { return compare(table.rows[row].*side, wanted) < 0; });
  for (; found != order.end() && compare(table.rows[*found].*side, codes) == 0; ++found)
    if (!day || table.rows[*found].valid.covers(*day)) return &table.rows[*found];
  return nullptr;
}

// In a crosswalk an empty place says nothing: the first row counts that the others agree with.
const CodeTable::Row* first_that_agrees(const CodeTable& table, std::vector<std::string> CodeTable::Row::*side, Way way,
                                        const std::vector<std::string_view>& codes, std::optional<std::string_view> day) {
  for (const auto& row : table.rows) {
    bool agrees = has(row.only, way) && (!day || row.valid.covers(*day));
    for (std::size_t i = 0; i < codes.size() && agrees; ++i) agrees = codes[i].empty() || codes[i] == (row.*side)[i];
    if (agrees) return &row;
  }
  return nullptr;
}

std::vector<std::string> names_of_systems(const ConfigNode* node) {
  std::vector<std::string> made;
  if (node == nullptr) return made;
  if (node->kind == ConfigNode::Kind::scalar) made.push_back(node->scalar);
  for (const auto& item : node->items) made.push_back(item.scalar);
  return made;
}

}  // namespace

const CodeTable::Row* CodeTable::from_theirs(const std::vector<std::string_view>& codes, std::optional<std::string_view> day) const {
  const auto* whole = look_up(*this, by_theirs, &Row::theirs, codes, day);
  if (whole != nullptr || !picked || codes.size() == 1) return whole;
  return first_that_agrees(*this, &Row::theirs, Way::receiving, codes, day);
}
const CodeTable::Row* CodeTable::from_ours(const std::vector<std::string_view>& codes, std::optional<std::string_view> day) const {
  const auto* whole = look_up(*this, by_ours, &Row::ours, codes, day);
  if (whole != nullptr || !picked) return whole;
  return first_that_agrees(*this, &Row::ours, Way::sending, codes, day);
}

bool CodeTable::has_theirs(std::string_view code, std::size_t place) const {
  if (rows.empty() || rows.front().theirs.size() == 1) return from_theirs({code}) != nullptr;
  return std::any_of(by_theirs.begin(), by_theirs.end(),
                     [&](Index row) { return place < rows[row].theirs.size() && rows[row].theirs[place] == code; });
}

void Compiler::declare_codes(const ConfigNode& codes) {
  for (const auto& member : codes.members) {
    if (member.second.find("columns") != nullptr) {
      declare_wide(member.first, member.second);
      continue;
    }
    for (const auto& table : plan_.tables)
      if (table.name == member.first) fault(member.second.key_at, "the code table `" + member.first + "` is there twice");
    CodeTable table;
    table.name = member.first;
    table.file = file_;
    const auto& node = member.second;
    const auto* rows = &node;
    if (node.kind == ConfigNode::Kind::map) {
      known_keys(node, {"system", "theirs", "rows", "title", "concept_map"}, "a code table");
      for (auto& name : names_of_systems(node.find("system"))) {
        const auto* known = system_by_name(name);
        if (known == nullptr && !name.empty() && name.find(':') == std::string::npos)
          fault(node.find("system")->at, "`" + name + "` is no system that is known by a short name; write its URI");
        table.systems.push_back(known != nullptr ? std::string(known->uri) : name);
      }
      for (auto& name : names_of_systems(node.find("theirs"))) {
        const auto* known = system_by_name(name);
        table.their_systems.push_back(known != nullptr ? std::string(known->oid) : name);
      }
      rows = node.find("rows");
      if (const auto* map = node.find("concept_map")) {
        read_map_file(*map, table);
        plan_.tables.push_back(std::move(table));
        continue;
      }
    }
    if (rows == nullptr || rows->kind != ConfigNode::Kind::list) {
      fault(node.at, "a code table needs `rows:`, a list of [theirs, ours]");
      continue;
    }
    for (const auto& row : rows->items) read_row(table, row);
    plan_.tables.push_back(std::move(table));
  }
}

// A ConceptMap in JSON beside the mapping; a fault of it stands where it is named.
void Compiler::read_map_file(const ConfigNode& name, CodeTable& table) {
  const auto path = (std::filesystem::path(plan_.files[file_]).parent_path() / name.scalar).string();
  if (!MappingFiles::exists(path)) return fault(name.at, "the ConceptMap `" + name.scalar + "` is not there; it is looked for beside this file");
  try {
    const auto why_not = read_concept_map(read_.at(path), table);
    if (!why_not.empty()) fault(name.at, "`" + name.scalar + "`: " + why_not);
  } catch (const ConfigError& error) {
    faults_.push_back(error);
  }
}

// [theirs..., ours..., { only: ... }]; where theirs ends is known when the table is used.
void Compiler::read_row(CodeTable& table, const ConfigNode& node) {
  CodeTable::Row row;
  row.place = node.at;
  if (node.kind != ConfigNode::Kind::list) {
    fault(node.at, "a row of a code table is a list: [theirs, ours]");
    return;
  }
  for (const auto& item : node.items) {
    if (item.kind == ConfigNode::Kind::map) {
      known_keys(item, {"only", "display", "doc", "valid_from", "valid_until"}, "a row's options");
      row.only = way(item, "only", Way::both);
      row.display = item.text("display");
      row.valid = validity(item);
    } else {
      row.theirs.push_back(item.scalar);
    }
  }
  table.rows.push_back(std::move(row));
}

// Splits the rows at the use of the table and sorts them for each direction.
void Compiler::finish_table(Index index, std::size_t theirs, std::size_t ours, Position used_at) {
  auto& table = plan_.tables[index];
  for (auto& row : table.rows) {
    if (row.theirs.size() == theirs && row.ours.size() == ours) continue;                                                  // used before
    if (row.ours.empty() && row.theirs.size() == 1 && theirs == 1 && ours == 1) row.theirs.push_back(row.theirs.front());  // the same on both sides
    if (!row.ours.empty() || row.theirs.size() != theirs + ours) {
      fault(used_at, "the code table `" + table.name + "` is used for " + std::to_string(theirs) + " of theirs and " + std::to_string(ours) +
                         " of ours, but its row in line " + std::to_string(row.place.line) + " has " +
                         std::to_string(row.theirs.size() + row.ours.size()) + " codes");
      return;
    }
    row.ours.assign(row.theirs.begin() + static_cast<std::ptrdiff_t>(theirs), row.theirs.end());
    row.theirs.resize(theirs);
  }
  table.systems.resize(ours);
  table.their_systems.resize(theirs);
  if (!table.by_theirs.empty() || !table.by_ours.empty()) return;
  for (Index i = 0; i < table.rows.size(); ++i) {
    if (has(table.rows[i].only, Way::receiving)) table.by_theirs.push_back(i);
    if (has(table.rows[i].only, Way::sending)) table.by_ours.push_back(i);
  }
  const auto same_code_and_day = [&](std::size_t i, const std::vector<Index>& order, std::vector<std::string> CodeTable::Row::*side) {
    for (auto before = i; before-- > 0 && table.rows[order[before]].*side == table.rows[order[i]].*side;)
      if (!table.rows[order[before]].valid.apart(table.rows[order[i]].valid)) return true;
    return false;
  };
  const auto sort = [&](std::vector<Index>& order, std::vector<std::string> CodeTable::Row::*side, std::string_view whose, std::string_view other) {
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return table.rows[a].*side < table.rows[b].*side; });
    for (std::size_t i = 1; i < order.size(); ++i)
      if (const auto& row = table.rows[order[i]]; same_code_and_day(i, order, side))
        fault(row.place, "the code `" + (row.*side).front() + "` of " + std::string(whose) + " stands twice in `" + table.name +
                             "`; mark one of the rows { only: " + std::string(other) + " }");
  };
  sort(table.by_theirs, &CodeTable::Row::theirs, "theirs", "sending");
  sort(table.by_ours, &CodeTable::Row::ours, "ours", "receiving");
}

Index Compiler::find_table(std::string_view name, Position at) {
  std::vector<std::string_view> known;
  for (Index i = 0; i < plan_.tables.size(); ++i) {
    if (plan_.tables[i].name == name) return i;
    known.push_back(plan_.tables[i].name);
  }
  fault(at, "there is no code table `" + std::string(name) + "` under `codes:`" + suggestion(name, known));
  return kNone;
}

// `missing: hmis` is known without a table: HUD's 8, 9 and 99.
Index Compiler::missing_table(const ConfigNode& node) {
  bool declared = false;
  for (const auto& table : plan_.tables) declared = declared || table.name == node.scalar;
  if (!declared && node.scalar == "hmis") {
    CodeTable table;
    table.name = "hmis";
    for (const auto& [theirs, ours] : {std::pair{"8", "asked-unknown"}, std::pair{"9", "asked-declined"}, std::pair{"99", "not-asked"}})
      table.rows.push_back({{theirs}, {ours}, Way::both, {}, {}, node.at});
    plan_.tables.push_back(std::move(table));
  }
  const auto found = find_table(node.scalar, node.at);
  if (found != kNone) finish_table(found, 1, 1, node.at);
  return found;
}

// The codes that may stand at a place; none: any.
std::vector<std::string_view> Compiler::prescribed(const OursPath& path, std::string_view& element) const {
  if (path.def == kNoDef || path.type == kNoType || fhir::type(path.type).name != "code") return {};
  element = fhir::element(path.def).name;
  if (const auto list = fhir::element(path.def).codes; list != 0) return {fhir::codes(list).begin(), fhir::codes(list).end()};
  if (path.slot == kNone || element != "code") return {};
  const auto coding = plan_.slot(path.variable, path.slot).parent;
  const auto around = coding == kNone ? kNone : plan_.slot(path.variable, coding).parent;
  if (around == kNone) return {};
  const auto concept_element = plan_.slot(path.variable, around).def;
  const auto codes = prescribed_codes(concept_element);
  if (!codes.empty()) element = fhir::element(concept_element).name;
  return {codes.begin(), codes.end()};
}

void Compiler::check_code(const OursPath& path, std::string_view code, Position at) {
  std::string_view element;
  const auto allowed = prescribed(path, element);
  if (allowed.empty() || code.empty() || std::find(allowed.begin(), allowed.end(), code) != allowed.end()) return;
  fault(at, "`" + std::string(code) + "` is not in the required code list of " + std::string(element) + suggestion(code, allowed));
}

// Each row in the file of its table.
void Compiler::check_required_codes(const CodeTable& table, std::size_t column, const OursPath& path) {
  const auto used_in = std::exchange(file_, table.file);
  for (const auto& row : table.rows)
    if (column < row.ours.size()) check_code(path, row.ours[column], row.place);  // a row of the wrong width has its fault already
  file_ = used_in;
}

}  // namespace caseway::mapping
