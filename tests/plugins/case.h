// The cases of the golden runner, found by walking plugins/*/fixtures. README.md beside this file says what each file of a case is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace caseway::plugins_test {

enum class Kind { reading, writing, pool };

struct Case {
  std::string plugin;
  std::string name;
  Kind kind;
  std::filesystem::path input;

  // NAME.out.json, NAME.report.json, NAME.facts.json, ... beside the input.
  std::filesystem::path beside(const std::string& ending) const;
};

struct Fixtures {
  std::vector<std::string> plugins;  // every folder with a plugin.json
  std::vector<Case> cases;           // by plugin and name
  std::vector<std::string> strays;   // a sentence for each file that belongs to no case
};

Fixtures find_fixtures(const std::filesystem::path& plugins);

std::string read_file(const std::filesystem::path& path);

// Where two texts part: the line and both sides of it.
std::string first_difference(const std::string& golden, const std::string& actual);

// Empty when `actual` is the golden. Otherwise why not, with the first line that differs. A missing golden is not written.
// With `update` the golden is written, and the answer is never empty: an updated golden wants to be read before it is believed.
std::string compare_golden(const std::filesystem::path& golden, const std::string& actual, bool update);

}  // namespace caseway::plugins_test
