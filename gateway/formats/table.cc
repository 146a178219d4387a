#include "formats/table.h"

namespace caseway::formats {

void Table::begin_row(std::uint32_t line) { rows_.push_back({line, cells_.size()}); }

void Table::add(std::string_view text, CellKind kind, Position at) {
  cells_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size()), at, kind});
  text_ += text;
}

CsvCell Table::cell(std::size_t row, std::size_t column) const {
  if (column >= width(row)) return {{}, false, {rows_[row].line, 0}, CellKind::text};
  const auto& cell = cells_[rows_[row].begin + column];
  return {std::string_view(text_).substr(cell.offset, cell.length), false, cell.at, cell.kind};
}

void Table::row(std::size_t row, std::vector<CsvCell>& cells) const {
  cells.clear();
  for (auto i = rows_[row].begin; i < end(row); ++i) {
    const auto& cell = cells_[i];
    cells.push_back({std::string_view(text_).substr(cell.offset, cell.length), false, cell.at, cell.kind});
  }
}

void Table::add_row(std::uint32_t line, const std::vector<CsvCell>& cells) {
  begin_row(line);
  for (const auto& cell : cells) add(cell.text, cell.kind, cell.at);
}

bool TableRows::next(std::vector<CsvCell>& row) {
  if (at_ >= table_.rows()) return false;
  table_.row(at_++, row);
  return true;
}

bool TableRows::next_cell(std::size_t column, std::string_view& text) {
  if (!next(other_cells_)) return false;
  text = column < other_cells_.size() ? other_cells_[column].text : std::string_view();
  return true;
}

}  // namespace caseway::formats
