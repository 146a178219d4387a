// The cases of the golden runner, found by walking plugins/*/fixtures. README.md beside this file says what each file of a case is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "caseway/partner.h"

namespace caseway::plugins_test {

enum class Kind { reading, writing, pool };

struct Case {
  std::string plugin;
  std::string name;
  Kind kind;
  std::filesystem::path input;  // a file, or a folder of parts; NAME.in.xlsx may be a folder with the parts of the workbook

  // NAME.out.json, NAME.report.json, NAME.facts.json, ... beside the input.
  std::filesystem::path beside(const std::string& ending) const;
};

// A golden of a case's result, and the form of the result that it shows.
struct OutGolden {
  std::filesystem::path path;  // NAME.out.csv, or the folder NAME.out
  std::string ending;          // "csv"; "" for a folder
};

struct Fixtures {
  std::vector<std::string> plugins;  // every folder with a plugin.json
  std::vector<Case> cases;           // by plugin and name
  std::vector<std::string> strays;   // a sentence for each file that belongs to no case
};

Fixtures find_fixtures(const std::filesystem::path& plugins);

std::string read_file(const std::filesystem::path& path);
std::vector<Part> payload_of(const Case& one);               // what the case gives to the gateway
std::vector<OutGolden> out_goldens(const Case& one);         // those that are there, by name
std::vector<Part> unpacked(const std::vector<Part>& parts);  // a ZIP of tables as its files; workbooks stay whole

// The rows of a CSV file as texts, the header first.
using Table = std::vector<std::vector<std::string>>;
Table table_of(const std::string& csv, Issues& issues);

// Where two texts part: the line and both sides of it.
std::string first_difference(const std::string& golden, const std::string& actual);

// Empty when `actual` is the golden. Otherwise why not, with the first line that differs. A missing golden is not written.
// With `update` the golden is written, and the answer is never empty: an updated golden wants to be read before it is believed.
std::string compare_golden(const std::filesystem::path& golden, const std::string& actual, bool update);

// The same for a folder with one file for each part; a file too many or too few is told.
std::string compare_folder(const std::filesystem::path& golden, const std::vector<Part>& parts, bool update);

}  // namespace caseway::plugins_test
