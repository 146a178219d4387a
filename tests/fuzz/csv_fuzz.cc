// Any bytes as CSV. What is read, written as our CSV and read again, has the same cells.
#include <algorithm>

#include "formats/csv.h"
#include "fuzz_target.h"

namespace {

using namespace caseway;
using Rows = std::vector<std::vector<std::string>>;

Rows read(std::string_view bytes, formats::CsvDialect dialect, const Limits& limits, Issues& issues, bool& failed) {
  formats::CsvReader reader(bytes, std::move(dialect), limits, issues);
  Rows rows;
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) {
    fuzz::promise(reader.line() > 0, "every row has a line");
    rows.emplace_back();
    for (const formats::CsvCell& cell : row) rows.back().emplace_back(cell.text);
  }
  failed = reader.failed();
  return rows;
}

}  // namespace

CASEWAY_FUZZ_TARGET(csv, ".csv") {
  Limits limits;
  Issues issues;
  bool failed = false;
  const Rows rows = read(bytes, {}, limits, issues, failed);
  if (failed) {
    fuzz::promise(issues.has_errors(), "a reader that fails says why");
    return;
  }
  if (issues.has_errors() || rows.empty()) return;
  std::string text = "\xEF\xBB\xBF";  // so that a BOM which is content stays content
  for (const auto& row : rows) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    formats::append_csv_row(text, cells);
  }
  limits.csv_row_bytes *= 4;  // quotes make a row longer
  Issues again;
  const Rows second = read(text, {',', "utf-8"}, limits, again, failed);
  fuzz::promise(!failed && second == rows, "what was written reads to the same cells");
}
