// Excel workbooks (.xlsx), as tables of the texts that people see where nothing is lost by it.
//
//   in      Office Open XML, transitional and strict: a ZIP (archive.h) of XML parts (xml_reader.h)
//   cells   shared and inline strings as they are, rich text without its looks, phonetic hints left out; a formula's value as it was last computed;
//           TRUE and FALSE; numbers in full, without exponent, with the 15 digits that Excel has (120000000000, never 1.2E+11; 0.3, never
//           0.30000000000000004); zeros in front where the cell's format asks for nothing but digits and separators (00000, 000-00-0000)
//   dates   a number is a date only when its cell's format says so: "2026-11-21", "2026-11-21T14:30:00", "14:30:00"; both date systems (1900 with
//           its 29 February that never was, 1904)
//   not     looks, comments, charts, pivot tables, macros, links to other files: nothing of them is read, run or opened
//   issues  fatal: xlsx.not_workbook, xlsx.protected, xlsx.part (a part is missing or says what it cannot), those of archive.h and xml_reader.h,
//           limit.csv_rows, limit.csv_columns
//           warning: xlsx.macros, xlsx.merged, xlsx.formula.no_value, xlsx.date.bad, xlsx.date.time_hidden, xlsx.number.precision
//           information: xlsx.rows.hidden
//   places  "sheet Referrals, row 7, column C"; line and column are the sheet's row and column
//   spec    ECMA-376 part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/), 18.3 worksheets, 18.8 styles
//   differs a number format other than of dates and digits does not change the text: 25% is 0.25
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/table.h"

namespace caseway::formats {

// Whether the bytes are an Office document at all (also one of Word); open() says more.
CASEWAY_API bool is_workbook(std::string_view bytes);

// Threads: one at a time. Memory: the workbook's XML, and the table that is being read.
class CASEWAY_API Workbook {
 public:
  struct Sheet {
    std::string name;
    bool hidden = false;
    std::string part;  // its name in the archive
  };
  explicit Workbook(const Limits& limits) : limits_(limits) {}
  bool open(std::string_view bytes, Issues& issues);
  const std::vector<Sheet>& sheets() const { return sheets_; }
  // The rows that say something, in order; cells up to the last that does.
  bool read(const Sheet& sheet, Table& table, Issues& issues, std::size_t most = kEvery) const;  // the first `most` of them
  static constexpr std::size_t kEvery = ~std::size_t{0};

 private:
  struct Part {
    std::string name;
    std::string bytes;
  };
  const std::string* find(std::string_view name) const;
  bool read_parts(std::string_view bytes, Issues& issues);
  bool read_book(Issues& issues);
  bool read_strings(Issues& issues);
  bool read_styles(Issues& issues);

  const Limits limits_;
  std::vector<Part> parts_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> strings_;        // shared
  std::vector<std::uint8_t> date_formats_;  // by style of a cell: what its number format shows (number_format.h)
  std::vector<std::string> digit_formats_;  // by style: "00000", "" where it is no such format
  bool since_1904_ = false;
};

}  // namespace caseway::formats
