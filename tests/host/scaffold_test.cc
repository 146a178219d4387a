#include "host/scaffold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/manifest.h"
#include "plugin_folder.h"

namespace caseway::host {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Scaffold, MakesAFolderOfItsOwn) {
  PluginFolder into;
  const auto folder = scaffold_plugin("harbor-house", into.path());
  EXPECT_EQ(folder, into.path("harbor-house"));
  EXPECT_EQ(read_manifest(PluginFolder::read(folder + "/plugin.json"), "plugin.json").name, "harbor-house");
  EXPECT_THAT(PluginFolder::read(folder + "/plugin.cc"), HasSubstr("class HarborHouse : public caseway::MappingPartner"));
  EXPECT_THAT(PluginFolder::read(folder + "/README.md"), HasSubstr("# Harbor House\n"));
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_THAT(PluginFolder::read(entry.path()), Not(testing::AnyOf(HasSubstr("@NAME@"), HasSubstr("@CLASS@"), HasSubstr("@TITLE@"))));
  }
  EXPECT_EQ(files, 7);
}

TEST(Scaffold, RefusesNamesThatAreNone) {
  PluginFolder into;
  for (const auto* name : {"", "Harbor", "9lives", "a b", "../up", "a/b", "ends-", ".hidden"})
    EXPECT_THROW(scaffold_plugin(name, into.path()), std::invalid_argument) << name;
}

TEST(Scaffold, TouchesNothingThatExists) {
  PluginFolder into;
  into.write("harbor-house/notes.txt", "mine");
  EXPECT_THROW(scaffold_plugin("harbor-house", into.path()), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(into.path("harbor-house/plugin.cc")));
}

}  // namespace
}  // namespace caseway::host
