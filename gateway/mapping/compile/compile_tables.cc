// Related tables of theirs: what each is called, what names its rows, and how a group of fields gets from a row to rows of another table.
#include <algorithm>
#include <utility>

#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// One name or a list of names.
std::vector<ConfigNode> listed(const ConfigNode& node) {
  if (node.kind == ConfigNode::Kind::list) return node.items;
  return {node};
}

}  // namespace

// All names first, so that links may lead to tables declared further down.
void Compiler::read_tables(const ConfigNode& tables, const ConfigNode& theirs) {
  if (plan_.format != Format::csv) return fault(tables.key_at, "`tables` are of csv; an xml document has paths");
  if (tables.kind != ConfigNode::Kind::map || tables.members.empty())
    return fault(tables.at, "`tables` is a map: NAME: { key: COLUMN, links: { OTHER: COLUMN } }");
  for (const char* alone : {"key", "title_rows", "skip_rows", "sheet"})
    if (const auto* node = theirs.find(alone)) fault(node->key_at, "`" + std::string(alone) + "` is for one table; here each table has its own key");
  for (const auto& [name, node] : tables.members) {
    TheirTable made;
    made.name = name;
    made.place = node.key_at;
    plan_.their_tables.push_back(std::move(made));
  }
  const auto* root = theirs.find("root");
  plan_.root_table = root == nullptr ? 0 : find_their_table(*root);
  plan_.root = {};
  if (const auto* package = theirs.find("package")) {
    plan_.zip = package->scalar == "zip";
    if (!plan_.zip && package->scalar != "files")
      fault(package->at,
            "`package` is zip (one file with all tables) or files (a file for each table)" + suggestion(package->scalar, {"zip", "files"}));
  }
  for (Index i = 0; i < tables.members.size(); ++i) read_table(i, tables.members[i].second);
  for (Index i = 0; i < tables.members.size(); ++i)
    if (const auto* links = tables.members[i].second.find("links")) read_links(i, *links);
  table_ = plan_.root_table == kNone ? 0 : plan_.root_table;
}

void Compiler::read_table(Index table, const ConfigNode& node) {
  if (!known_keys(node, {"aliases", "key", "links", "columns", "optional", "make_key", "count", "ignore", "rows"}, "a table")) return;
  auto& made = plan_.their_tables[table];
  if (const auto* aliases = node.find("aliases"))
    for (const auto& alias : listed(*aliases)) made.aliases.push_back(alias.scalar);
  if (const auto* optional = node.find("optional")) {
    made.optional = optional->scalar == "receiving" || node.flag("optional");
    made.written_empty = optional->scalar == "receiving" || !made.optional;
  }
  made.makes_keys = node.flag("make_key");
  if (const auto* reason = node.find("ignore")) made.ignore = ignore_reason(*reason);
  if (const auto* columns = node.find("columns")) columns_of(table, *columns);
  if (const auto* key = node.find("key")) {
    made.keys = columns_of(table, *key);
    for (const auto column : made.keys) plan_.columns[column].key = true;
  }
  if (const auto* count = node.find("count")) {
    made.counts = column_of_key(made, *count);
    if (made.counts != kNone) plan_.columns[made.counts].key = false;  // it need not be sent
  }
  if (const auto* rows = node.find("rows")) {
    const auto* columns = node.find("columns");
    const auto width = columns == nullptr ? 0 : listed(*columns).size();
    for (const auto& row : listed(*rows)) {
      if (row.items.empty() || row.items.size() != width) fault(row.at, "`rows` is a list of rows, each with a value for every one of `columns`");
      read_fixed_row(row, made);
    }
  }
  if (made.makes_keys && made.keys.empty()) fault(node.at, "`make_key` needs `key`, the column that names a row");
}

// The column that counts is one of several that name a row, and makes no key by itself.
Index Compiler::column_of_key(const TheirTable& table, const ConfigNode& name) {
  for (const auto column : table.keys)
    if (table.keys.size() > 1 && !table.makes_keys && plan_.columns[column].name == name.scalar) return column;
  fault(name.at, "`count` is one of the columns of `key`, which has several, of a table without `make_key`");
  return kNone;
}

// [version, ["4.0", "4"]]: the first of several is written, the others are understood.
void Compiler::read_fixed_row(const ConfigNode& row, TheirTable& table) {
  std::vector<std::string> cells;
  for (const auto& cell : row.items) cells.push_back(cell.items.empty() ? cell.scalar : cell.items.front().scalar);
  for (std::size_t i = 0; i < row.items.size(); ++i)
    for (std::size_t n = 1; n < row.items[i].items.size(); ++n) {
      table.also.push_back(cells);
      table.also.back()[i] = row.items[i].items[n].scalar;
    }
  table.fixed.push_back(std::move(cells));
}

void Compiler::read_links(Index table, const ConfigNode& links) {
  if (links.kind != ConfigNode::Kind::map) return fault(links.at, "`links` is a map, { OTHER TABLE: COLUMN } or { OTHER TABLE: [COLUMN, COLUMN] }");
  for (const auto& [name, node] : links.members) {
    ConfigNode called;
    called.scalar = name;
    called.at = node.key_at;
    const auto to = find_their_table(called);
    if (to == kNone) continue;
    const bool several = !node.items.empty() && node.items.front().kind != ConfigNode::Kind::scalar;
    if (!several) read_link(table, to, node, node.key_at);
    for (const auto& one : several ? node.items : std::vector<ConfigNode>()) read_link(table, to, one, one.at);
  }
}

