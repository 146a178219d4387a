// The cells of a row and the places of ours: what reading one table (csv_reading.h) and reading related ones (tables_reading.h) share.
// A derived class loads rows, opens documents, and says what the rows of a group are.
//
//   issues  mapping.absent.contradicts (warning), mapping.code.unknown, mapping.const.differs, mapping.value.missing, mapping.cell.error (errors),
//   and those of the converters
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/plan.h"
#include "mapping/tables/csv_header.h"
#include "mapping/tables/plain_fields.h"
#include "mapping/tables/repair.h"
#include "mapping/tables/row_names.h"
#include "mapping/tree/outline.h"

namespace caseway::mapping {

// Whether the files are for people: cells that a spreadsheet would run are guarded when written, and the guard is taken off when read.
bool is_for_people(const Plan& plan, const Context& context);

class CsvFields {
 protected:
  CsvFields(const Plan& plan, const Context& context);
  ~CsvFields() = default;

  struct Cell {
    std::string_view text;
    std::uint32_t leaf = 0;
    formats::Position at;
    bool guarded = false;   // began with the apostrophe that files for people have before a formula
    std::string_view came;  // what stood there, where it is read as another code (Column::meant)
    formats::CellKind kind = formats::CellKind::text;
  };

  // One leaf for each cell of the row that says something, in the order of the row; named when the report wants names.
  void add_leaves(const std::vector<formats::CsvCell>& row, const CsvHeader& header, Index table, Ledger& ledger, Fate fate);
  void name_leaves(const std::vector<formats::CsvCell>& row, const CsvHeader& header, Index table, std::uint32_t leaf, Ledger& ledger) const;
  // The cells to their columns; the leaves of the row begin with `leaf`. Gives the leaf after the last.
  std::uint32_t load(const std::vector<formats::CsvCell>& row, const CsvHeader& header, std::uint32_t leaf);

  // The reasons in a repair file that came back say nothing about anybody.
  void ignore_reason(const std::vector<formats::CsvCell>& row, const CsvHeader& header, std::uint32_t leaf);

  void run(Index block);
  std::string name_of_document() const;
  std::string name_of(const Field& group, std::string_view around) const;
  void read_day();
  // Once, for the row at hand. Gives what the row became: the leading instance, else the first place that one of its cells went to, else kNone.
  // `lead`: the leading instance when it is there already; `instances`: what was opened for it.
  Draft::Id run_group(const Field& field, Index lead = kNone, std::vector<Index>* instances = nullptr);
  virtual void run_rows(const Field& field) = 0;  // for each row that the group is about
  bool holds(const std::vector<CellTest>& tests) const;
  Place place_of(Index column, formats::Position at) const;
  void issue(Severity severity, std::string_view id, Index column, formats::Position at, std::string text);
  // What a receiver's dialect said against the document whose first row stands there; each reason by the column that goes to its place of ours.
  void wrong_for_receiver(const Refusal& refusal, Index table, std::uint32_t line);

  const Plan& plan_;
  const Context& context_;
  const bool for_people_;
  std::vector<Cell> cells_;              // by column of the plan; text is empty when there is none
  std::vector<std::uint32_t> lines_;     // by table: physical line of the row at hand
  std::vector<Where> where_;             // by table
  std::unique_ptr<Outline> making_;      // of this document and, unless one failed, of those before
  bool first_row_ = true;                // later rows of a document say only what is in groups of rows
  bool failed_ = false;                  // this document has an error
  std::vector<RepairTable> repairs_;     // by table
  std::uint64_t refused_documents_ = 0;  // documents
  std::string key_;                      // of this document
  const RowNames names_;
  std::string name_;  // what is kept belongs to: the row, or the instance of a group, at hand; "" where nothing is kept

 private:
  void run_numbered_group(const Field& field);
  Place place_of_block(Index block) const;
  void run_alternative(const Field& field, const Alternative& alternative);
  void mark_tests(const std::vector<CellTest>& tests, Draft::Id target, const Field& field);
  bool read_plain(const ReadField& field);
  void run_field(const Field& field);
  void keep(const Field& field, Index column);
  void run_call(const Field& field);
  void read_relation(const Field& field);
  void read_cell(const Field& field, Index column, std::uint32_t n);
  void read_piece(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n, bool whole);
  void read_tuple(const Field& field);
  void read_constant(const Field& field);
  void read_fixed(const Field& field);
  void read_absent(const Field& field, bool empty);
  bool read_missing(const Field& field, const Cell& cell, std::string_view text);
  void place_codes(const Field& field, const CodeTable::Row& row, std::span<const Cell* const> cells, std::uint32_t n);
  void understand(Index column, bool repaired);
  std::string_view meant(Index column, std::string_view code) const;
  void keep_word(const Field& field, const Cell& cell);
  void unknown_code(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n);
  Draft::Id target(const Field& field, const OursPath& path, std::uint32_t n);
  void put(const Field& field, const Cell& cell, Draft::Id id, std::string_view value, bool same);

  const ReadFields fields_;
  const bool has_meant_;      // some column has codes that are read as others
  std::uint32_t number_ = 0;  // 1.. inside a numbered group
  std::string scratch_;
  std::vector<std::string_view> codes_;
};

}  // namespace caseway::mapping
