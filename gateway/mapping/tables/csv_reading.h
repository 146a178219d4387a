// Reads a file of one table by a plan: rows become documents, cells become values of ours. The file is CSV or a workbook (xlsx.h).
//
//   issues  those of csv_fields.h, csv_header.h, workbook.h and rules.h; mapping.row.disagrees, mapping.key.missing, mapping.rows.none (errors),
//           mapping.rows.total (warning)
//   order   the rows of one document may stand anywhere (row_order.h); documents come in the order of their first rows
//   memory  of a part that comes as a source: a window of it, the document at hand, and what row_order.h says
//   rows    above the header (titles) and of totals are no data: told, and their cells ignored
//   errors  a document with an error is left out, its leaves go to the sink's rest, its rows into a repair file (repair.h); the others are given
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "mapping/plan.h"
#include "mapping/record_keys.h"
#include "mapping/tables/csv_fields.h"
#include "mapping/tables/row_order.h"
#include "mapping/tables/rule_rows.h"
#include "mapping/tables/shape.h"

namespace caseway::mapping {

class CsvReading : CsvFields {
 public:
  // `keys`: those of the files read before, where there are several.
  CsvReading(const Plan& plan, const Context& context, DocumentSink& sink, RecordKeys* keys);
  void read(const Part& part);

 private:
  void run_rows(const Field& field) override;
  void find_document_columns(Index block);
  void read_csv(const Part& part);
  void read_workbook(const Part& part);
  std::uint32_t pass_titles(std::string_view head, const formats::CsvDialect& dialect);
  template <class Rows>
  void read_rows(Rows& rows, std::vector<formats::CsvCell>& row);  // `row`: the header
  template <class Rows>
  void read_document(Rows& rows, std::span<const RowOrder::Row> document, const RowOrder& order, std::vector<formats::CsvCell>& row);
  void read_row(std::uint32_t line, const std::vector<formats::CsvCell>& row);
  std::string_view key_in(const std::vector<formats::CsvCell>& row) const;
  bool is_no_data(const std::vector<formats::CsvCell>& row);
  void ask_rules();
  void take_row(const std::vector<formats::CsvCell>& row);
  void begin_document(std::string_view key);
  void finish_document();
  void leave_out(const std::vector<formats::CsvCell>& row, Fate fate, std::string_view reason);
  void refuse_row(const std::vector<formats::CsvCell>& row);
  void give_repair(const Part& part);
  void keep_document_cells();
  void compare_document_cells();

  DocumentSink& sink_;
  RecordKeys* const keys_;
  CsvHeader header_;
  RuleCheck rules_;
  DocumentRows rule_rows_;
  std::size_t key_cell_ = 0;             // where the key stands; beyond the cells when it does not
  std::vector<char> document_columns_;   // columns that are the same on every row of a document
  std::string first_text_;               // what the first row of the document said in them, one after another,
  std::vector<std::size_t> first_ends_;  // and where each ends
  std::vector<std::uint32_t> first_leaves_;
  bool open_ = false;                      // a document has begun
  std::size_t rows_ = 0;                   // below the header
  std::unique_ptr<ShapeGathering> shape_;  // where the context asks for it
  std::uint32_t rows_of_document_ = 0;
  bool alone_ = false;            // the document at hand has no other row
  std::uint32_t first_line_ = 0;  // of the document
  bool broken_ = false;           // the file has: nothing is read, all leaves are counted
};

}  // namespace caseway::mapping
