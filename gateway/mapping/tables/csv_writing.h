// Writes documents as rows of a CSV file, or of a workbook's sheet, by a plan. The inverse of csv_reading.h: one header, then the rows of every
// document.
//
//   issues  those of csv_cells.h, rules.h and xlsx_writer.h, mapping.cell.guarded (information)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx_writer.h"
#include "mapping/tables/csv_cells.h"
#include "mapping/tables/rule_rows.h"

namespace caseway::mapping {

class CsvWriting final : public CsvCells {
 public:
  CsvWriting(const Plan& plan, const Context& context, KeptValues& kept);
  bool write(const Document& document, Ledger& ledger);  // appends its rows; false, with issues and without rows, when it has an error
  bool piece(Part& file);                                // what can be let go before the end; false when that is not worth it
  bool finish(Part& file);                               // false, with issues, when it cannot be made; without, when all documents were refused

 private:
  bool run_rows(const Field& field, Row& document) override;
  void write_rows();
  bool run_row(const Field& field, Row row);
  void append(const Row& row);
  void add_row(const Row& row);
  void ask_rules(const Row& row);

  std::optional<formats::XlsxWriter> workbook_;  // where the result is one
  std::string out_;                              // else
  Row row_;                                      // of the document at hand
  std::vector<Row> workbook_rows_;               // of the document at hand
  std::vector<Index> columns_;                   // in the order written
  std::vector<std::string_view> cells_;
  RuleCheck rules_;
  DocumentRows rule_rows_;
  std::uint32_t lines_ = 0;
  std::size_t rows_of_document_ = 0;
  std::size_t guarded_ = 0;
  bool written_ = false;  // a document is
};

}  // namespace caseway::mapping
