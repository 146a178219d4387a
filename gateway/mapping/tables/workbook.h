// A sheet of a workbook as a table of theirs: which sheet it is and where its header row stands.
//
//   issues  mapping.sheet.missing (error), mapping.sheet.unread (warning), mapping.rows.title (information)
#pragma once

#include <vector>

#include "caseway/partner.h"
#include "formats/xlsx.h"
#include "mapping/plan.h"
#include "mapping/tables/csv_header.h"

namespace caseway::mapping {

constexpr std::size_t kMostTitles = 9;  // rows above a header

// The row that is the header, from 0: the first that has all columns that are needed and more than one that is known; else row 0.
std::size_t header_row(const Plan& plan, Index table, const formats::Table& rows);

// Leaves of rows that are no data (titles, tables and sheets that nobody reads) with the fate they have.
Ledger leaves_of(const formats::Table& rows, std::size_t from, std::size_t to, const Where& where, Fate fate, std::string_view reason, Detail detail);

struct SheetTable {
  formats::Table rows;
  std::size_t header = 0;
  Where where;
};

// The sheet that a mapping of one table reads: the one it names, else the only visible one, else the one that has its columns. What stands in the
// other sheets goes to the sink's rest. False, with issues, when there is none.
bool find_sheet(const Plan& plan, const Context& context, const Part& part, DocumentSink& sink, SheetTable& found);

}  // namespace caseway::mapping
