// Field guides: every plugin's is what its mapping says, every column is in it, and its sample is a file that the mapping reads.
#include "authoring/guide.h"

#include <gtest/gtest.h>

#include "mapping/case_files.h"
#include "mapping/mapping.h"
#include "mapping/own_converters.h"
#include "mapping/plan.h"
#include "mapping/through.h"

namespace caseway::authoring {
namespace {

using namespace mapping;

using mapping_test::entries;
using mapping_test::folder;
using mapping_test::read_file;
namespace fs = std::filesystem;

// The mappings of the plugins, and those of the cases.
std::vector<std::string> mappings(bool with_cases) {
  std::vector<std::string> found;
  const auto add = [&](const fs::path& place) {
    for (const auto& each : fs::directory_iterator(place))
      if (each.is_directory())
        for (const auto& file : fs::directory_iterator(each))
          if (file.path().string().ends_with(".map.yaml") && file.is_regular_file() && read_file(file.path()).find("\nmapping:") != std::string::npos)
            found.push_back(file.path().lexically_relative(CASEWAY_SOURCE_DIR).string());
  };
  add(CASEWAY_SOURCE_DIR "/plugins");
  if (with_cases) add(folder("cases"));
  std::sort(found.begin(), found.end());
  return found;
}

std::string test_name(const testing::TestParamInfo<std::string>& file) {
  std::string name;
  for (const char c : file.param.substr(0, file.param.size() - 9)) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

std::string place_of(const std::string& file) { return std::string(CASEWAY_SOURCE_DIR "/") + file; }

class PluginGuide : public testing::TestWithParam<std::string> {};

TEST_P(PluginGuide, IsWhatTheMappingSays) {
  const fs::path file = place_of(GetParam());
  const auto name = file.filename().string();
  const auto guide = file.parent_path() / "guide" / (name.substr(0, name.size() - 9) + ".md");
  EXPECT_TRUE(read_file(guide) == field_guide(file).markdown()) << guide << " is not up to date; run scripts/field-guides --write";
}
INSTANTIATE_TEST_SUITE_P(Plugins, PluginGuide, testing::ValuesIn(mappings(false)), test_name);

class GuideOf : public testing::TestWithParam<std::string> {};

TEST_P(GuideOf, HasASampleThatTheMappingReadsWithoutAnIssue) {
  const auto guide = field_guide(place_of(GetParam()), mapping_test::own_converters());
  ASSERT_TRUE(guide.ok()) << guide.faults.front();
  ASSERT_FALSE(guide.sample.empty());
  const auto mapping = Mapping::load(place_of(GetParam()), mapping_test::own_converters());
  Issues issues;
  Context context;
  context.issues = &issues;
  Payload payload(guide.sample);
  Documents documents;
  mapping.read(context, payload, documents);
  for (const auto& issue : issues.all()) ADD_FAILURE() << issue.id << " " << issue.place.path << ": " << issue.text;
  EXPECT_EQ(documents.all.size(), 1u);
}

TEST_P(GuideOf, NamesEveryColumn) {
  const auto mapping = Mapping::load(place_of(GetParam()), mapping_test::own_converters());
  const auto text = field_guide(place_of(GetParam()), mapping_test::own_converters()).markdown();
  for (const auto& block : mapping.plan().blocks)
    for (const auto& field : block.fields) {
      if (field.columns.empty()) continue;
      for (const auto column : {field.columns.front(), field.columns.back()})
        EXPECT_NE(text.find("`" + mapping.plan().columns[column].name + "`"), std::string::npos) << mapping.plan().columns[column].path;
    }
}
INSTANTIATE_TEST_SUITE_P(All, GuideOf, testing::ValuesIn(mappings(true)), test_name);

TEST(Guide, OfNoMappingOutlivesIt) {
  for (const auto& plugin : entries(CASEWAY_SOURCE_DIR "/plugins")) {
    const auto guides = fs::path(CASEWAY_SOURCE_DIR "/plugins") / plugin / "guide";
    if (!fs::exists(guides)) continue;
    for (const auto& name : entries(guides))
      EXPECT_TRUE(fs::exists(guides.parent_path() / (name.substr(0, name.size() - 3) + ".map.yaml"))) << guides / name << " has no mapping any more";
  }
}

}  // namespace
}  // namespace caseway::authoring
