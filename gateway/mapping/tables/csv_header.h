// The header row of a table of theirs: which cell is which column of the mapping, what is misspelt and what is missing.
//
//   issues  mapping.column.missing, mapping.column.twice (errors), mapping.column.unknown (warning)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/plan.h"

namespace caseway::mapping {

struct CsvHeader {
  std::vector<Index> columns;      // cell -> column of the plan, or kNone
  std::vector<std::string> names;  // as the file spells them
  std::size_t reason = kNowhere;   // the cell of a repair file's reasons (repair.h): the file came back corrected
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
};

// Which part of a payload a row stands in: "" for a file of one table, "table phones, " and "sheet Referrals, " elsewhere.
using Where = std::string;

// False, with issues, when the table cannot be read by this header.
bool bind_header(const Plan& plan, Index table, const std::vector<formats::CsvCell>& row, const Where& where, const Context& context,
                 CsvHeader& header);

// How many of a row's cells are columns of the table, and whether the columns that it needs are all there: for finding the header below titles.
struct HeaderLikeness {
  std::size_t known = 0;
  bool complete = false;
};
HeaderLikeness likeness(const Plan& plan, Index table, const std::vector<formats::CsvCell>& row);

// The related table that is called so, whatever its spelling; kNone when none is.
Index find_table(const Plan& plan, std::string_view name);

// A row that is one of sums: its first cell with something in it says "Total" or a word like it.
bool is_total(const std::vector<formats::CsvCell>& row);

}  // namespace caseway::mapping
