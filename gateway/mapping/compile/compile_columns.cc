// A code table of several columns: one crosswalk for many systems, of which a field takes two sides.
//
//   codes:
//     referral_status: { columns: [word, status, bser], rows: [ [scheduled, in-progress, ["5.1.1", "5.1.2"]], ... ] }
//   fields:
//     - { theirs: status, ours: task.status, codes: { table: referral_status, theirs: word, ours: status } }
//
// A cell may hold several codes: the first is written, all are read. An empty cell (~) has no counterpart: the row is left out, or where a side takes
// several columns and another of them has a code, that place stays empty. A code that stands in several rows means the first of them; where one of
// several places is empty, the first row that agrees with the others counts. Each pick becomes a table of its own, with its rows marked for one
// direction where it must be.
#include <algorithm>
#include <set>

#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

using Codes = std::vector<std::string>;

// Every way to say a row in these columns, the written one first; none when it says nothing there.
std::vector<Codes> spellings(const ConfigNode& row, const std::vector<std::size_t>& columns) {
  std::vector<Codes> made{{}};
  if (std::all_of(columns.begin(), columns.end(), [&](std::size_t column) { return row.items[column].kind == ConfigNode::Kind::null; })) return {};
  for (const auto column : columns) {
    const auto& cell = row.items[column];
    Codes codes;
    if (cell.kind == ConfigNode::Kind::scalar) codes.push_back(cell.scalar);
    for (const auto& item : cell.items) codes.push_back(item.scalar);
    if (codes.empty()) codes.emplace_back();
    std::vector<Codes> longer;
    for (const auto& code : codes)
      for (auto each : made) {
        each.push_back(code);
        longer.push_back(std::move(each));
      }
    made = std::move(longer);
  }
  return made;
}

Way with(Way way, bool condition, Way more) { return condition ? static_cast<Way>(static_cast<unsigned>(way) | static_cast<unsigned>(more)) : way; }

}  // namespace

void Compiler::declare_wide(const std::string& name, const ConfigNode& node) {
  WideTable table{{}, node.find("rows"), file_};
  const auto* columns = node.find("columns");
  for (const auto& column : columns->items) table.columns.push_back(column.scalar);
  known_keys(node, {"columns", "rows", "title"}, "a code table of several columns");
  if (table.columns.size() < 2 || table.node == nullptr || table.node->kind != ConfigNode::Kind::list)
    return fault(node.at, "a code table of several columns needs `columns:`, their names, and `rows:`, a list with a cell for each");
  for (const auto& row : table.node->items)
    if (row.kind != ConfigNode::Kind::list || row.items.size() != table.columns.size())
      return fault(row.at, "a row of `" + name + "` has " + std::to_string(table.columns.size()) + " cells, one for each column; write ~ for none");
  if (!wide_tables_.emplace(name, std::move(table)).second) fault(node.key_at, "the code table `" + name + "` is there twice");
}

Index Compiler::codes_of(const ConfigNode& name) {
  if (name.kind == ConfigNode::Kind::map) return pick(name);
  if (const auto wide = wide_tables_.find(name.scalar); wide != wide_tables_.end()) {
    fault(name.at, "`" + name.scalar + "` has several columns; pick two sides, { table: " + name.scalar + ", theirs: " + wide->second.columns[0] +
                       ", ours: " + wide->second.columns[1] + " }");
    return kNone;
  }
  return find_table(name.scalar, name.at);
}

std::vector<std::size_t> Compiler::picked_columns(const WideTable& table, const ConfigNode& names) {
  std::vector<std::size_t> made;
  const std::vector<ConfigNode> one{names};
  for (const auto& name : names.kind == ConfigNode::Kind::list ? names.items : one) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name.scalar);
    if (found == table.columns.end()) {
      fault(name.at, "the code table has no column `" + name.scalar + "`" +
                         suggestion(name.scalar, std::vector<std::string_view>(table.columns.begin(), table.columns.end())));
      return {};
    }
    made.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  return made;
}

Index Compiler::pick(const ConfigNode& picked) {
  if (!known_keys(picked, {"table", "theirs", "ours", "system"}, "`codes`")) return kNone;
  const std::string wanted(picked.text("table"));
  const auto wide = wide_tables_.find(wanted);
  if (wide == wide_tables_.end() || picked.find("theirs") == nullptr || picked.find("ours") == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& each : wide_tables_) known.push_back(each.first);
    fault(picked.at, wide == wide_tables_.end() ? "there is no code table of several columns `" + wanted + "`" + suggestion(wanted, known)
                                                : "`codes` picks two sides of a table: { table: " + wanted + ", theirs: COLUMN, ours: COLUMN }");
    return kNone;
  }
  const auto theirs = picked_columns(wide->second, *picked.find("theirs"));
  const auto ours = picked_columns(wide->second, *picked.find("ours"));
  if (theirs.empty() || ours.empty()) return kNone;

  CodeTable table;
  table.name = wanted;
  table.picked = true;
  std::set<Codes> read, written;
  for (const auto& row : wide->second.node->items) {
    const auto their_codes = spellings(row, theirs);
    const auto our_codes = spellings(row, ours);
    for (const auto& from : their_codes)
      for (const auto& to : our_codes) {
        CodeTable::Row made{from, to, Way::neither, {}, {}, row.at};
        made.only = with(made.only, to == our_codes.front() && read.insert(from).second, Way::receiving);
        made.only = with(made.only, from == their_codes.front() && written.insert(to).second, Way::sending);
        table.rows.push_back(std::move(made));
      }
  }
  plan_.tables.push_back(std::move(table));
  return static_cast<Index>(plan_.tables.size() - 1);
}

}  // namespace caseway::mapping
