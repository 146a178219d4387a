#include "host/plugins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caseway/plugin.h"
#include "plugin_folder.h"

namespace caseway::host {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> names(const Plugins& plugins) {
  std::vector<std::string> out;
  for (const auto& plugin : plugins.loaded()) out.push_back(plugin.manifest.name);
  return out;
}

// Why the only refused plugin was refused; a good one must have been loaded all the same.
std::string reason(PluginFolder& folder) {
  folder.add("good");
  const auto plugins = Plugins::load({folder.path()});
  EXPECT_NE(plugins.find("good"), nullptr);
  EXPECT_EQ(plugins.refused().size(), 1u);
  const auto survey = Plugins::survey({folder.path()});
  EXPECT_NE(survey.find("good"), nullptr);
  return plugins.refused().empty() ? "" : plugins.refused().front().reason;
}

std::string reason(const std::string& plugin) {
  PluginFolder folder;
  folder.add(plugin);
  return reason(folder);
}

TEST(Plugins, LoadsWhatIsGoodBesideTheBuiltInDialects) {
  PluginFolder folder;
  folder.add("good").add("throws").write(".hidden/x", "").write("README.md", "no folder, no plugin");
  const auto plugins = Plugins::load({folder.path()});
  EXPECT_THAT(names(plugins), ElementsAre("fhir-json", "fhir-xml", "fhir-ndjson", "good", "throws"));
  EXPECT_THAT(plugins.refused(), IsEmpty());
  const auto* good = plugins.find("good");
  ASSERT_NE(good, nullptr);
  EXPECT_EQ(good->manifest.title, "Lines of text, one document each");
  EXPECT_THAT(good->manifest.directions, ElementsAre("read", "write"));
  EXPECT_EQ(good->folder, folder.path("good"));
  EXPECT_NE(good->partner, nullptr);
  EXPECT_EQ(plugins.find("nobody"), nullptr);
}

TEST(Plugins, AreEnoughWhenThereAreNone) {
  PluginFolder folder;
  EXPECT_THAT(names(Plugins::load({folder.path()})), ElementsAre("fhir-json", "fhir-xml", "fhir-ndjson"));
}

TEST(Plugins, SurveyRunsNothing) {
  PluginFolder folder;
  folder.add("good").add("start-fails");
  const auto plugins = Plugins::survey({folder.path()});
  EXPECT_THAT(names(plugins), ElementsAre("fhir-json", "fhir-xml", "fhir-ndjson", "good", "start-fails"));
  EXPECT_EQ(plugins.find("good")->partner, nullptr);
}

TEST(Plugins, RefusesAnotherAbiWithBothSidesAndRunsNothingOfIt) {
  // The plugin would end this process when it was loaded.
  EXPECT_THAT(reason("other-abi"), AllOf(HasSubstr("sdk of another day; compiler 99.1"), HasSubstr(CASEWAY_ABI_TEXT)));
}

TEST(Plugins, RefusesAnotherDescriptor) {
  EXPECT_THAT(reason("other-size"), AllOf(HasSubstr("1008 bytes"), HasSubstr(std::to_string(sizeof(PluginDescriptor)) + " bytes")));
  EXPECT_THAT(reason("other-magic"), HasSubstr("no plugin descriptor"));
}

TEST(Plugins, RefusesALibraryWithoutSymbol) { EXPECT_THAT(reason("no-symbol"), HasSubstr("CASEWAY_PARTNER")); }

TEST(Plugins, RefusesWhatIsNoLibrary) {
  PluginFolder folder;
  folder.add("good");
  std::filesystem::rename(folder.path("good"), folder.path("text"));
  folder.write("text/plugin.json",
               R"({"name": "text", "version": "1.0.0", "title": "t", "status": "beta", "formats": ["x"], "directions": ["read"]})");
  folder.write("text/text.so", "This is a text file.\n");
  EXPECT_THAT(reason(folder), HasSubstr("no shared library"));
}

TEST(Plugins, RefusesAnEmptyAndAMissingLibrary) {
  PluginFolder empty;
  empty.add("throws").write("throws/throws.so", "");
  EXPECT_THAT(reason(empty), HasSubstr("no shared library"));
  PluginFolder missing;
  missing.add("throws");
  std::filesystem::remove(missing.path("throws/throws.so"));
  EXPECT_THAT(reason(missing), HasSubstr("was it built?"));
}

TEST(Plugins, RefusesAConstructorThatFails) { EXPECT_THAT(reason("start-fails"), HasSubstr("referral.map.yaml:3:1: unknown key")); }

TEST(Plugins, RefusesAFolderWithoutManifest) {
  PluginFolder folder;
  folder.add("throws");
  std::filesystem::remove(folder.path("throws/plugin.json"));
  EXPECT_THAT(reason(folder), HasSubstr("no plugin.json"));
}

TEST(Plugins, RefusesABadManifestWithItsPlaceAndASuggestion) {
  PluginFolder folder;
  folder.add("throws").write("throws/plugin.json", "{\n  \"name\": \"throws\",\n  \"versoin\": \"1.0.0\"\n}\n");
  EXPECT_THAT(reason(folder), AllOf(HasSubstr("plugin.json:3"), HasSubstr("version")));
  PluginFolder broken;
  broken.add("throws").write("throws/plugin.json", "{\n  \"name\": [\n");
  EXPECT_THAT(reason(broken), HasSubstr("plugin.json:"));
}

TEST(Plugins, RefusesAnotherName) {
  PluginFolder folder;
  folder.add("throws");
  std::filesystem::rename(folder.path("throws"), folder.path("thrown"));
  EXPECT_THAT(reason(folder), AllOf(HasSubstr("\"throws\""), HasSubstr("\"thrown\"")));
}

TEST(Plugins, RefusesTheSecondOfOneName) {
  PluginFolder first;
  PluginFolder second;
  first.add("good");
  second.add("good").add("throws");
  const auto plugins = Plugins::load({first.path(), second.path()});
  EXPECT_THAT(names(plugins), ElementsAre("fhir-json", "fhir-xml", "fhir-ndjson", "good", "throws"));
  ASSERT_EQ(plugins.refused().size(), 1u);
  EXPECT_EQ(plugins.refused()[0].folder, second.path("good"));
  EXPECT_THAT(plugins.refused()[0].reason, HasSubstr(first.path("good")));
}

TEST(Plugins, RefusesLinksThatLeadOutside) {
  PluginFolder outside;
  outside.add("throws");
  PluginFolder folder;
  std::filesystem::create_directory_symlink(outside.path("throws"), folder.path("throws"));
  EXPECT_THAT(reason(folder), HasSubstr("leads outside"));
  PluginFolder library;
  library.add("throws");
  std::filesystem::remove(library.path("throws/throws.so"));
  std::filesystem::create_symlink(outside.path("throws/throws.so"), library.path("throws/throws.so"));
  EXPECT_THAT(reason(library), HasSubstr("leads outside"));
}

TEST(Plugins, SaysThatAConfiguredFolderIsMissing) {
  PluginFolder folder;
  const auto plugins = Plugins::load({folder.path("nowhere"), folder.path()});
  ASSERT_EQ(plugins.refused().size(), 1u);
  EXPECT_EQ(plugins.refused()[0].folder, folder.path("nowhere"));
}

}  // namespace
}  // namespace caseway::host
