#include "bench/fhir_bundle.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bench/synthetic_record.h"

namespace caseway::bench {

namespace fs = std::filesystem;

namespace {

std::string bundle_of(const std::vector<std::string>& entries) {
  return R"({"type":"transaction","entry":)" + SyntheticJson::list(entries) + R"(,"resourceType":"Bundle"})";
}

}  // namespace

std::string person_bundle_json(std::uint32_t seed) { return bundle_of(SyntheticRecord(seed).entries()); }

std::string bundle_json(std::size_t bytes) {
  std::vector<std::string> entries;
  std::size_t size = 0;
  for (std::uint32_t seed = 1; size < bytes; ++seed) {
    for (std::string& entry : SyntheticRecord(seed).entries()) {
      if (size >= bytes) break;
      size += entry.size() + 1;
      entries.push_back(std::move(entry));
    }
  }
  return bundle_of(entries);
}

std::vector<std::string> real_examples() {
  const fs::path unpack = fs::path(CASEWAY_SOURCE_DIR "/../shared/suites/unpack");
  if (!fs::exists(unpack)) return {};
  const fs::path target = fs::path(CASEWAY_BUILD_DIR) / "suites";
  const std::string command = "'" + unpack.string() + "' '" + target.string() + "' r4-examples >/dev/null";
  if (std::system(command.c_str()) != 0) return {};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(target / "r4-examples-json")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

}  // namespace caseway::bench
