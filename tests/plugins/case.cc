#include "plugins/case.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace caseway::plugins_test {
namespace fs = std::filesystem;
namespace {

// "referral.in.csv" -> {"referral", "in.csv"}; a name has no dot.
std::pair<std::string, std::string> split_name(const fs::path& path) {
  const auto file = path.filename().string();
  const auto dot = file.find('.');
  if (dot == std::string::npos) return {file, ""};
  return {file.substr(0, dot), file.substr(dot + 1)};
}

std::optional<Kind> kind_of(const std::string& ending) {
  if (ending.starts_with("in.")) return Kind::reading;
  if (ending == "canonical.json") return Kind::writing;
  if (ending == "pool.csv") return Kind::pool;
  return std::nullopt;
}

std::vector<fs::path> sorted_files(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void find_cases(const std::string& plugin, const fs::path& folder, Fixtures& found) {
  std::map<std::string, Kind> kinds;
  const auto files = sorted_files(folder);
  for (const auto& file : files) {
    const auto [name, ending] = split_name(file);
    const auto kind = kind_of(ending);
    if (!kind) continue;
    if (!kinds.emplace(name, *kind).second)
      found.strays.push_back(file.string() + ": the case " + name + " has a second input; give it a name of its own");
    found.cases.push_back({plugin, name, *kind, file});
  }
  for (const auto& file : files) {
    const auto [name, ending] = split_name(file);
    const auto at = kinds.find(name);
    if (at == kinds.end()) {
      found.strays.push_back(file.string() + ": a golden without an input; is its name misspelt?");
    } else if (!kind_of(ending) && ending != "report.json" && ending != "facts.json" && !ending.starts_with("out.")) {
      found.strays.push_back(file.string() + ": no file of a case ends like that; tests/plugins/README.md lists what there is");
    }
  }
}

}  // namespace

fs::path Case::beside(const std::string& ending) const { return input.parent_path() / (name + "." + ending); }

Fixtures find_fixtures(const fs::path& plugins) {
  Fixtures found;
  std::set<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(plugins))
    if (fs::exists(entry.path() / "plugin.json")) folders.insert(entry.path());
  for (const auto& folder : folders) {
    found.plugins.push_back(folder.filename().string());
    find_cases(found.plugins.back(), folder / "fixtures", found);
  }
  return found;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string first_difference(const std::string& golden, const std::string& actual) {
  std::istringstream left(golden);
  std::istringstream right(actual);
  std::string a;
  std::string b;
  for (int line = 1;; ++line) {
    const bool more_a = static_cast<bool>(std::getline(left, a));
    const bool more_b = static_cast<bool>(std::getline(right, b));
    if (!more_a && !more_b) return "they differ in line ends only";
    if (more_a != more_b || a != b)
      return "line " + std::to_string(line) + "\n  golden: " + (more_a ? a : "(ends)") + "\n  actual: " + (more_b ? b : "(ends)");
  }
}

std::string compare_golden(const fs::path& golden, const std::string& actual, bool update) {
  const bool there = fs::exists(golden);
  if (there && read_file(golden) == actual) return {};
  if (update) {
    std::ofstream(golden, std::ios::binary) << actual;
    return golden.string() + " was written; read it, then run again without CASEWAY_UPDATE_GOLDENS";
  }
  if (!there) return golden.string() + " is missing; CASEWAY_UPDATE_GOLDENS=1 writes what came out";
  return golden.string() + " is not what came out: " + first_difference(read_file(golden), actual);
}

}  // namespace caseway::plugins_test
