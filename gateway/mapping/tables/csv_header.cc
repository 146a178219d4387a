#include "mapping/tables/csv_header.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "mapping/spelling.h"
#include "mapping/tables/repair.h"

namespace caseway::mapping {

namespace {

// A header is shown in an issue only when it looks like one; in a file without a header row it would be somebody's value.
bool showable(std::string_view header) {
  if (header.empty() || header.size() > 40) return false;
  return std::all_of(header.begin(), header.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ' ' || c == '-' || c == '.'; });
}

std::unordered_map<std::string, Index> spellings(const Plan& plan, Index table) {
  std::unordered_map<std::string, Index> known;
  for (Index i = 0; i < plan.columns.size(); ++i) {
    if (plan.columns[i].table != table) continue;
    known.emplace(normalised_header(plan.columns[i].name), i);
    for (const auto& alias : plan.columns[i].aliases) known.emplace(normalised_header(alias), i);
  }
  return known;
}

// A table cannot be read without what names its rows.
bool needed(const Plan& plan, Index column) {
  return has(plan.columns[column].required, Way::receiving) || column == plan.key || plan.columns[column].key;
}

class Binding {
 public:
  Binding(const Plan& plan, Index table, const std::vector<formats::CsvCell>& row, const Where& where, const Context& context, CsvHeader& header)
      : plan_(plan), table_(table), row_(row), where_(where), context_(context), header_(header), told_(row.size(), 0) {}

  bool run() {
    const auto known = spellings(plan_, table_);
    std::vector<char> seen(plan_.columns.size(), 0);
    header_.columns.clear();
    header_.names.clear();
    header_.reason = CsvHeader::kNowhere;
    for (const auto& cell : row_) {
      const auto found = known.find(normalised_header(cell.text));
      const auto column = found == known.end() ? kNone : found->second;
      if (column != kNone && seen[column])
        error("mapping.column.twice", column, cell.at, "this column stands twice in the header; remove or rename one of them");
      if (column != kNone) seen[column] = 1;
      if (column == kNone && is_reason_column(cell.text)) header_.reason = header_.columns.size();
      header_.columns.push_back(column);
      header_.names.emplace_back(cell.text);
    }
    for (Index i = 0; i < plan_.columns.size(); ++i)
      if (plan_.columns[i].table == table_ && !seen[i] && needed(plan_, i)) report_missing(i);
    report_unknown();
    return good_;
  }

 private:
  // A misspelt column is one issue: the error that asks for it names it.
  void report_missing(Index column) {
    std::vector<std::string_view> unknown;
    for (std::size_t c = 0; c < header_.columns.size(); ++c)
      if (header_.columns[c] == kNone) unknown.push_back(header_.names[c]);
    const auto near = formats::nearest(plan_.columns[column].name, unknown);
    std::size_t misspelt = 0;
    while (misspelt < header_.names.size() && (near.empty() || header_.names[misspelt].data() != near.data())) ++misspelt;
    if (misspelt < header_.names.size()) told_[misspelt] = 1;
    error("mapping.column.missing", column, row_[misspelt < row_.size() ? misspelt : 0].at,
          "the column `" + plan_.columns[column].name + "` is missing" +
              (near.empty() || !showable(near) ? std::string("; add it to the header row")
                                               : "; is `" + std::string(near) + "` meant to be it? Correct the header"));
  }

  void report_unknown() {
    std::vector<std::string_view> names;
    for (const auto& column : plan_.columns)
      if (column.table == table_) names.push_back(column.name);
    for (std::size_t c = 0; c < header_.columns.size(); ++c) {
      if (header_.columns[c] != kNone || row_[c].text.empty() || told_[c] || c == header_.reason) continue;
      const auto near = formats::nearest(row_[c].text, names);
      const auto called = showable(row_[c].text) ? "`" + header_.names[c] + "`" : "column " + std::to_string(c + 1);
      context_.issues->add(
          Severity::warning, "mapping.column.unknown",
          {where_ + "row " + std::to_string(row_.front().at.line) + ", column " + std::to_string(c + 1), row_[c].at.line, row_[c].at.column},
          called + " is no column of this file type" +
              (near.empty() ? std::string("; its values are not carried")
                            : "; did you mean `" + std::string(near) + "`? Its values are not carried"));
    }
  }

  void error(std::string_view id, Index column, formats::Position at, std::string text) {
    good_ = false;
    context_.issues->add(Severity::error, id,
                         {where_ + "row " + std::to_string(row_.front().at.line) + ", column " + plan_.columns[column].name, at.line, at.column},
                         std::move(text));
  }

  const Plan& plan_;
  const Index table_;
  const std::vector<formats::CsvCell>& row_;
  const Where& where_;
  const Context& context_;
  CsvHeader& header_;
  std::vector<char> told_;  // by cell: named in an issue already
  bool good_ = true;
};

}  // namespace

bool bind_header(const Plan& plan, Index table, const std::vector<formats::CsvCell>& row, const Where& where, const Context& context,
                 CsvHeader& header) {
  return Binding(plan, table, row, where, context, header).run();
}

HeaderLikeness likeness(const Plan& plan, Index table, const std::vector<formats::CsvCell>& row) {
  const auto spelt = spellings(plan, table);
  std::vector<char> seen(plan.columns.size(), 0);
  HeaderLikeness made;
  for (const auto& cell : row)
    if (const auto found = spelt.find(normalised_header(cell.text)); found != spelt.end() && !seen[found->second]) {
      seen[found->second] = 1;
      ++made.known;
    }
  made.complete = made.known > 0;
  for (Index i = 0; i < plan.columns.size(); ++i)
    if (plan.columns[i].table == table && needed(plan, i) && !seen[i]) made.complete = false;
  return made;
}

Index find_table(const Plan& plan, std::string_view name) {
  const auto word = normalised_header(name);
  for (Index i = 0; i < plan.their_tables.size(); ++i) {
    const auto& table = plan.their_tables[i];
    if (normalised_header(table.name) == word) return i;
    for (const auto& alias : table.aliases)
      if (normalised_header(alias) == word) return i;
  }
  return kNone;
}

bool is_total(const std::vector<formats::CsvCell>& row) {
  static constexpr std::array<std::string_view, 7> kWords{"total", "totals", "grandtotal", "subtotal", "subtotals", "sum", "count"};
  for (const auto& cell : row) {
    if (cell.text.empty()) continue;
    if (cell.text.size() > 20 || std::string_view("tTsSgGcC").find(cell.text.front()) == std::string_view::npos) return false;
    auto word = normalised_header(cell.text);
    if (word.ends_with(':')) word.pop_back();
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  }
  return false;
}

}  // namespace caseway::mapping
