// Excel workbooks (.xlsx) for people: tables of texts as sheets. The inverse of xlsx.h for what a mapping writes.
//
//   cells    every cell is text in a text format (@): zeros in front, long numbers and dates stay as they are, also when somebody edits them, and
//            nothing is a formula, whatever it begins with
//   looks    the first row is bold and stays in sight, with a filter; columns are as wide as what stands in them, within reason
//   names    of sheets: 31 characters at most, none of []:*?/\, each once (a number is put behind a second one)
//   limits   1,048,576 rows, 16,384 columns, 32,767 characters in a cell; add_row() and finish() say so by an issue, and there is no file
//   issues   xlsx.too_large (error)
//   output   deterministic: the same rows give the same bytes; UTF-8. A control character that XML cannot hold is written as _xHHHH_, as Excel does
//   memory   the sheets' XML
//   spec     ECMA-376 part 1, 18.3 worksheets, 22.4 (escapes of ST_Xstring)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "caseway/report.h"

namespace caseway::formats {

// The media type of a workbook (https://www.iana.org/assignments/media-types/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet).
constexpr std::string_view kXlsxMediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

class CASEWAY_API XlsxWriter {
 public:
  void sheet(std::string_view name);                       // what add_row() adds to from now on; its first row is the header
  void add_row(const std::vector<std::string_view>& row);  // empty cells are left out
  bool finish(Issues& issues, std::string& bytes);         // once; false, with issues, when a limit was passed

 private:
  struct Sheet {
    std::string name;
    std::string rows;                 // XML of its rows
    std::vector<std::size_t> widths;  // by column, in characters
    std::size_t count = 0;
    std::string xml() const;
  };
  std::string content_types() const;
  std::string book() const;
  std::string book_relations() const;
  std::string unused_name(std::string_view wanted) const;
  std::vector<Sheet> sheets_;
  std::string too_large_;  // the first limit that was passed, in words
};

}  // namespace caseway::formats
