#include "formats/beginning.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "formats/archive.h"
#include "formats/xlsx.h"
#include "formats/xlsx_writer.h"
#include "formats/zip_writer.h"

namespace caseway::formats {
namespace {

// Titles, a header and some rows below it.
constexpr std::size_t kRows = 32;

bool first_rows(std::string_view bytes, std::string& made) {
  const Limits limits;
  Issues issues;
  Workbook book(limits);
  if (!book.open(bytes, issues)) return false;
  XlsxWriter writer;
  for (const auto& sheet : book.sheets()) {
    Table table;
    if (!book.read(sheet, table, issues, kRows)) continue;
    writer.sheet(sheet.name);
    std::vector<CsvCell> row;
    for (std::size_t i = 0; i < table.rows(); ++i) {
      table.row(i, row);
      std::vector<std::string_view> texts;
      for (const auto& cell : row) texts.push_back(cell.text);
      writer.add_row(texts);
    }
  }
  return writer.finish(issues, made);
}

// Files beyond the first kFiles are not needed to know what the archive is.
class FirstBytes : public ArchiveHandler {
 public:
  Want begin(std::string_view name) override {
    constexpr std::size_t kFiles = 200;
    if (files.size() == kFiles) return Want::stop;
    files.emplace_back(name, "");
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    constexpr std::size_t kPiece = 4u << 10;
    auto& have = files.back().second;
    have += bytes.substr(0, kPiece - std::min(kPiece, have.size()));
    return true;
  }
  bool end() override { return true; }
  std::vector<std::pair<std::string, std::string>> files;
};

bool first_files(std::string_view bytes, std::string& made) {
  const Limits limits;
  Issues issues;
  FirstBytes first;
  read_archive(bytes, first, limits, issues);
  if (first.files.empty()) return false;
  ZipWriter writer;
  for (const auto& [name, text] : first.files) writer.add(name, text);
  made = writer.finish();
  return true;
}

}  // namespace

std::string_view beginning_of(std::string_view bytes, std::string& made) {
  if (bytes.size() <= kBeginning) return bytes;
  const bool archive = bytes.starts_with("PK\x03\x04") || bytes.starts_with("\x1f\x8b");
  if (is_workbook(bytes) ? first_rows(bytes, made) : archive && first_files(bytes, made)) return made;
  return bytes.substr(0, kBeginning);
}

}  // namespace caseway::formats
