// A table in memory: rows of texts with the places where they stood, for what cannot be read once from the beginning to the end.
//
//   Table table;
//   table.begin_row(7);
//   table.add("Okafor", CellKind::text, {7, 1});
//   std::vector<CsvCell> row;
//   table.row(0, row);                        // as CsvReader::next gives it; views live as long as the table is not added to
//
// Memory: 20 bytes for each cell and its text. At most 4 GiB of text, which the limits of what fills it are below.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "formats/csv.h"
#include "formats/position.h"

namespace caseway::formats {

class CASEWAY_API Table {
 public:
  void begin_row(std::uint32_t line);                                   // the physical row, for places
  void add_row(std::uint32_t line, const std::vector<CsvCell>& cells);  // all of one
  void add(std::string_view text, CellKind kind, Position at);

  std::size_t rows() const { return rows_.size(); }
  std::uint32_t line(std::size_t row) const { return rows_[row].line; }
  std::size_t width(std::size_t row) const { return end(row) - rows_[row].begin; }
  CsvCell cell(std::size_t row, std::size_t column) const;  // an empty one beyond the row's end
  void row(std::size_t row, std::vector<CsvCell>& cells) const;

 private:
  struct Cell {
    std::uint32_t offset;
    std::uint32_t length;
    Position at;
    CellKind kind;
  };
  struct Row {
    std::uint32_t line;
    std::size_t begin;  // into cells_
  };
  std::size_t end(std::size_t row) const { return row + 1 < rows_.size() ? rows_[row + 1].begin : cells_.size(); }
  std::vector<Row> rows_;
  std::vector<Cell> cells_;
  std::string text_;
};

// The rows of a table one by one, as CsvReader gives those of a file.
class CASEWAY_API TableRows {
 public:
  explicit TableRows(const Table& table, std::size_t from = 0) : table_(table), at_(from) {}
  TableRows(const TableRows& other, Issues&) : TableRows(other) {}
  bool next(std::vector<CsvCell>& row);
  bool next_cell(std::size_t column, std::string_view& text);
  std::uint32_t line() const { return table_.line(at_ - 1); }  // of the row just given
  CsvReader::RowPlace place() const { return {at_ - 1, 1, line()}; }
  bool at(const CsvReader::RowPlace& place, std::vector<CsvCell>& row) { return at_ = place.offset, next(row); }
  bool failed() const { return false; }

 private:
  const Table& table_;
  std::size_t at_;
  std::vector<CsvCell> other_cells_;  // of a row of which one is wanted
};

}  // namespace caseway::formats
