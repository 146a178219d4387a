#include "cli/repairs.h"

#include <filesystem>

namespace caseway::cli {

namespace {

namespace fs = std::filesystem;

// Several of one source (an archive of files) are told apart by their own names.
std::string path_of(const Part& part, const Source& source, const std::string& place, bool folder, bool several) {
  if (several && !folder) return (fs::path(place).parent_path() / part.name).string();
  if (!folder) return place;
  const auto below = fs::path(place) / fs::path(source.relative).parent_path();
  return (below / (several ? part.name : fs::path(source.relative).stem().string() + ".repair" + extension_of(part.media_type))).string();
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
    const auto path = path_of(repair.part, source, place, folder, journey.repairs.size() > 1);
    write_result(path, repair.part.bytes);
    text += "; their rows, with the reasons, are in " + path + " for whoever sent them";
  }
  return text + "\n";
}

}  // namespace caseway::cli
