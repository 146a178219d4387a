#include "host/elf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/library.h"
#include "plugin_folder.h"

namespace caseway::host {
namespace {

using testing::HasSubstr;

std::string good_library() { return PluginFolder::read(HOST_TEST_PLUGINS "/good/good.so"); }

TEST(Elf, ReadsAnExportedObjectFromTheFile) {
  const auto library = good_library();
  std::string_view object;
  std::string why_not;
  ASSERT_TRUE(exported_object(library, "caseway_plugin", 8, object, why_not)) << why_not;
  EXPECT_EQ(object.substr(0, 4), "1PWC");
}

TEST(Elf, SaysWhyThereIsNoObject) {
  std::string_view object;
  std::string why_not;
  EXPECT_FALSE(exported_object("just text, long enough to be a header of some sort, but it is none at all", "caseway_plugin", 8, object, why_not));
  EXPECT_THAT(why_not, HasSubstr("no shared library"));
  EXPECT_FALSE(exported_object(good_library(), "caseway_plugi", 8, object, why_not));
  EXPECT_THAT(why_not, HasSubstr("exports no caseway_plugi"));
  EXPECT_FALSE(exported_object(PluginFolder::read(HOST_TEST_WORKER), "caseway_plugin", 8, object, why_not));
  EXPECT_FALSE(exported_object(good_library(), "caseway_plugin", 1u << 30, object, why_not));
  EXPECT_THAT(why_not, HasSubstr("shorter"));
}

TEST(Elf, RefusesAnotherMachine) {
  auto library = good_library();
  library[18] = '\x03';  // e_machine: EM_386
  std::string_view object;
  std::string why_not;
  EXPECT_FALSE(exported_object(library, "caseway_plugin", 8, object, why_not));
  EXPECT_THAT(why_not, HasSubstr("another machine"));
}

// Whatever is cut off or overwritten, the answer is a refusal or an object inside the file.
TEST(Elf, SurvivesEveryTruncation) {
  const auto library = good_library();
  const auto header = library.substr(0, 4096);
  int refused = 0;
  for (std::size_t size = 0; size < library.size(); size += size < header.size() ? 1 : 4093) refused += !why_refused(library.substr(0, size)).empty();
  EXPECT_GT(refused, 4096);
}

TEST(Elf, SurvivesOverwrittenTables) {
  const auto library = good_library();
  int refused = 0;
  for (std::size_t at = 0; at < library.size(); at += at < 4096 ? 1 : 997) {
    auto damaged = library;
    for (std::size_t i = at; i < std::min(at + 8, damaged.size()); ++i) damaged[i] = '\xff';
    refused += !why_refused(damaged).empty();
  }
  EXPECT_GT(refused, 40);
}

}  // namespace
}  // namespace caseway::host
