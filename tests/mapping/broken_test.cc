// Every file of broken/ is wrong in one way; its first line says where and how: "# 7: did you mean birthDate". A fault names its own line.
#include <gtest/gtest.h>

#include "case_files.h"
#include "mapping/mapping_files.h"
#include "mapping/plan.h"
#include "own_converters.h"

namespace caseway::mapping {
namespace {

using mapping_test::entries;
using mapping_test::folder;
using mapping_test::read_file;

class BrokenMapping : public testing::TestWithParam<std::string> {};

TEST_P(BrokenMapping, IsRefusedWithLineAndSuggestion) {
  const auto path = folder("broken/") + GetParam();
  const auto text = read_file(path);
  const auto first = text.substr(2, text.find('\n') - 2);
  const auto colon = first.find(": ");
  ASSERT_NE(colon, std::string::npos) << "the first line says `# LINE: part of the sentence`";
  const auto line = static_cast<unsigned>(std::stoul(first.substr(0, colon)));
  const auto words = first.substr(colon + 2);
  std::vector<formats::ConfigError> faults;
  MappingFiles read(mapping_test::own_converters());
  EXPECT_EQ(compile(path, read, faults), nullptr);
  ASSERT_FALSE(faults.empty());
  bool found = false;
  std::string all;
  for (const auto& fault : faults) {
    found = found || (fault.at.line == line && std::string(fault.what()).find(words) != std::string::npos);
    all += std::string(fault.what()) + "\n";
  }
  EXPECT_TRUE(found) << "expected line " << line << ": " << words << "\n" << all;
}

std::vector<std::string> files() {
  std::vector<std::string> made;
  for (const auto& name : entries(folder("broken")))
    if (name.ends_with(".map.yaml") && !name.starts_with("part-")) made.push_back(name);
  return made;
}

INSTANTIATE_TEST_SUITE_P(Files, BrokenMapping, testing::ValuesIn(files()), [](const auto& info) {
  std::string name;
  for (const char c : info.param.substr(0, info.param.find('.'))) name += c == '-' ? '_' : c;
  return name;
});

TEST(BrokenMappings, AreThere) { EXPECT_GE(files().size(), 20u); }

TEST(BrokenMappings, AllFaultsAreToldAtOnce) {
  std::vector<formats::ConfigError> faults;
  compile_text(
      "mapping: m\nversion: '1'\ndocument: referral\ntheirs: { format: csv }\nours: { p: { resource: Patientt } }\nfields:\n  - { theirs: a, ours: "
      "q.x }\n  - { theirs: b, ourz: p.y }\n",
      "m.map.yaml", faults);
  EXPECT_GE(faults.size(), 3u);
}

}  // namespace
}  // namespace caseway::mapping
