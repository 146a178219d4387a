#include "mapping/tables/repair.h"

#include <algorithm>

#include "formats/encoding.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {
constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";
}

bool is_reason_column(std::string_view header) { return normalised_header(header) == normalised_header(kReasonColumn); }

void RepairTable::begin(const std::vector<formats::CsvCell>& header, const formats::CsvDialect& dialect, bool rows) {
  dialect_ = dialect;
  if (dialect_.delimiter == '\0') dialect_.delimiter = ',';
  if (dialect_.encoding.empty()) dialect_.encoding = "utf-8";
  wanted_ = rows;
  header_.clear();
  for (const auto& cell : header) header_.emplace_back(cell.text);
  const auto found = std::find_if(header_.begin(), header_.end(), is_reason_column);
  reason_ = found == header_.end() ? kNowhere : static_cast<std::size_t>(found - header_.begin());
}

void RepairTable::row(std::uint32_t line, const std::vector<formats::CsvCell>& cells) {
  if (!wanted_) return;
  if (open_ == at_hand_.size()) at_hand_.emplace_back();
  auto& row = at_hand_[open_++];
  row.line = line;
  row.cells.resize(cells.size());
  for (std::size_t c = 0; c < cells.size(); ++c) row.cells[c].assign(cells[c].text);
}

void RepairTable::wrong(std::uint32_t line, std::string_view column, std::string_view why) {
  if (!wanted_) return;
  auto& reason = reasons_[line];
  if (reason.find(why) != std::string::npos) return;  // a row that is looked at twice
  if (!reason.empty()) reason += "; ";
  if (!column.empty()) reason.append(column).append(": ");
  reason += why;
}

void RepairTable::wrong_together(std::string_view why) {
  if (open_ > 0) wrong(at_hand_.front().line, {}, why);
}

void RepairTable::accepted() {
  open_ = 0;
  reasons_.clear();
}

void RepairTable::refused() {
  for (std::size_t i = 0; i < open_; ++i) {
    auto& kept = refused_.try_emplace(at_hand_[i].line, at_hand_[i]).first->second;
    if (const auto found = reasons_.find(kept.line); found != reasons_.end())
      kept.reason = found->second;
    else if (kept.reason.empty() && !reasons_.empty())
      kept.reason = "goes with row " + std::to_string(reasons_.begin()->first);
    else if (kept.reason.empty())
      kept.reason = "belongs to a document that is refused for another row";
  }
  accepted();
}

std::string RepairTable::utf8() const {
  std::string text;
  std::vector<std::string_view> cells;
  const auto append = [&](std::string_view reason, const std::vector<std::string>& row) {
    cells.assign(1, reason);
    for (std::size_t c = 0; c < std::max(row.size(), header_.size()); ++c)
      if (c != reason_) cells.push_back(c < row.size() ? std::string_view(row[c]) : std::string_view());
    formats::append_csv_row(text, cells, dialect_.delimiter, formats::CsvAudience::people);
  };
  append(kReasonColumn, header_);
  for (const auto& [line, row] : refused_) append(row.reason, row.cells);
  return text;
}

std::string RepairTable::text() const {
  const auto text = utf8();
  std::string made;
  if (dialect_.encoding == "utf-8" || !formats::from_utf8(text, dialect_.encoding, made)) {
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    made = (ascii ? std::string() : std::string(kUtf8Bom)) + text;
  }
  return made;
}

std::string repair_name(std::string_view part_name, std::string_view extension) {
  const auto stem = part_name.substr(0, part_name.rfind('.'));
  return (stem.empty() ? std::string() : std::string(stem) + ".") + "repair" + std::string(extension);
}

}  // namespace caseway::mapping
