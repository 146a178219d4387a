// What a payload looks like, without what it says: the names in its header rows (of XML and JSON its places, markup/markup_shape.h) and, for each
// column, how many cells have something in them, what kinds of values these are, which codes of the mapping's tables they use, which codes nobody
// knows, and on which side of its dates the numbers above 12 stand. From it is seen that a partner's files have changed (exchange/shape_changes.h).
//
//   persons  no value is in it but codes: those of the mapping's tables, and of others only what looks like a code (one word of 24 characters at
//            most) and stands in two rows or resembles a known code. Keys of documents are in it where the mapping says `list: full`, for the one
//            who compares the lists; they are not part of what is kept of a shape.
//   time     linear in the cells
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "formats/csv.h"
#include "mapping/plan.h"
#include "mapping/spelling.h"
#include "mapping/tables/csv_header.h"
#include "mapping/tables/value_kind.h"

namespace caseway::mapping {

struct UnknownCode {
  std::string code;  // "" for all that may not be shown together
  std::uint64_t rows = 0;
  std::string like;  // the nearest code of the table; "" when none is near
};

struct ColumnShape {
  std::string header;                       // as the file spells it; "" for a column of the mapping that the file does not have
  std::string column;                       // of the mapping, "phones.number" where tables are related; "" when no field names it
  std::string ours;                         // where its values go, "patient.birthDate"
  std::string table;                        // of codes; "" when the column has none
  std::string accepted;                     // forms of dates that the mapping reads here, "MM/DD/YYYY or YYYY-MM-DD"
  bool required = false;                    // by the mapping, when receiving
  ValueKind expected = ValueKind::nothing;  // by the mapping; nothing: any text
  std::uint64_t filled = 0;
  std::array<std::uint64_t, kValueKinds> kinds{};
  std::uint64_t first_over_12 = 0;   // of dates of two numbers and a year
  std::uint64_t second_over_12 = 0;  // the same
  std::vector<std::string> codes;    // of the table, as they came
  std::vector<UnknownCode> unknown;
  std::vector<std::string> table_codes;          // all that the table has, where there are unknown ones
  CASEWAY_API ValueKind mostly() const;          // the kind of nine in ten of its cells at least, else text
  void count(std::string_view text, bool date);  // one cell that has something in it; `date`: a workbook says so
};

struct TableShape {
  std::string name;  // "" where there is one table only
  std::uint64_t rows = 0;
  std::vector<ColumnShape> columns;  // in the order of the header
  std::vector<ColumnShape> absent;   // columns of the mapping
};

struct Shape {
  std::string mapping;
  bool sparse = false;  // a column that is not there may only have been left out
  std::vector<TableShape> tables;
  // `list: full`: what vanished entries become, and the documents of this list by their keys.
  bool full_list = false;
  bool part = false;    // a repair file that came back: some rows of a list, and not what the sender's files look like
  bool closes = false;  // absent: closed
  std::string closing;  // the kind of document that closes one
  std::vector<std::pair<std::string, std::string>> row;  // what its columns say; {key} is the entry's key, {date} the day
  std::vector<std::string> keys;
  std::uint64_t keyless = 0;  // rows without a key: whose they are is not known
};

CASEWAY_API std::string shape_json(const Shape& shape);
CASEWAY_API Shape read_shape(std::string_view json);  // throws formats::ConfigError

// Codes of one column as they come: what may be shown of those that nobody knows.
class CodesSeen {
 public:
  // `is_known` is asked at most once for each code that is remembered.
  template <class IsKnown>
  void add(std::string_view code, const IsKnown& is_known);
  void tell(const CodeTable& table, std::size_t in_tuple, ColumnShape& shape) const;

 private:
  static constexpr std::size_t kMost = 200;  // remembered of one column
  struct Rows {
    std::uint64_t rows;
    bool known;
  };
  static bool showable(std::string_view code);
  std::map<std::string, Rows, std::less<>> codes_;
  std::uint64_t more_ = 0;  // unknown ones beyond what is remembered
};

// Calls take(code) for each code of a cell that may list several.
template <class Take>
void each_piece(std::string_view text, std::string_view join, const Take& take) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = join.empty() ? text.size() : std::min(text.find(join, begin), text.size());
    if (const auto code = trimmed(text.substr(begin, end - begin)); !code.empty()) take(code);
    begin = end + std::max<std::size_t>(1, join.size());
  }
}

// "patient.birthDate": the variable and the elements, without what selects them. "" where a field has no place.
std::string place_of_ours(const Plan& plan, const Field& field);

// Gathers it while rows are read.
class ShapeGathering {
 public:
  explicit ShapeGathering(const Plan& plan);
  void begin(Index table, const CsvHeader& header);
  void row(Index table, const std::vector<formats::CsvCell>& cells);
  std::string json();

 private:
  ColumnShape column_of(Index column) const;
  bool known(Index column, std::string_view code) const;

  const Plan& plan_;
  Shape shape_;
  std::vector<Index> code_tables_;            // by column of the plan
  std::vector<std::size_t> places_;           // the same: in a tuple, else 0
  std::vector<Index> missing_tables_;         // the same
  std::vector<std::string> joins_;            // the same
  std::vector<std::vector<Index>> columns_;   // by table and cell: column of the plan
  std::vector<std::vector<CodesSeen>> seen_;  // by table and cell
  std::size_t key_cell_ = CsvHeader::kNowhere;
  std::size_t reason_cell_ = CsvHeader::kNowhere;
};

template <class IsKnown>
void CodesSeen::add(std::string_view code, const IsKnown& is_known) {
  if (const auto found = codes_.find(code); found != codes_.end()) {
    ++found->second.rows;
    return;
  }
  const bool known = is_known();
  if (codes_.size() < kMost && (known || showable(code)))
    codes_.emplace(code, Rows{1, known});
  else if (!known)
    ++more_;
}

}  // namespace caseway::mapping
