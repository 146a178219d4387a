#include "formats/csv.h"
#include "formats/csv_scan.h"

namespace caseway::formats {
namespace {

bool runs_in_a_spreadsheet(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

void append_quoted(std::string& out, std::string_view cell) {
  out += '"';
  for (std::size_t quote = cell.find('"'); quote != std::string_view::npos; quote = cell.find('"')) {
    out.append(cell.substr(0, quote + 1));
    out += '"';
    cell.remove_prefix(quote + 1);
  }
  out.append(cell);
  out += '"';
}

}  // namespace

std::string_view without_guard(std::string_view cell) {
  const bool guarded = cell.starts_with('\'') && runs_in_a_spreadsheet(cell.substr(1));
  return guarded ? cell.substr(1) : cell;
}

std::size_t append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter, CsvAudience audience) {
  std::size_t guarded = 0;
  std::string with_guard;
  bool first = true;
  for (std::string_view cell : cells) {
    if (!first) out += delimiter;
    first = false;
    if (audience == CsvAudience::people && runs_in_a_spreadsheet(cell)) {
      with_guard.assign(1, '\'').append(cell);
      cell = with_guard;
      ++guarded;
    }
    const char* const end = cell.data() + cell.size();
    const bool plain = find_any(cell.data(), end, delimiter, '"', '\n', '\r') == end;
    if (plain) {
      out.append(cell);
    } else {
      append_quoted(out, cell);
    }
  }
  if (cells.size() == 1 && cells.front().empty()) out += "\"\"";  // else it would be a blank line
  out += "\r\n";
  return guarded;
}

}  // namespace caseway::formats
