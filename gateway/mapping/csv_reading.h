// Reads a CSV file by a plan: rows become documents, cells become values of ours.
//
//   issues  mapping.column.missing (error), mapping.column.unknown, mapping.code.unknown, mapping.const.differs, mapping.row.disagrees (error),
//           mapping.value.missing (error), mapping.key.missing (error), mapping.key.scattered (error), and those of the converters
//   errors  a document with an error is left out, its leaves go to the sink's rest; the others are given
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/making.h"
#include "mapping/plan.h"

namespace caseway::mapping {

// Whether the files are for people: cells that a spreadsheet would run are guarded when written, and the guard is taken off when read.
bool is_for_people(const Plan& plan, const Context& context);

class CsvReading {
 public:
  CsvReading(const Plan& plan, const Context& context, DocumentSink& sink);
  void read(const Part& part);

 private:
  struct Cell {
    std::string_view text;
    std::uint32_t leaf = 0;
    formats::Position at;
    bool guarded = false;  // began with the apostrophe that files for people have before a formula
  };

  // ---- csv_header.cc
  bool bind_header(const std::vector<formats::CsvCell>& header);
  void report_unknown(const std::vector<formats::CsvCell>& header, const std::vector<char>& told);  // told: named in an issue already
  void find_document_columns(Index block);

  // ---- csv_reading.cc: documents and rows
  void take_row(const std::vector<formats::CsvCell>& row);
  void begin_document(std::string_view key);
  void finish_document();
  void refuse_row(const std::vector<formats::CsvCell>& row);
  void add_leaves(const std::vector<formats::CsvCell>& row, Ledger& ledger, bool bind);
  void keep_document_cells();
  void compare_document_cells();
  void run(Index block);
  void run_group(const Field& field);
  void run_numbered_group(const Field& field);
  bool holds(const std::vector<CellTest>& tests) const;
  void mark_tests(const std::vector<CellTest>& tests, Draft::Id target, const Field& field);

  // ---- csv_fields.cc: one field of one row
  void run_field(const Field& field);
  void read_relation(const Field& field);
  void read_cell(const Field& field, Index column, std::uint32_t n);
  void read_piece(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n, bool whole);
  void read_tuple(const Field& field);
  void read_constant(const Field& field);
  void read_fixed(const Field& field);
  bool read_missing(const Field& field, const Cell& cell, std::string_view text);
  void place_codes(const Field& field, const CodeTable::Row& row, std::span<const Cell* const> cells, std::uint32_t n);
  void unknown_code(const Field& field, const Cell& cell, std::string_view text, std::uint32_t n);
  Draft::Id target(const Field& field, const OursPath& path, std::uint32_t n);
  void put(const Field& field, const Cell& cell, Draft::Id id, std::string_view value, bool same);
  void issue(Severity severity, std::string_view id, Index column, formats::Position at, std::string text);

  const Plan& plan_;
  const Context& context_;
  DocumentSink& sink_;
  bool for_people_;
  std::uint32_t line_ = 0;               // physical line of the row
  std::vector<Index> columns_;           // cell -> column of the plan, or kNone
  std::vector<std::string> headers_;     // as the file spells them
  std::size_t key_cell_ = 0;             // where the key stands; beyond the cells when it does not
  std::vector<Cell> cells_;              // by column of the plan; text is empty when there is none
  std::vector<char> document_columns_;   // columns that are the same on every row of a document
  std::string first_text_;               // what the first row of the document said in them, one after another,
  std::vector<std::size_t> first_ends_;  // and where each ends
  std::vector<std::uint32_t> first_leaves_;
  std::unique_ptr<Making> making_;  // of this document and, unless one failed, of those before
  bool open_ = false;               // a document has begun
  std::string key_;
  std::size_t text_ = 512;                // bytes of the document before: what the next one will need, roughly
  std::uint32_t rows_ = 0;                // of this document
  std::uint32_t number_ = 0;              // 1.. inside a numbered group
  bool failed_ = false;                   // this document has an error
  bool broken_ = false;                   // the file has: nothing is read, all leaves are counted
  std::unordered_set<std::string> keys_;  // of the documents before
  std::string scratch_;
  std::vector<std::string_view> codes_;
};

}  // namespace caseway::mapping
