// A mapping as a sheet, and the sheet brought back: the answer of `caseway mapping sheet`. A row for each field of the file, a column for each thing
// that is said of it in a word or two; where a cell was changed, exactly that key of the YAML is, and every other byte stays. What a sheet cannot say
// (groups, conditions, templates, code tables) is named in the last column and stays as it is.
//
//   Law     a sheet that nobody edited gives the same file, byte for byte
//   rows    are known by `line`; a row with none is a new field; a field whose row is gone stays, and that is told
#pragma once

#include <string>
#include <vector>

#include "caseway/converter.h"
#include "caseway/export.h"

namespace caseway::authoring {

// Rows of cells, the header first.
struct Sheet {
  std::vector<std::vector<std::string>> rows;
  std::string csv() const;  // for people: what a spreadsheet would run is guarded
  std::string xlsx() const;
};

// Throws formats::ConfigError for what is no YAML.
Sheet sheet_of(const std::string& mapping_file);

// From the bytes of a CSV file or a workbook. False with a sentence when they cannot be read.
bool read_sheet(std::string_view bytes, Sheet& sheet, std::string& why_not);

struct SheetResult {
  std::string yaml;                 // the mapping as it is now; "" when there are errors
  std::vector<std::string> errors;  // "row 7, column format: ..."
  std::vector<std::string> notes;   // what was not taken over, and why
  std::size_t changed = 0;          // cells
  std::size_t added = 0;            // fields
  bool ok() const { return errors.empty(); }
};
SheetResult bring_back(const Sheet& sheet, const std::string& mapping_file, const Converters& own = {});

}  // namespace caseway::authoring
