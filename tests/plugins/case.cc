#include "plugins/case.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "formats/archive.h"
#include "formats/csv.h"
#include "formats/zip_writer.h"

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
  if (ending == "in" || ending.starts_with("in.")) return Kind::reading;
  if (ending == "canonical.json") return Kind::writing;
  if (ending == "pool.csv") return Kind::pool;
  return std::nullopt;
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void find_cases(const std::string& plugin, const fs::path& folder, Fixtures& found) {
  std::map<std::string, Kind> kinds;
  auto files = sorted_entries(folder);
  std::erase_if(files, [](const fs::path& file) {
    return file.filename() == "counts.json" || file.filename() == "examples.txt" || file.filename() == "elements.txt";
  });
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
    } else if (!kind_of(ending) && ending != "report.json" && ending != "facts.json" && ending != "out" && !ending.starts_with("out.")) {
      found.strays.push_back(file.string() + ": no file of a case ends like that; tests/plugins/README.md lists what there is");
    }
  }
}

// Every file below a folder, by its path there.
std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = read_file(entry.path());
  return files;
}

class Files : public formats::ArchiveHandler {
 public:
  Want begin(std::string_view name) override {
    parts.push_back({std::string(name), "", {}});
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    parts.back().bytes += bytes;
    return true;
  }
  bool end() override { return true; }
  std::vector<Part> parts;
};

}  // namespace

Table table_of(const std::string& csv, Issues& issues) {
  const Limits limits;
  formats::CsvReader reader(csv, {}, limits, issues);
  Table table;
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) {
    table.emplace_back();
    for (const auto& cell : row) table.back().emplace_back(cell.text);
  }
  return table;
}

std::vector<Part> payload_of(const Case& one) {
  if (!fs::is_directory(one.input)) return {{one.input.filename().string(), "", read_file(one.input)}};
  std::vector<Part> parts;
  formats::ZipWriter workbook;
  for (auto& [name, bytes] : files_below(one.input)) {
    workbook.add(name, bytes);
    parts.push_back({name, "", bytes});
  }
  if (one.input.extension() == ".xlsx") return {{one.input.filename().string(), "", workbook.finish()}};
  return parts;
}

std::vector<OutGolden> out_goldens(const Case& one) {
  std::vector<OutGolden> found;
  for (const auto& file : sorted_entries(one.input.parent_path())) {
    const auto [name, ending] = split_name(file);
    if (name == one.name && (ending == "out" || ending.starts_with("out."))) found.push_back({file, ending == "out" ? "" : ending.substr(4)});
  }
  return found;
}

std::vector<Part> unpacked(const std::vector<Part>& parts) {
  std::vector<Part> files;
  for (const auto& part : parts) {
    if (part.media_type != "application/zip") {
      files.push_back(part);
      continue;
    }
    Files gathered;
    Issues issues;
    formats::read_archive(part.bytes, gathered, Limits::batch(), issues);
    files.insert(files.end(), gathered.parts.begin(), gathered.parts.end());
  }
  return files;
}

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

std::string compare_folder(const fs::path& golden, const std::vector<Part>& parts, bool update) {
  std::string why;
  std::set<std::string> names;
  for (const auto& part : parts) {
    names.insert(part.name);
    if (update) fs::create_directories((golden / part.name).parent_path());
    if (const auto one = compare_golden(golden / part.name, part.bytes, update); !one.empty()) why += (why.empty() ? "" : "\n") + one;
  }
  for (const auto& [name, bytes] : files_below(golden))
    if (names.count(name) == 0) why += (why.empty() ? "" : "\n") + (golden / name).string() + " is here, but no such part came out";
  return why;
}

}  // namespace caseway::plugins_test
