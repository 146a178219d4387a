// Places of ours as cells of a row: the inverse of csv_fields.h. What writing one table (csv_writing.h) and writing related ones (tables_writing.h)
// share.
//
//   issues  mapping.code.unknown, mapping.value.bad, those of the converters (errors where the column must be filled, else warnings),
//           mapping.value.cut (warning), mapping.value.missing (error)
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/kept_values.h"
#include "mapping/plan.h"
#include "mapping/tables/row_names.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

class CsvCells {
 public:
 protected:
  using Row = std::vector<std::string>;  // by column of the plan, whatever table it is of
  CsvCells(const Plan& plan, const Context& context, KeptValues& kept);
  ~CsvCells() = default;

  // Each says whether a value was written. `rows`: only groups of rows, or only the other fields.
  bool run(Index block, Row& row, bool rows);
  bool run_if_there(Index block, Row& row);  // the cells of a row that perhaps is none: what it lacks is asked for only when it says something
  void tell_wanted();                        // what keeps the document from being written, once all of it was looked at
  virtual bool run_rows(const Field& field, Row& row) = 0;
  void forget_writers() { writers_.assign(writers_.size(), {}); }  // of the document before: its tree may be gone
  void set_tests(const std::vector<CellTest>& tests, Row& row);
  // ---- what reading had kept for the way back; names are "" where nothing is kept
  std::string name_of_document(const Row& row) const;
  std::string name_of(const Field& group, std::string_view around, const Row& row) const;
  void restore(Index block, std::string_view name, Row& row);  // into cells that nothing else was written in
  void issue(Severity severity, std::string_view id, Element ours, std::string text);
  // Takes back what was asked for since `before`: the column has a value after all, or its row is none. What could not be written is still told.
  void unwant(std::size_t before);

  const Plan& plan_;
  const Context& context_;
  std::unique_ptr<Finding> finding_;
  const formats::CsvAudience audience_;
  bool failed_ = false;        // the document at hand has an error
  std::string name_;           // what is kept belongs to: the row around
  std::vector<Issue> wanted_;  // of columns that the receiver needs: nothing was said for them, or nothing that it understands

 private:
  void restore(const Field& field, std::string_view name, Row& row);
  void restore_numbered(const Field& group, std::string_view name, Row& row);
  bool run_field(const Field& field, Row& row);
  bool run_numbered(const Field& field, Row& row);
  bool run_choose(const Field& field, Row& row);
  bool run_call(const Field& field, Row& row, bool rows);
  bool write_relation(const Field& field, Row& row);
  bool write_joined(const Field& field, Row& row);
  bool write_cell(const Field& field, Row& row, Index column, const Found& found);
  bool overrules(const Field& field, Row& row, Index column, const std::vector<Found>& found);
  bool write_tuple(const Field& field, Row& row);
  void mark_said(const Field& field, Index column, std::string_view cell, const Found& found);
  bool write_absent(const Field& field, Row& row, Index column);
  bool spell(const Field& field, const Found& found, std::string& text);
  void cannot(const Field& field, Element ours, std::string_view id, std::string text);
  void want(const Field& field, const Row& row, std::size_t before);
  static bool wants(const Field& field);
  void mark(const Field& field, Index column, const Found& found, Fate fate);

  KeptValues& kept_;
  const RowNames names_;
  std::uint32_t number_ = 0;      // 1.. inside a numbered group
  std::vector<Element> writers_;  // by column: what wrote its cell last, for a derived field that overrules it
};

// Whether the result is a workbook: the form that was asked for.
bool as_workbook(const Context& context);

// Says how many cells of a file for people begin with an apostrophe now.
void tell_guarded(std::size_t cells, const Context& context);

}  // namespace caseway::mapping
