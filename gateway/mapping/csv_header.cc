// The header row: which cell is which column of the mapping, what is misspelt and what is missing.
#include <algorithm>
#include <unordered_map>

#include "mapping/csv_reading.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// A header is shown in an issue only when it looks like one; in a file without a header row it would be somebody's value.
bool showable(std::string_view header) {
  if (header.empty() || header.size() > 40) return false;
  return std::all_of(header.begin(), header.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ' ' || c == '-' || c == '.'; });
}

}  // namespace

bool CsvReading::bind_header(const std::vector<formats::CsvCell>& header) {
  std::unordered_map<std::string, Index> known;
  for (Index i = 0; i < plan_.columns.size(); ++i) {
    known.emplace(normalised_header(plan_.columns[i].name), i);
    for (const auto& alias : plan_.columns[i].aliases) known.emplace(normalised_header(alias), i);
  }
  std::vector<char> seen(plan_.columns.size(), 0);
  columns_.clear();
  headers_.clear();
  for (const auto& cell : header) {
    const auto found = known.find(normalised_header(cell.text));
    const auto column = found == known.end() ? kNone : found->second;
    if (column != kNone && seen[column]) {
      issue(Severity::error, "mapping.column.twice", column, cell.at, "this column stands twice in the header; remove or rename one of them");
      broken_ = true;
    }
    if (column != kNone) seen[column] = 1;
    columns_.push_back(column);
    headers_.emplace_back(cell.text);
  }
  key_cell_ = static_cast<std::size_t>(std::find(columns_.begin(), columns_.end(), plan_.key) - columns_.begin());
  std::vector<char> told(columns_.size(), 0);  // a misspelt column is one issue: the error that asks for it names it
  for (Index i = 0; i < plan_.columns.size(); ++i) {
    if (seen[i] || (!has(plan_.columns[i].required, Way::receiving) && i != plan_.key)) continue;
    std::vector<std::string_view> unknown;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      if (columns_[c] == kNone) unknown.push_back(headers_[c]);
    const auto near = formats::nearest(plan_.columns[i].name, unknown);
    std::size_t misspelt = 0;
    while (misspelt < headers_.size() && (near.empty() || headers_[misspelt].data() != near.data())) ++misspelt;
    if (misspelt < headers_.size()) told[misspelt] = 1;
    issue(Severity::error, "mapping.column.missing", i, header[misspelt < header.size() ? misspelt : 0].at,
          "the column `" + plan_.columns[i].name + "` is missing" +
              (near.empty() || !showable(near) ? std::string("; add it to the header row")
                                               : "; is `" + std::string(near) + "` meant to be it? Correct the header"));
    broken_ = true;
  }
  report_unknown(header, told);
  return !broken_;
}

void CsvReading::report_unknown(const std::vector<formats::CsvCell>& header, const std::vector<char>& told) {
  std::vector<std::string_view> names;
  for (const auto& column : plan_.columns) names.push_back(column.name);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c] != kNone || header[c].text.empty() || told[c]) continue;
    const auto near = formats::nearest(header[c].text, names);
    const auto called = showable(header[c].text) ? "`" + headers_[c] + "`" : "column " + std::to_string(c + 1);
    context_.issues->add(
        Severity::warning, "mapping.column.unknown", {"row 1, column " + std::to_string(c + 1), header[c].at.line, header[c].at.column},
        called + " is no column of this file type" +
            (near.empty() ? std::string("; its values are not carried") : "; did you mean `" + std::string(near) + "`? Its values are not carried"));
  }
}

// Columns of the fields that stand outside groups of rows.
void CsvReading::find_document_columns(Index block) {
  for (const auto& field : plan_.blocks[block].fields) {
    for (const auto column : field.columns) document_columns_[column] = 1;
    for (const auto& alternative : field.alternatives) find_document_columns(alternative.block);
    if (field.kind == FieldKind::call || (field.kind == FieldKind::group && field.up_to > 0)) find_document_columns(field.block);
  }
}

}  // namespace caseway::mapping
