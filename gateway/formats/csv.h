// CSV as agencies send it, and as machines and people want it back.
//
//   in      RFC 4180 and its dialects: `,` `;` tab `|` (found out or told), CRLF, LF, CR, quotes, embedded newlines, ragged rows;
//           UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252 (when it is not valid UTF-8)
//   issues  csv.quote.unclosed, csv.quote.stray (warning), csv.row.ragged (warning; error when a row is longer than the header),
//           csv.nul, csv.empty, csv.encoding, limit.csv_bytes, limit.csv_row_bytes, limit.csv_columns, limit.csv_rows; each with the physical
//           row and the column's name: "row 7, column dob"
//   spec    https://www.rfc-editor.org/rfc/rfc4180
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/byte_source.h"
#include "formats/position.h"

namespace caseway::formats {

class TextFile;

struct CsvDialect {
  char delimiter = '\0';         // '\0': find out from the header row
  std::string encoding;          // "", "utf-8", "utf-16le", "utf-16be", "windows-1252"; "" finds out
  std::uint32_t title_rows = 0;  // rows above the header row, passed over
};

// What a cell is, where its source says so: CSV never does, a workbook does (xlsx.h).
enum class CellKind : std::uint8_t { text, number, date, boolean, error };

struct CsvCell {
  std::string_view text;  // unquoted; "" for an empty cell
  bool quoted;
  Position at;  // of the cell's first character; in a workbook its row and column
  CellKind kind = CellKind::text;
};

// Reads row by row, the header row first; memory follows the row. Views live until the next call.
//
//   CsvReader reader(bytes, {}, limits, issues);
//   std::vector<CsvCell> row;
//   reader.next(row);                     // the header
//   while (reader.next(row)) ...          // the data
//
// Every row is at least as wide as the header: missing cells are empty (with a warning). Empty cells beyond the header are left out; a row with
// values beyond it comes as it is, with an error. A quote that does not begin its cell, and text after a closing quote, are taken as text.
//
// A file too large to be held is read in windows; what comes of it is the same. A reader's rows can be asked for again, in any order: place() of the
// row just given, which at() gives once more; a second reader over the same text, made from the first, can go ahead and look for them.
class CASEWAY_API CsvReader {
 public:
  CsvReader(std::string_view bytes, CsvDialect dialect, const Limits& limits, Issues& issues);
  CsvReader(const ByteSource& file, CsvDialect dialect, const Limits& limits, Issues& issues);
  CsvReader(const CsvReader& other, Issues& issues);  // goes on after the row that `other` has given, which outlives it

  struct RowPlace {
    std::uint64_t offset;  // in the text
    std::uint32_t length;
    std::uint32_t line;
  };
  bool next(std::vector<CsvCell>& row);  // false at the end, and after a fatal issue (failed() tells); blank lines are passed over
  // The same for who needs no more of a row than one cell; "" where the row has none there. That a row is ragged is not said.
  bool next_cell(std::size_t column, std::string_view& text);
  std::uint32_t line() const { return row_line_; }        // the physical line on which the row just read began, from 1: the row of every place
  const CsvDialect& dialect() const { return dialect_; }  // as found
  bool failed() const { return failed_; }
  RowPlace place() const { return {base_ + row_at_, static_cast<std::uint32_t>(at_ - row_at_), row_line_}; }
  // A row below the header once more; its issues are raised once more too. next() is then at an end.
  bool at(const RowPlace& place, std::vector<CsvCell>& row);

 private:
  struct Scan;  // where the scanner stands inside the row
  bool decode(std::string_view bytes);
  bool open(const ByteSource& file);
  bool fits(std::uint64_t bytes);
  bool fail_encoding();
  bool fail_nul(std::uint32_t line);
  void fill();
  bool whole() const;
  void pass_titles();
  void find_delimiter();
  bool find_row(Scan& scan);
  bool begin_row(Scan& scan);
  bool end_row(const Scan& scan);
  bool read_row(std::vector<CsvCell>& row);
  bool read_cells(Scan& scan, std::vector<CsvCell>& row);
  template <class Each>
  bool split_row(Scan& scan, Each each);
  bool count_row();
  bool read_quoted(Scan& scan, CsvCell& cell);
  bool read_plain(Scan& scan, CsvCell& cell);
  void end_line(Scan& scan, std::size_t newline);
  bool fit_to_header(std::vector<CsvCell>& row);
  bool fail(std::string_view id, Position at, std::size_t column, std::string text);
  void warn(Severity severity, std::string_view id, Position at, std::size_t column, std::string text);

  CsvDialect dialect_;
  const Limits& limits_;
  Issues& issues_;
  std::string decoded_;  // when the source was not UTF-8
  std::shared_ptr<const TextFile> file_;
  std::string window_;                // of the file
  std::uint64_t base_ = 0;            // where the window begins
  bool last_ = false;                 // nothing is to follow the window, wherever it ends
  std::string_view text_;             // the whole text, or the window
  bool ascii_ = false;                // a column is then an offset
  std::string scratch_;               // cells with doubled quotes, unescaped
  std::vector<CsvCell> other_cells_;  // of a row of which one is wanted
  std::vector<std::string> header_;
  std::size_t at_ = 0;
  std::size_t row_at_ = 0;  // of the row just given
  std::uint32_t line_ = 1;
  std::uint32_t row_line_ = 0;
  std::uint64_t rows_ = 0;
  bool failed_ = false;
};

// What to do with a cell that a spreadsheet would run (= + - @ tab CR first): a machine file is left untouched, a file for people gets a
// leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
enum class CsvAudience : std::uint8_t { machine, people };

// Appends one record, CRLF-ended; quotes only where needed. Returns how many cells were guarded.
CASEWAY_API std::size_t append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter = ',',
                                       CsvAudience audience = CsvAudience::machine);

// A cell as it was before it was guarded for people; a cell that has no guard is left as it is.
CASEWAY_API std::string_view without_guard(std::string_view cell);

}  // namespace caseway::formats
