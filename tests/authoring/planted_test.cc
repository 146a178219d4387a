// planted/ holds one fault per file: an edit of a good mapping of planted/originals, and what `mapping check` must say about it. The originals
// pass, so what is found is what was planted.
#include <gtest/gtest.h>

#include "authoring/check.h"
#include "formats/config_node.h"
#include "mapping/case_files.h"

namespace caseway::authoring {
namespace {

using namespace mapping;

using mapping_test::entries;
using mapping_test::folder;
using mapping_test::read_file;

std::vector<std::string> names_in(const std::string& place) {
  std::vector<std::string> made;
  for (const auto& name : entries(folder(place)))
    if (name.ends_with(".yaml")) made.push_back(name);
  return made;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (const char c : info.param.substr(0, info.param.find('.'))) name += c == '-' ? '_' : c;
  return name;
}

class Planted : public testing::TestWithParam<std::string> {};

TEST_P(Planted, IsFound) {
  const auto fault = formats::read_config_file(folder("../authoring/planted/") + GetParam());
  auto mapping = read_file(folder("../authoring/planted/originals/") + std::string(fault.text("original")) + ".map.yaml");
  const std::string replaced(fault.text("replace"));
  const auto at = mapping.find(replaced);
  ASSERT_NE(at, std::string::npos) << "the original does not hold what is replaced";
  ASSERT_EQ(mapping.find(replaced, at + 1), std::string::npos) << "it holds it twice";
  mapping.replace(at, replaced.size(), fault.text("with"));
  mapping += fault.text("append");
  const auto path = testing::TempDir() + "planted_" + GetParam();
  std::ofstream(path) << mapping;

  const auto result = check(path);
  const auto finds = fault.text("finds");
  const auto text = result.text();
  if (finds == "one-sided" || finds == "note") {
    EXPECT_EQ(result.one_sided.empty(), finds == "note") << text;
    EXPECT_TRUE(result.ok()) << text;
  } else {
    EXPECT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.faults.empty(), finds == "law") << text;
  }
  for (const auto& words : fault.find("says")->items) EXPECT_NE(text.find(words.scalar), std::string::npos) << words.scalar << "\n" << text;
}

INSTANTIATE_TEST_SUITE_P(Files, Planted, testing::ValuesIn(names_in("../authoring/planted")), test_name);

class PlantedIn : public testing::TestWithParam<std::string> {};

TEST_P(PlantedIn, AGoodMapping) {
  const auto result = check(folder("../authoring/planted/originals/") + GetParam());
  EXPECT_TRUE(result.ok()) << result.text();
  EXPECT_TRUE(result.one_sided.empty()) << result.text();
}

INSTANTIATE_TEST_SUITE_P(Files, PlantedIn, testing::ValuesIn(names_in("../authoring/planted/originals")), test_name);

TEST(PlantedFaults, AreThere) { EXPECT_GE(names_in("../authoring/planted").size(), 30u); }

TEST(PlantedFaults, CheckSaysTheSameTwice) {
  const auto path = folder("../authoring/planted/originals/referrals.map.yaml");
  EXPECT_EQ(check(path).json(), check(path).json());
}

}  // namespace
}  // namespace caseway::authoring
