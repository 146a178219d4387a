// Walks tests/fhir/cases (see its README).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/verify.h"

namespace caseway::fhir {

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = CASEWAY_SOURCE_DIR "/tests/fhir/cases";

std::string bytes_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".json" || entry.path().extension() == ".xml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "error fhir.type 3:7 Patient.active", a line each.
std::string lines(const Issues& issues) {
  constexpr const char* kSeverities[] = {"fatal", "error", "warning", "information"};
  std::ostringstream text;
  for (const Issue& issue : issues.all()) {
    text << kSeverities[static_cast<int>(issue.severity)] << ' ' << issue.id << ' ' << issue.place.line << ':' << issue.place.column;
    if (!issue.place.path.empty()) text << ' ' << issue.place.path;
    text << '\n';
  }
  return text.str();
}

bool read(const fs::path& file, Issues& issues, Tree& tree) {
  const std::string bytes = bytes_of(file);
  const bool lenient = file.stem().stem().extension() == ".lenient";
  const ReadOptions options{.unknown = lenient ? Unknown::report : Unknown::refuse};
  Ledger ledger("read");
  const bool usable = (file.extension() == ".json" ? read_json : read_xml)(bytes, Limits(), issues, tree, &ledger, options);
  if (usable) {
    std::string why_not;
    EXPECT_TRUE(verify(tree, why_not)) << why_not;
    EXPECT_EQ(ledger.counts()[Fate::undecided] > 0, lenient);
  }
  return usable;
}

std::string json_of(const Tree& tree) {
  std::string out;
  Issues issues;
  EXPECT_TRUE(write_json(tree, {}, issues, out)) << lines(issues);
  return out;
}

std::string xml_of(const Tree& tree) {
  std::string out;
  Issues issues;
  EXPECT_TRUE(write_xml(tree, {}, issues, out)) << lines(issues);
  return out;
}

void check_pair(const fs::path& json) {
  fs::path xml = json;
  xml.replace_extension(".xml");
  Tree from_json, from_xml;
  Issues issues;
  ASSERT_TRUE(read(json, issues, from_json)) << lines(issues);
  ASSERT_TRUE(read(xml, issues, from_xml)) << lines(issues);
  EXPECT_TRUE(issues.empty()) << lines(issues);
  EXPECT_EQ(json_of(from_json), bytes_of(json));
  EXPECT_EQ(json_of(from_xml), bytes_of(json));
  EXPECT_EQ(xml_of(from_json), bytes_of(xml));
  EXPECT_EQ(xml_of(from_xml), bytes_of(xml));
}

void check_input(const fs::path& file) {
  const fs::path issues_file(file.string() + ".issues");
  const std::string name = file.filename().string();
  const fs::path meant = file.parent_path() / (name.substr(0, name.find('.')) + ".json");
  Tree tree;
  Issues issues;
  const bool usable = read(file, issues, tree);
  EXPECT_EQ(lines(issues), fs::exists(issues_file) ? bytes_of(issues_file) : "");
  EXPECT_EQ(usable, !issues.has_errors());
  EXPECT_EQ(usable, fs::exists(meant)) << lines(issues);
  if (usable && fs::exists(meant)) {
    EXPECT_EQ(json_of(tree), bytes_of(meant));
  }
}

// The words in backquotes of the README's table of rules: names of cases, a * for any end.
std::vector<std::string> cases_of_the_table() {
  const std::string page = bytes_of(kFolder / "README.md");
  std::vector<std::string> names;
  const std::regex name("`([a-z0-9_.]+[*]?)`");
  for (std::size_t line = page.find("\n| 1 |"); line != std::string::npos; line = page.find("\n| ", line + 1)) {
    const std::string row = page.substr(line, page.find('\n', line + 1) - line);
    const std::string last = row.substr(row.rfind('|', row.size() - 2));
    for (std::sregex_iterator at(last.begin(), last.end(), name), end; at != end; ++at) {
      if (!at->str(1).ends_with("_test")) names.push_back(at->str(1));
    }
  }
  return names;
}

}  // namespace

TEST(FhirCases, HaveEveryCaseOfTheTable) {
  const std::vector<std::string> names = cases_of_the_table();
  EXPECT_GT(names.size(), 60u);
  const std::vector<fs::path> files = case_files();
  for (const std::string& name : names) {
    const bool any_end = name.ends_with('*');
    const std::string start = any_end ? name.substr(0, name.size() - 1) : name + ".";
    EXPECT_TRUE(std::any_of(files.begin(), files.end(), [&](const fs::path& file) { return file.filename().string().starts_with(start); })) << name;
  }
}

TEST(FhirCases, ReadAndWriteAsTheyShould) {
  std::size_t pairs = 0, inputs = 0;
  for (const fs::path& file : case_files()) {
    SCOPED_TRACE(file.filename().string());
    const bool input = file.stem().extension() == ".in";
    if (input) {
      check_input(file);
      ++inputs;
    } else if (file.extension() == ".json") {
      check_pair(file);
      ++pairs;
    } else {
      EXPECT_TRUE(fs::exists(fs::path(file).replace_extension(".json"))) << "an XML case without its JSON";
    }
  }
  EXPECT_GT(pairs, 0u);
  EXPECT_GT(inputs, 0u);
}

}  // namespace caseway::fhir
