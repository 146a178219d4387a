#include "cli/repairs.h"

#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "formats/csv.h"
#include "formats/xlsx_writer.h"

namespace caseway::cli {

namespace {

namespace fs = std::filesystem;

// Several of one source (an archive of files) are told apart by their own names.
std::string path_of(const Part& part, const Source& source, const std::string& place, bool folder, bool several) {
  if (several && !folder) return (fs::path(place).parent_path() / part.name).string();
  if (!folder) return place;
  const auto result = fs::path(place) / source.result;
  return several ? (result.parent_path() / part.name).string() : result.string() + ".repair" + extension_of(part.media_type);
}

// The table as a workbook, where the place is named as one.
std::string workbook_of(const Part& part) {
  Issues issues;
  const auto limits = Limits::batch();
  formats::CsvReader reader(part.bytes, {}, limits, issues);
  formats::XlsxWriter workbook;
  workbook.sheet("repair");
  std::vector<formats::CsvCell> row;
  std::vector<std::string_view> cells;
  while (reader.next(row)) {
    cells.clear();
    for (const auto& cell : row) cells.push_back(formats::without_guard(cell.text));  // every cell of a workbook is text
    workbook.add_row(cells);
  }
  std::string bytes;
  if (!workbook.finish(issues, bytes)) throw std::runtime_error("these rows are too many for a workbook; name a file that ends in .csv");
  return bytes;
}

// In the form that its place is named for; where that cannot be, the place gets the ending of what it is.
std::string put(const Part& part, std::string path) {
  const auto ending = fs::path(path).extension();
  const auto own = extension_of(part.media_type);
  if (ending == ".xlsx" && own == ".csv") return write_result(path, workbook_of(part)), path;
  if (ending != own && (ending == ".xlsx" || ending == ".csv" || ending == ".zip")) path += own;
  return write_result(path, part.bytes), path;
}

}  // namespace

std::string write_repairs(const exchange::Journey& journey, const Source& source, const std::string& place, bool folder) {
  const auto refused = journey.refused();
  const auto all = journey.unread + journey.documents;
  if (refused == 0 || (all == 1 && journey.repairs.empty())) return {};
  std::string text = "  refused   " + std::to_string(refused) + " of " + std::to_string(all) + " documents";
  if (place.empty()) return text + "; --repair FILE writes their rows, with the reasons, for whoever sent them\n";
  if (journey.repairs.empty()) text += "; none of it is for whoever sent them to correct";
  for (const auto& repair : journey.repairs) {
    const auto path = put(repair.part, path_of(repair.part, source, place, folder, journey.repairs.size() > 1));
    text += "; their rows, with the reasons, are in " + path + " for whoever sent them";
  }
  return text + "\n";
}

}  // namespace caseway::cli
