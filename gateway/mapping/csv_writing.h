// Writes documents as rows of a CSV file by a plan. The inverse of csv_reading.h: one header, then the rows of every document.
//
//   issues  mapping.code.unknown, mapping.value.cut (warnings), mapping.value.bad, mapping.value.missing (errors), mapping.cell.guarded (information)
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/finding.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class CsvWriting {
 public:
  CsvWriting(const Plan& plan, const Context& context);
  Ledger write(const Document& document);  // appends its rows
  bool failed() const { return failed_; }
  std::string finish();  // the file

 private:
  using Row = std::vector<std::string>;
  bool run(Index block, Row& row, bool rows);  // `rows`: only groups of rows, or only the other fields
  bool run_field(const Field& field, Row& row);
  bool run_rows(const Field& field, const Row& document);
  bool run_numbered(const Field& field, Row& row);
  bool run_choose(const Field& field, Row& row);
  bool run_call(const Field& field, Row& row, bool rows);
  bool write_relation(const Field& field, Row& row);
  bool write_joined(const Field& field, Row& row);
  bool write_cell(const Field& field, Row& row, Index column, const Found& found);
  bool write_tuple(const Field& field, Row& row);
  bool write_absent(const Field& field, Row& row, Index column);
  bool spell(const Field& field, const Found& found, std::string& text);
  bool spell_concept(const Field& field, std::string& text);
  void mark(const Field& field, const Found& found, Fate fate);
  void set_tests(const std::vector<CellTest>& tests, Row& row);
  void restore(const Document& document, Row& row);
  void append(const Row& row);
  void issue(Severity severity, std::string_view id, Element ours, std::string text);

  const Plan& plan_;
  const Context& context_;
  formats::CsvAudience audience_;
  std::unique_ptr<Finding> finding_;
  std::string out_;
  Row row_;  // of the document at hand
  std::vector<std::string_view> cells_;
  std::size_t rows_of_document_ = 0;
  std::size_t guarded_ = 0;
  std::uint32_t number_ = 0;
  bool failed_ = false;
};

}  // namespace caseway::mapping
