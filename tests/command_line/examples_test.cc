// Every example of a page is what the program prints: each ```console block, its commands in order, in a folder with the samples.
#include <sstream>
#include <vector>

#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

struct Example {
  std::string command;  // the words after "$ caseway "
  std::string shown;
};
using Session = std::vector<Example>;

std::vector<Session> sessions_of(const std::string& page) {
  std::vector<Session> sessions;
  std::ifstream in(page);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
      if (inside) sessions.emplace_back();
    } else if (inside && line.starts_with("$ caseway ")) {
      sessions.back().push_back({line.substr(10), {}});
    } else if (inside) {
      sessions.back().back().shown += line + "\n";
    }
  }
  return sessions;
}

// But for the line with the time it took.
std::string without_times(const std::string& said) {
  std::istringstream lines(said);
  std::string kept;
  for (std::string line; std::getline(lines, line);)
    if (!line.ends_with(" ms")) kept += line + "\n";
  return kept;
}

class Examples : public CommandLine, public testing::WithParamInterface<const char*> {};

TEST_P(Examples, AreWhatTheProgramPrints) {
  const auto sessions = sessions_of(std::string(CASEWAY_SOURCE_DIR "/") + GetParam());
  ASSERT_FALSE(sessions.empty()) << GetParam() << " shows no example";
  fs::create_directory_symlink(CASEWAY_SOURCE_DIR "/samples", folder_ / "samples");
  for (const auto& session : sessions) {
    for (const auto& example : session) EXPECT_EQ(without_times(caseway(example.command).said), example.shown) << "$ caseway " << example.command;
  }
}

std::string page_name(const testing::TestParamInfo<const char*>& page) {
  const std::string name = page.param;
  return name.substr(name.rfind('/') + 1, name.rfind('.') - name.rfind('/') - 1);
}
INSTANTIATE_TEST_SUITE_P(Pages, Examples, testing::Values("README.md", "docs/analyst.md", "docs/changes.md", "docs/fhir.md"), page_name);

}  // namespace

}  // namespace caseway::command_line
