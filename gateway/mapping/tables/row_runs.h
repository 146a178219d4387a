// Rows put in order, however many there are: as many as a stated bound are held and sorted in memory; more go into a temporary file as sorted runs,
// which are merged as they are read. What goes there is where rows stand and hashes of their keys, nothing that a document says.
//
//   RowRuns rows;
//   rows.add({group, place}); ...
//   rows.sort();
//   RowRuns::Row row;
//   while (rows.next(row)) ...        // by group, then by line
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "formats/byte_source.h"
#include "formats/csv.h"

namespace caseway::mapping {

class RowRuns {
 public:
  static constexpr std::size_t kHeld = 1u << 18;  // rows: 6 MB

  struct Row {
    std::uint64_t group;
    formats::CsvReader::RowPlace place;
  };

  explicit RowRuns(std::size_t held = kHeld) : held_(held) {}
  void add(const Row& row);
  void sort();  // no row is added after it
  bool next(Row& row);

 private:
  struct Run {
    std::uint64_t at;   // in the file: what is not read yet,
    std::uint64_t end;  // to here
    std::vector<Row> rows;
    std::size_t row = 0;  // of those that are read, the next to give
  };
  static bool before(const Row& a, const Row& b);
  void write_run();
  void refill(Run& run) const;

  std::size_t held_;
  std::vector<Row> rows_;
  std::size_t at_ = 0;
  std::optional<formats::Spool> spool_;  // where there are more than are held
  std::optional<formats::FileSink> sink_;
  std::optional<formats::FileBytes> bytes_;
  std::vector<Run> runs_;
  std::vector<std::size_t> heap_;  // of runs, the one with the first row on top
};

}  // namespace caseway::mapping
