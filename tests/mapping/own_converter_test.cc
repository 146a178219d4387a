// What a plugin may bring as a converter, and what is refused when it starts.
#include <gtest/gtest.h>

#include "case_files.h"
#include "caseway/partner.h"
#include "mapping/convert/converter.h"
#include "own_converters.h"

namespace caseway::mapping {
namespace {

bool same(std::string_view from, std::string& to) { return to = from, true; }
bool longer(std::string_view from, std::string& to) { return to = std::string(from) + "!", true; }
bool never(std::string_view, std::string&) { return false; }

struct Wrong {
  ConverterPair pair;
  std::string says;
};
const std::vector<Wrong> kWrong{
    {{"Case Number", "x", {"x"}, same, same}, "has no name of small letters"},
    {{"date", "x", {"x"}, same, same}, "has the name of one that Caseway has"},
    {{"mine", "x", {"x"}, nullptr, nullptr}, "has neither"},
    {{"mine", "", {"x"}, same, same}, "does not say in `forms`"},
    {{"mine", "x", {}, same, same}, "has no `examples`"},
    {{"mine", "x", {"x"}, never, same}, "does not read its own example"},
    {{"mine", "x", {"x"}, same, never}, "does not write what it read"},
    {{"mine", "x", {"x"}, same, longer}, "writes `x!` where it read `x`"},
};

TEST(OwnConverter, IsRefusedWithItsReason) {
  for (const auto& wrong : kWrong) EXPECT_NE(why_no_pair(wrong.pair).find(wrong.says), std::string::npos) << why_no_pair(wrong.pair);
  for (const auto& good : mapping_test::own_converters()) EXPECT_EQ(why_no_pair(good), "");
}

// A plugin's folder with a manifest that lists these converters.
std::string home(const std::string& listed) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "own-converter";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::copy(mapping_test::folder("cases/own-converter/x.map.yaml"), folder / "x.map.yaml");
  std::ofstream(folder / "plugin.json") << "{ \"name\": \"x\", \"formats\": [\"csv\"], \"converters\": [" << listed << "] }";
  return folder.string();
}

std::string refusal(const std::string& listed, const Converters& own) {
  try {
    const MappingPartner partner(home(listed), own);
    EXPECT_EQ(partner.converters().size(), own.size());
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(OwnConverter, IsListedInTheManifest) {
  const auto& own = mapping_test::own_converters();
  EXPECT_EQ(refusal(R"("initials", "hours-minutes")", own), "");
  EXPECT_NE(refusal(R"("initials")", own).find("plugin.json does not list"), std::string::npos);
  EXPECT_NE(refusal("", {}).find("there is no converter `hours-minutes`"), std::string::npos);
  EXPECT_NE(refusal(R"("initials")", {own[1], own[1]}).find("is there twice"), std::string::npos);
}

}  // namespace
}  // namespace caseway::mapping
