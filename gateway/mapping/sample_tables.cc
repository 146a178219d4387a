#include "mapping/sample_tables.h"

#include <algorithm>

#include "formats/xlsx.h"
#include "mapping/plain_names.h"
#include "mapping/spelling.h"
#include "mapping/through.h"
#include "mapping/unpacking.h"
#include "mapping/workbook.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kLongestHeader = 80;

std::size_t filled_cells(const formats::Table& rows, std::size_t row) {
  std::size_t filled = 0;
  for (std::size_t c = 0; c < rows.width(row); ++c) filled += trimmed(rows.cell(row, c).text).empty() ? 0u : 1u;
  return filled;
}

// The first row that is nearly as wide as the widest near it: titles have a cell or two.
std::size_t header_of(const formats::Table& rows) {
  std::size_t widest = 0;
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.rows(), 2 * kMostTitles); ++r) widest = std::max(widest, filled_cells(rows, r));
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.rows(), kMostTitles + 1); ++r)
    if (filled_cells(rows, r) * 2 >= widest) return r;
  return 0;
}

formats::Table read_csv(const Part& part, std::uint32_t titles, const Context& context, Issues& issues) {
  formats::CsvDialect dialect;
  dialect.title_rows = titles;
  formats::CsvReader reader(part.bytes, dialect, context.limits, issues);
  formats::Table rows;
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) {
    rows.begin_row(reader.line());
    for (const auto& cell : row) rows.add(cell.text, cell.kind, cell.at);
  }
  return rows;
}

constexpr std::size_t kTitleCells = 2;  // a row of so few cells above wider ones is a title

// Titles hide the delimiter: below them it is looked for again.
SampleTable csv_table(const Part& part, const Context& context) {
  SampleTable table;
  table.name = part.name.substr(0, part.name.rfind('.'));
  for (std::uint32_t titles = 0; titles <= kMostTitles; ++titles) {
    Issues issues;
    auto rows = read_csv(part, titles, context, issues);
    const auto wide = rows.rows() > 0 ? filled_cells(rows, 0) : 0;
    if (titles > 0 && wide <= kTitleCells) continue;
    table.rows = std::move(rows);
    if (wide <= kTitleCells) continue;
    for (const auto& issue : issues.all()) context.issues->add(issue);
    break;
  }
  return table;
}

// What cannot be the name of a column: dates, telephone numbers, e-mail addresses, identifiers, long texts.
bool is_value(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool number = digits > 0 && static_cast<std::size_t>(digits) == text.size();
  return number || characters(text) > kLongestHeader || digits > 5 || text.find('@') != std::string_view::npos;
}

bool repeats_below(const SampleTable& table, std::size_t column) {
  const auto text = trimmed(table.rows.cell(table.header, column).text);
  for (auto row = table.header + 1; row < table.rows.rows() && !text.empty(); ++row)
    if (trimmed(table.rows.cell(row, column).text) == text) return true;
  return false;
}

// Of a file without a header no value is taken for a name: neither what looks like one, nor a row of words that stand in their columns again.
bool has_header(const SampleTable& table, const Context& context) {
  const auto width = table.rows.width(table.header);
  std::size_t values = 0, repeated = 0, first = width;
  for (std::size_t c = 0; c < width; ++c) {
    const bool value = is_value(trimmed(table.rows.cell(table.header, c).text));
    const bool again = repeats_below(table, c);
    values += value ? 1u : 0u;
    repeated += again ? 1u : 0u;
    if ((value || again) && first == width) first = c;
  }
  // A row alone may be a header or somebody's data: it is a header when one of its words is the name of something.
  bool named = table.data_rows() > 0;
  for (std::size_t c = 0; c < width && !named; ++c) named = plain_place(trimmed(table.rows.cell(table.header, c).text)).has_value();
  if (values == 0 && repeated * 3 < width && named) return true;
  context.issues->add(
      Severity::error, "mapping.init.header",
      {table.name + ", row " + std::to_string(table.rows.line(table.header)) + ", column " + std::to_string(first == width ? 1 : first + 1), 0, 0},
      "this cell of the first row looks like a value, not like the name of a column; send a sample with a header row");
  return false;
}

}  // namespace

std::vector<SampleTable> sample_tables(const std::vector<Part>& sample, const Context& context) {
  std::vector<SampleTable> tables;
  Payload payload(sample);
  Unpacking parts(payload, context);
  while (const Part* part = parts.next()) {
    if (formats::is_workbook(part->bytes)) {
      formats::Workbook book(context.limits);
      if (!book.open(part->bytes, *context.issues)) continue;
      for (const auto& sheet : book.sheets()) {
        SampleTable table;
        table.name = sheet.name;
        if (sheet.hidden || !book.read(sheet, table.rows, *context.issues)) continue;
        table.header = header_of(table.rows);
        if (table.data_rows() == 0 && book.sheets().size() > 1) continue;  // words about the others
        tables.push_back(std::move(table));
      }
    } else {
      tables.push_back(csv_table(*part, context));
    }
  }
  std::erase_if(tables, [&](const SampleTable& table) { return table.rows.rows() == 0 || !has_header(table, context); });
  return tables;
}

}  // namespace caseway::mapping
