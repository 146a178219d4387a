#include "validation/package_places.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "validation/package_version.h"

namespace caseway::validation {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 5> kNewest = {"", "latest", "current", "dev", "*"};
constexpr std::string_view kArchive = ".tgz";

// The version in a file name, when the file is the package `name`; else false.
bool version_in(std::string_view file, std::string_view name, bool folder, std::string_view& version) {
  if (!file.starts_with(name)) return false;
  file.remove_prefix(name.size());
  if (!folder && !file.ends_with(kArchive)) return false;
  if (!folder) file.remove_suffix(kArchive.size());
  if (file.empty() || (file.front() != '#' && (folder || file.front() != '-'))) return false;
  version = file.substr(1);
  return !version.empty() && (file.front() == '#' || (version.front() >= '0' && version.front() <= '9'));
}

}  // namespace

std::string locate_package(const std::vector<std::string>& folders, std::string_view name, std::string_view version) {
  const bool newest = std::find(kNewest.begin(), kNewest.end(), version) != kNewest.end();
  for (const std::string& folder : folders) {
    std::string best_path;
    std::string best_version;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      const std::string file = entries->path().filename().string();
      std::error_code unknown;
      std::string_view found;
      if (!version_in(file, name, entries->is_directory(unknown), found)) continue;
      if (found == version) return entries->path().string();
      if (!newest && !version_fits(found, version)) continue;
      if (!best_path.empty() && compare_versions(found, best_version) <= 0) continue;
      best_path = entries->path().string();
      best_version = found;
    }
    if (!best_path.empty()) return best_path;
  }
  return {};
}

std::string folder_around(const std::string& package_path) {
  std::error_code error;
  fs::path path = fs::absolute(package_path, error).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  if (path.filename() == "package") path = path.parent_path();
  return path.parent_path().string();
}

std::string default_package_cache() {
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == '\0' ? std::string() : std::string(home) + "/.fhir/packages";
}

}  // namespace caseway::validation
