// Which rows of a table are one document: those with the same key, wherever they stand. Documents come in the order of their first rows, the rows of
// each in the order of the file.
//
//   how      One look at the keys before anything is read. Where they rise from row to row, as in a sorted file, the order is the file's own and
//            nothing is held. Otherwise each row is 24 bytes, a hash of its key and where it stands, which are sorted: in memory up to a bound,
//            beyond it in a temporary file (row_runs.h), so that a file of any size takes the same memory.
//   exact    Rows whose keys only have the same hash are in one group; whoever reads them compares the keys.
//   fault    What ends a file before its end (a quote that never closes) ends the rows here too, and is for whoever reads to tell.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/report.h"
#include "formats/csv.h"
#include "mapping/spelling.h"
#include "mapping/tables/row_runs.h"

namespace caseway::mapping {

class RowOrder {
 public:
  using Place = formats::CsvReader::RowPlace;
  using Row = RowRuns::Row;

  // `rows`, a CsvReader or a TableRows, has given the header and is not moved; `key_cell` is where the key stands in a row. `held`: rows in memory.
  template <class Rows>
  RowOrder(const Rows& rows, std::size_t key_cell, std::size_t held = RowRuns::kHeld) : by_key_(std::in_place, held), order_(held) {
    scan(rows, key_cell, [this](std::string_view key, const Place&) { return rises(key); });
    if (as_it_stands()) return;
    scan(rows, key_cell, [this](std::string_view key, const Place& place) { return add(key, place), true; });
    sort();
  }

  bool as_it_stands() const { return by_bytes_ || by_length_; }
  bool repeats() const { return repeats_; }  // of what is read as it stands: some document has more than one row
  std::span<const Row> next();               // the rows of the next document, or one without a key; none at the end. They live until the next call
  const std::optional<Issue>& fault() const { return fault_; }
  // The row behind which the file breaks off: others of its document may be lost.
  bool breaks_off(const Row& row) const { return fault_ && row.place.line == last_line_; }

 private:
  template <class Rows, class Each>
  void scan(const Rows& rows, std::size_t key_cell, Each each) {
    constexpr std::size_t kFew = 100;
    Issues unsaid;
    Rows scout(rows, unsaid);
    std::string_view key;
    while (scout.next_cell(key_cell, key)) {
      if (!each(trimmed(key), scout.place())) return;
      if (unsaid.all().size() > kFew) unsaid = Issues();  // so that the last one is always there
    }
    if (scout.failed() && !unsaid.empty()) fault_ = unsaid.all().back();
  }
  bool rises(std::string_view key);
  void add(std::string_view key, const Place& place);
  void sort();

  bool by_bytes_ = true;   // the keys rise in the order of their bytes,
  bool by_length_ = true;  // or the longer ones come later
  bool repeats_ = false;
  std::string last_;
  std::optional<RowRuns> by_key_;  // until they are sorted
  RowRuns order_;                  // by the first row of each document
  std::vector<Row> document_;
  std::optional<Row> ahead_;  // the first row of the next document
  std::optional<Issue> fault_;
  std::uint32_t last_line_ = 0;
};

}  // namespace caseway::mapping
