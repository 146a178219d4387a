// Any XML as the sheet, the shared strings and the styles of a workbook; a line of dashes divides the three. Bytes of a ZIP are archive_fuzz's.
#include "formats/encoding.h"
#include "formats/xlsx.h"
#include "formats/zip_writer.h"
#include "fuzz_target.h"

namespace {

std::string workbook(std::string_view bytes) {
  constexpr std::string_view kDivider = "\n---\n";
  std::string_view parts[3];
  for (auto& part : parts) {
    const auto end = std::min(bytes.find(kDivider), bytes.size());
    part = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + kDivider.size(), bytes.size()));
  }
  caseway::formats::ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add("xl/workbook.xml",
          R"(<workbook xmlns:r="http://r"><sheets><sheet name="One" r:id="a"/><sheet name="Two" state="hidden" r:id="b"/></sheets></workbook>)");
  zip.add("xl/_rels/workbook.xml.rels",
          R"(<Relationships><Relationship Id="a" Target="worksheets/one.xml"/><Relationship Id="b" Target="worksheets/none.xml"/></Relationships>)");
  zip.add("xl/worksheets/one.xml", parts[0]);
  if (!parts[1].empty()) zip.add("xl/sharedStrings.xml", parts[1]);
  if (!parts[2].empty()) zip.add("xl/styles.xml", parts[2]);
  return zip.finish();
}

}  // namespace

CASEWAY_FUZZ_TARGET(xlsx, ".sheet.xml") {
  using namespace caseway;
  Limits limits;
  limits.csv_rows = 100;
  limits.csv_columns = 30;
  Issues issues;
  formats::Workbook book(limits);
  const auto zip = workbook(bytes);
  if (!book.open(zip, issues)) return fuzz::promise(issues.has_errors(), "a workbook that is refused says why");
  fuzz::promise(book.sheets().size() == 2, "both sheets are there");
  formats::Table table;
  fuzz::promise(!book.read(book.sheets()[1], table, issues) && issues.has_errors(), "a sheet that is not there says so");
  Issues of_sheet;
  if (!book.read(book.sheets()[0], table, of_sheet)) return fuzz::promise(of_sheet.has_errors(), "a sheet that is refused says why");
  fuzz::promise(!of_sheet.has_errors(), "a sheet that is read has no error");
  std::uint32_t line = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    fuzz::promise(table.line(row) > line, "rows are in order");
    line = table.line(row);
    fuzz::promise(table.width(row) > 0 && table.width(row) <= limits.csv_columns, "rows say something and are not too wide");
    fuzz::promise(!table.cell(row, table.width(row) - 1).text.empty(), "a row ends with a value");
    for (std::size_t column = 0; column < table.width(row); ++column)
      fuzz::promise(formats::is_utf8(table.cell(row, column).text), "cells are UTF-8");
  }
}
