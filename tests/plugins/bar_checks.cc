// The bar of a dialect: what it sets aside may fall, never rise, and real documents go through without anything undecided.
#include <fnmatch.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "formats/config_node.h"
#include "formats/json_writer.h"
#include "plugins/checks.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {
namespace fs = std::filesystem;
namespace {

constexpr std::array kAside = {Fate::ignored, Fate::kept, Fate::no_room};

fs::path fixtures_of(const std::string& plugin) { return fs::path(CASEWAY_SOURCE_DIR) / "plugins" / plugin / "fixtures"; }

exchange::Journey journey_of(const std::string& plugin, bool reading, const std::vector<Part>& payload) {
  const std::string canonical = !reading && payload.front().name.ends_with(".xml") ? "fhir-xml" : "fhir-json";
  return GatewayUnderTest::get().translate(reading ? plugin : canonical, reading ? canonical : plugin, payload);
}

std::string counts_text(const Counts& counts) {
  std::string out;
  formats::JsonWriter json(out);
  json.object();
  for (const auto fate : kAside) json.field(fate_name(fate), counts[fate]);
  json.end();
  return out + "\n";
}

// `GLOB`, or `write GLOB`, and an exception behind bars: ` | undecided 4 | why`, ` | errors 1 undecided 4 | why`.
struct Example {
  std::string line;
  std::string glob;
  bool reading = true;
  std::uint64_t errors = 0;
  std::uint64_t left = 0;  // undecided when reading, no_room when writing
};

Example example_of(const std::string& line) {
  Example example{line, line.substr(0, line.find(" |"))};
  if (example.glob.starts_with("write ")) {
    example.reading = false;
    example.glob.erase(0, 6);
  }
  const auto bar = line.find(" | ");
  if (bar == std::string::npos) return example;
  std::istringstream rest(line.substr(bar + 3));
  std::string exceptions, what, why;
  std::getline(std::getline(rest, exceptions, '|'), why);
  std::istringstream each(exceptions);
  for (std::uint64_t count = 0; each >> what >> count;) {
    if (what == "errors")
      example.errors = count;
    else if (what == (example.reading ? "undecided" : "no_room"))
      example.left = count;
    else
      why.clear();
  }
  if (what.empty() || why.size() < 4) throw std::invalid_argument("no exception with a reason: " + line);
  return example;
}

std::uint64_t errors_of(const exchange::Journey& journey) {
  const auto& issues = journey.issues.all();
  return static_cast<std::uint64_t>(
      std::count_if(issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity <= Severity::error; }));
}

// Files and folders below `root` whose path there fits (a star also takes slashes); a glob that ends with a slash wants folders.
std::vector<fs::path> matches(const fs::path& root, std::string glob) {
  const bool folders = glob.ends_with('/');
  if (folders) glob.pop_back();
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / glob.substr(0, glob.find('/'))))
    if (entry.is_directory() == folders && fnmatch(glob.c_str(), entry.path().lexically_relative(root).c_str(), 0) == 0)
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Part> parts_of(const fs::path& place) {
  if (!fs::is_directory(place)) return {{place.filename().string(), "", read_file(place)}};
  std::vector<Part> parts;
  for (const auto& entry : fs::directory_iterator(place))
    if (entry.is_regular_file()) parts.push_back({entry.path().filename().string(), "", read_file(entry.path())});
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.name < b.name; });
  return parts;
}

}  // namespace

void check_counts(const std::string& plugin, const Fixtures& fixtures) {
  Counts now;
  for (const auto& one : fixtures.cases)
    if (one.plugin == plugin && one.kind != Kind::pool) now += journey_of(plugin, one.kind == Kind::reading, payload_of(one)).total;
  const auto golden = fixtures_of(plugin) / "counts.json";
  if (fs::exists(golden)) {
    const auto before = formats::read_config_file(golden.string());
    bool risen = false;
    for (const auto fate : kAside) {
      const auto said = std::stoull(std::string(before.text(fate_name(fate), "0")));
      risen = risen || now[fate] > said;
      EXPECT_LE(now[fate], said) << plugin << ": more values are " << fate_name(fate)
                                 << " than counts.json says. Find them in the reports beside the "
                                 << "fixtures; when it is right so (a new case), raise the number by hand: no tool does";
    }
    if (risen) return;
  }
  const char* update = std::getenv("CASEWAY_UPDATE_GOLDENS");
  const auto why = compare_golden(golden, counts_text(now), update && std::string_view(update) == "1");
  EXPECT_TRUE(why.empty()) << why;
}

bool names_examples(const std::string& plugin) { return fs::exists(fixtures_of(plugin) / "examples.txt"); }

void check_examples(const std::string& plugin) {
  const auto list = fixtures_of(plugin) / "examples.txt";
  const fs::path root = fs::path(CASEWAY_SOURCE_DIR) / ".." / "shared" / "data";
  if (!fs::exists(root)) GTEST_SKIP() << "../shared/data is not beside the source tree: no real documents to take";
  std::istringstream lines(read_file(list));
  std::size_t taken = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto example = example_of(line);
    const auto found = matches(root, example.glob);
    EXPECT_FALSE(found.empty()) << "no real document is called " << example.glob;
    for (const auto& place : found) {
      ++taken;
      const auto journey = journey_of(plugin, example.reading, parts_of(place));
      const auto name = place.lexically_relative(root).string();
      EXPECT_EQ(errors_of(journey), example.errors) << name << sentences(journey.issues);
      EXPECT_EQ(journey.ok(), example.errors == 0) << name;
      if (!example.reading && fs::exists(fixtures_of(plugin) / "elements.txt"))
        check_elements(plugin, read_file(fixtures_of(plugin) / "elements.txt"), parts_of(place), name);
      EXPECT_EQ(journey.total[example.reading ? Fate::undecided : Fate::no_room], example.left) << name << " (" << example.line << ")";
    }
  }
  EXPECT_GT(taken, 0u) << list << " names nothing";
}

}  // namespace caseway::plugins_test
