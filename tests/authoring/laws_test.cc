// The mappings of tests/mapping/cases hold the laws on documents that nobody wrote.
#include <gtest/gtest.h>

#include "authoring/check.h"
#include "mapping/case_files.h"
#include "mapping/own_converters.h"

namespace caseway::authoring {
namespace {

using mapping_test::entries;
using mapping_test::folder;

class CaseMapping : public testing::TestWithParam<std::string> {};

TEST_P(CaseMapping, HoldsTheLawsOnInventedDocuments) {
  const auto result = check(folder("cases/") + GetParam() + "/x.map.yaml", mapping_test::own_converters());
  EXPECT_TRUE(result.faults.empty()) << result.text();
  if (std::filesystem::exists(folder("cases/") + GetParam() + "/lossy.txt")) return;  // says why the way back is narrower
  EXPECT_TRUE(result.ok()) << result.text();
}

std::vector<std::string> cases() { return entries(folder("cases")); }

INSTANTIATE_TEST_SUITE_P(Cases, CaseMapping, testing::ValuesIn(cases()), [](const auto& info) {
  std::string name;
  for (const char c : info.param) name += c == '-' ? '_' : c;
  return name;
});

TEST(CaseMappings, AreThere) { EXPECT_GE(cases().size(), 15u); }

}  // namespace
}  // namespace caseway::authoring