void Compiler::read_link(Index table, Index to, const ConfigNode& node, Position at) {
  const bool some = node.kind == ConfigNode::Kind::map;
  if (some && (!known_keys(node, {"columns", "when"}, "a link") || node.find("columns") == nullptr))
    return fault(node.at, "a link of some rows is { columns: COLUMN, when: { COLUMN: value } }");
  const auto& columns = some ? *node.find("columns") : node;
  Link made;
  made.from = table;
  made.to = to;
  made.place = at;
  made.columns = columns_of(table, columns);
  if (const auto* when = some ? node.find("when") : nullptr) made.when = tests_of(table, *when);
  const auto& named = plan_.their_tables[to];
  if (named.keys.empty())
    fault(at, "the table `" + named.name + "` has no `key`, so nothing can lead to its rows");
  else if (named.keys.size() != made.columns.size())
    fault(columns.at, "a row of `" + named.name + "` is named by " + std::to_string(named.keys.size()) +
                          (named.keys.size() == 1 ? " column" : " columns") + "; the link has " + std::to_string(made.columns.size()));
  plan_.links.push_back(std::move(made));
}

std::vector<Index> Compiler::columns_of(Index table, const ConfigNode& names) {
  const auto around = table_;
  table_ = table;
  std::vector<Index> made;
  for (const auto& name : listed(names)) made.push_back(column(name.scalar, name.at));
  table_ = around;
  return made;
}

std::vector<CellTest> Compiler::tests_of(Index table, const ConfigNode& when) {
  const auto around = std::exchange(table_, table);
  auto made = cell_tests(when);
  table_ = around;
  return made;
}

Index Compiler::find_their_table(const ConfigNode& name) {
  std::vector<std::string_view> known;
  for (Index i = 0; i < plan_.their_tables.size(); ++i) {
    if (plan_.their_tables[i].name == name.scalar) return i;
    known.push_back(plan_.their_tables[i].name);
  }
  fault(name.at, "there is no table `" + name.scalar + "` under `tables:`" + suggestion(name.scalar, known));
  return kNone;
}

// `each: phones` or `within: organizations`: the rows that lead to the row around, or the row that the row around leads to.
void Compiler::read_related_group(const ConfigNode& node, const ConfigNode& what, Field& field) {
  const auto table = find_their_table(what);
  if (table == kNone) return;
  if (node.flag("alone")) return read_alone_group(node, table, field);
  const auto* via = node.find("via");
  std::vector<Index> ways;
  for (Index i = 0; i < plan_.links.size(); ++i) {
    const auto& link = plan_.links[i];
    const bool leads = (link.from == table && link.to == table_) || (link.from == table_ && link.to == table);
    if (!leads) continue;
    if (via == nullptr || normalised_header(plan_.columns[link.columns.back()].name) == normalised_header(via->scalar)) ways.push_back(i);
  }
  const auto& around = plan_.their_tables[table_].name;
  if (ways.empty())
    return fault(what.at, "no link leads from `" + around + "` to `" + what.scalar + "` or back" + (via == nullptr ? "" : " by that column") +
                              "; say under `tables:` which column does");
  if (ways.size() > 1) return fault(what.at, "several links lead between `" + around + "` and `" + what.scalar + "`; say which with `via: COLUMN`");
  field.link = ways.front();
  field.leads_out = plan_.links[field.link].from == table_ && (plan_.links[field.link].to != table_ || field.within);
  if (field.within && !field.leads_out) fault(what.at, "many rows of `" + what.scalar + "` may lead to one of `" + around + "`; use `each`");
  table_ = table;
}

// `each: organizations, alone: true`: the rows that no document has used.
void Compiler::read_alone_group(const ConfigNode& node, Index table, Field& field) {
  if (field.within || table_ != plan_.root_table || descended_ > 0 || table == plan_.root_table)
    fault(node.at, "`alone` is for an `each` of the document: rows of another table that nothing leads to");
  if (node.find("ours") == nullptr) fault(node.at, "`alone` needs `ours:`, the resource that such a row is");
  field.alone = table;
  table_ = table;
}

// `within: people, is: patient`: the row that the row around leads to is a variable declared further out.
Index Compiler::row_variable(const ConfigNode& name, const Field& field, const Scope& scope) {
  const auto variable = scope.find(name.scalar);
  if (!field.within || field.link == kNone || variable == kNone || !plan_.variables[variable].resource)
    fault(name.at, "`is` says of `within: TABLE` which resource the row is; `" + name.scalar + "` must be one declared further out");
  return variable;
}

// Every table is somebody's, and the columns of each stand in the order in which they were named.
void Compiler::finish_tables() {
  if (plan_.their_tables.empty()) return;
  std::vector<char> used(plan_.their_tables.size(), 0);
  if (plan_.root_table != kNone) used[plan_.root_table] = 1;
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields)
      if (field.alone != kNone)
        used[field.alone] = 1;
      else if (field.link != kNone)
        used[field.leads_out ? plan_.links[field.link].to : plan_.links[field.link].from] = 1;
  for (Index i = 0; i < plan_.their_tables.size(); ++i) {
    auto& table = plan_.their_tables[i];
    for (Index c = 0; c < plan_.columns.size(); ++c)
      if (plan_.columns[c].table == i) {
        table.columns.push_back(c);
        if (!plan_.columns[c].read_only) table.written.push_back(c);
      }
    if (!used[i] && table.ignore.empty() && table.fixed.empty() && faults_.empty())
      fault(table.place, "no field reads the table `" + table.name + "`: use it in `each: " + table.name + "`, or give it `ignore:` with a reason");
    if (used[i] && (!table.ignore.empty() || !table.fixed.empty()))
      fault(table.place, "the table `" + table.name + "` is " + (table.fixed.empty() ? "ignored" : "always the same") + ", but fields read it");
  }
}

}  // namespace caseway::mapping
