#include "conformance/fhir_suites.h"

#include <algorithm>
#include <cstdlib>

namespace caseway::conformance {

namespace fs = std::filesystem;

fs::path suite(std::string_view pack, std::string_view folder) {
  const fs::path unpack = fs::path(CASEWAY_SOURCE_DIR "/../shared/suites/unpack");
  if (!fs::exists(unpack)) return {};
  const fs::path target = fs::path(CASEWAY_BUILD_DIR) / "suites";
  const std::string command = "'" + unpack.string() + "' '" + target.string() + "' " + std::string(pack) + " >/dev/null";
  if (std::system(command.c_str()) != 0) return {};
  return target / folder;
}

std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace caseway::conformance
