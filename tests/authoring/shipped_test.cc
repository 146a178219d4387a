// Every shipped mapping passes `mapping check`: the laws hold on the documents that are made from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "authoring/check.h"
#include "formats/config_node.h"

namespace caseway::authoring {
namespace {

using namespace mapping;

const std::string kPlugins = CASEWAY_SOURCE_DIR "/plugins";

std::vector<std::string> shipped() {
  std::vector<std::string> made;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kPlugins))
    if (const auto path = entry.path().string(); path.ends_with(".map.yaml") && formats::read_config_file(path).find("mapping") != nullptr)
      made.push_back(entry.path().lexically_relative(kPlugins).string());
  std::sort(made.begin(), made.end());
  return made;
}

class Shipped : public testing::TestWithParam<std::string> {};

TEST_P(Shipped, HoldsTheLaws) {
  const auto result = check(kPlugins + "/" + GetParam());
  EXPECT_TRUE(result.ok()) << result.text();
}

INSTANTIATE_TEST_SUITE_P(Mappings, Shipped, testing::ValuesIn(shipped()), [](const auto& info) {
  std::string name;
  for (const char c : info.param.substr(0, info.param.find('.'))) name += c == '-' || c == '/' ? '_' : c;
  return name;
});

TEST(ShippedMappings, AreThere) { EXPECT_GE(shipped().size(), 12u); }

}  // namespace
}  // namespace caseway::authoring
