#include "mapping/tables/rule_rows.h"

#include <algorithm>

#include "mapping/spelling.h"

namespace caseway::mapping {

DocumentRows::DocumentRows(const Plan& plan) : plan_(plan), where_(plan.columns.size(), kNone) {
  if (plan.rules == nullptr) return;
  const auto use = [&](Index column) {
    if (column == kNone || where_[column] != kNone) return;
    where_[column] = static_cast<Index>(used_.size());
    used_.push_back(column);
  };
  for (const auto& rule : plan.rules->all) {
    for (const auto column : rule.columns) use(column);
    for (const auto& node : rule.nodes) use(node.column);
  }
}

TheirRows::Said DocumentRows::cell(Index column, Row row) const {
  const auto& kept = rows_[row].cells[where_[column]];
  return {trimmed(kept.text), kept.iso};
}

Place DocumentRows::place(Row row, Index, std::span<const Index> columns) const {
  const auto& one = rows_[row];
  const auto at = columns.empty() ? formats::Position{one.line, 1} : one.cells[where_[columns.front()]].at;
  return {one.where + "row " + std::to_string(one.line) + columns_text(plan_, columns), at.line == 0 ? one.line : at.line, at.column};
}

TheirRows::Said RelatedRows::cell(Index column, Row row) const {
  const auto found = related_.cell(column, row);
  return {trimmed(found.text), found.kind == formats::CellKind::date};
}

TheirRows::Row RelatedRows::led_to(Index link, Row from) const {
  const auto row = related_.target(link, from);
  return row < Related::kBroken ? row : kNobody;
}

Place RelatedRows::place(Row row, Index table, std::span<const Index> columns) const {
  const auto line = related_.line(table, row);
  const auto at = columns.empty() ? formats::Position{line, 1} : related_.cell(columns.front(), row).at;
  return {related_.where(table) + "row " + std::to_string(line) + columns_text(plan_, columns), at.line == 0 ? line : at.line, at.column};
}

WrittenRows::WrittenRows(const Plan& plan, const std::vector<Table>& tables) : plan_(plan), tables_(tables), cell_of_(plan.columns.size(), kNowhere) {
  for (const auto& table : plan.their_tables)
    for (std::size_t i = 0; i < table.written.size(); ++i) cell_of_[table.written[i]] = i;
  for (const auto& link : plan.links) {
    std::unordered_map<std::string, Row> named;
    for (Row row = 0; row < tables[link.to].size(); ++row) named.emplace(joined(row, plan.their_tables[link.to].keys), row);
    auto& sources = sources_.emplace_back(tables[link.to].size());
    auto& targets = targets_.emplace_back();
    for (Row row = 0; row < tables[link.from].size(); ++row) {
      const auto found = leads(link, row) ? named.find(joined(row, link.columns)) : named.end();
      targets.push_back(found == named.end() ? kNobody : found->second);
      if (found != named.end()) sources[found->second].push_back(row);
    }
  }
}

bool WrittenRows::leads(const Link& link, Row row) const {
  return std::all_of(link.when.begin(), link.when.end(), [&](const CellTest& test) {
    return std::find(test.values.begin(), test.values.end(), cell(test.column, row).text) != test.values.end();
  });
}

std::string WrittenRows::joined(Row row, const std::vector<Index>& columns) const {
  std::string text;
  for (const auto column : columns) (text += cell(column, row).text) += '\x1f';
  return text;
}

TheirRows::Said WrittenRows::cell(Index column, Row row) const {
  if (cell_of_[column] == kNowhere) return {};
  return {trimmed(tables_[plan_.columns[column].table][row][cell_of_[column]])};
}

// The file is not there yet: its header will be row 1.
Place WrittenRows::place(Row row, Index table, std::span<const Index> columns) const {
  return {"written table " + plan_.their_tables[table].name + ", row " + std::to_string(row + 2) + columns_text(plan_, columns), row + 2, 0};
}

}  // namespace caseway::mapping
