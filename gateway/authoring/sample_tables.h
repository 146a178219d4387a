// The tables of a sample that somebody sent: a CSV file, a workbook, or several of them together (a folder, a ZIP), before any mapping is there.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"
#include "formats/table.h"

namespace caseway::authoring {

struct SampleTable {
  std::string name;  // of the file or sheet, without its ending
  formats::Table rows;
  std::size_t header = 0;    // the row of it in `rows`
  std::uint32_t titles = 0;  // rows of the file above it
  std::size_t data_rows() const { return rows.rows() > header ? rows.rows() - header - 1 : 0; }
};

// Tables in the order of their parts; what has no rows is left out. Issues of the formats go to the context.
//
//   issues  mapping.init.header (error): a table without a header row is left out, so that no value of it becomes a name
std::vector<SampleTable> sample_tables(const std::vector<Part>& sample, const Context& context);

}  // namespace caseway::authoring
