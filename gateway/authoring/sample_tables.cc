#include "authoring/sample_tables.h"

#include <algorithm>

#include "authoring/sample_header.h"
#include "formats/xlsx.h"
#include "mapping/spelling.h"
#include "mapping/tables/workbook.h"
#include "mapping/through.h"
#include "mapping/unpacking.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

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
  while (reader.next(row)) rows.add_row(reader.line(), row);
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

}  // namespace caseway::authoring
