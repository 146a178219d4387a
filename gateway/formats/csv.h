// CSV as agencies send it, and as machines and people want it back.
//
//   in      RFC 4180 and its dialects: `,` `;` tab `|` (found out or told), CRLF, LF, CR, quotes, embedded newlines, ragged rows;
//           UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252 (when it is not valid UTF-8)
//   issues  csv.quote.unclosed, csv.quote.stray (warning), csv.row.ragged (warning; error when a row is longer than the header),
//           csv.nul, csv.empty, csv.encoding, limit.csv_*; each with the physical row and the column's name
//   spec    https://www.rfc-editor.org/rfc/rfc4180
#pragma once

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::formats {

struct CsvDialect {
  char delimiter = '\0';  // '\0': find out from the header row
  std::string encoding;   // "", "utf-8", "utf-16le", "utf-16be", "windows-1252"; "" finds out
};

struct CsvCell {
  std::string_view text;  // unquoted; "" for an empty cell
  bool quoted;
  Position at;            // of the cell's first character
};

// Reads row by row; memory follows the row. Views live until the next call.
class CASEWAY_API CsvReader {
 public:
  CsvReader(std::string_view bytes, CsvDialect dialect, const Limits& limits, Issues& issues);
  bool next(std::vector<CsvCell>& row);  // false at the end, and after a fatal issue (failed() tells); blank lines are passed over
  std::uint32_t line() const { return row_line_; }  // the physical line on which the row just read began, from 1
  const CsvDialect& dialect() const { return dialect_; }  // as found
  bool failed() const { return failed_; }

 private:
  CsvDialect dialect_;
  const Limits& limits_;
  Issues& issues_;
  std::string decoded_;      // when the source was not UTF-8
  std::string_view text_;
  std::string scratch_;      // cells with doubled quotes, unescaped
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t row_line_ = 0;
  std::uint64_t rows_ = 0;
  bool failed_ = false;
};

// What to do with a cell that a spreadsheet would run (= + - @ tab CR first): a machine file is left untouched, a file for people gets a
// leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
enum class CsvAudience : std::uint8_t { machine, people };

// Appends one record, CRLF-ended; quotes only where needed. Returns how many cells were guarded.
CASEWAY_API std::size_t append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter = ',', CsvAudience audience = CsvAudience::machine);

}  // namespace caseway::formats
