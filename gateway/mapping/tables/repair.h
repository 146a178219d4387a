// The repair file: of a table in which some rows were refused just these rows, as they came, with the reason in a first column
// `caseway_reason`. Whoever sent the table corrects them in a spreadsheet and sends the file back: the column is then known and ignored.
//
//   rows     a document that was refused is there with all its rows, in the order of the table; a row without a fault of its own says so
//   form     header, delimiter and encoding are those of the table (a sheet of a workbook becomes CSV); text beyond ASCII in UTF-8 has a byte order
//            mark, and cells that a spreadsheet would run begin with an apostrophe, which reading takes off again
//   memory   the rows of the document at hand, and those that were refused
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"

namespace caseway::mapping {

constexpr std::string_view kReasonColumn = "caseway_reason";
bool is_reason_column(std::string_view header);  // however it is spelled

class RepairTable {
 public:
  // `rows`: whether the rows are wanted, or only whether there are any.
  void begin(const std::vector<formats::CsvCell>& header, const formats::CsvDialect& dialect, bool rows);

  // The document at hand: its rows, and what is wrong with them. Then either.
  void row(std::uint32_t line, const std::vector<formats::CsvCell>& cells);
  void wrong(std::uint32_t line, std::string_view column, std::string_view why);
  void wrong_together(std::string_view why);  // with its rows together: said of the first
  void accepted();
  void refused();

  bool empty() const { return refused_.empty(); }
  std::string text() const;  // of the file, in its encoding

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  struct Row {
    std::uint32_t line;
    std::vector<std::string> cells;
    std::string reason;
  };
  std::string utf8() const;
  std::vector<std::string> header_;
  std::size_t reason_ = kNowhere;  // where the header has the column already: a repair file that came back
  formats::CsvDialect dialect_;
  bool wanted_ = false;
  std::vector<Row> at_hand_;
  std::size_t open_ = 0;  // of at_hand_: how many are the document's; the others are kept for their memory
  std::map<std::uint32_t, std::string> reasons_;
  std::map<std::uint32_t, Row> refused_;  // by line
};

// "referrals.csv" -> "referrals.repair.csv"; "" -> "repair.csv"
std::string repair_name(std::string_view part_name, std::string_view extension);

}  // namespace caseway::mapping
