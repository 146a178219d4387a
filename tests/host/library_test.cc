#include "host/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "calls.h"
#include "host/plugins.h"
#include "plugin_folder.h"

namespace caseway::host {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string good() { return PluginFolder::read(HOST_TEST_PLUGINS "/good/good.so"); }
std::string good_v2() { return PluginFolder::read(HOST_TEST_V2); }
std::string mapped_libraries() { return PluginFolder::read("/proc/self/maps"); }

TEST(Library, TwoVersionsOfOneNameRunSideBySide) {
  const auto first = load_partner(good(), "good", "/home-of-good");
  const auto second = load_partner(good_v2(), "good", "/home-of-good");
  const auto documents = read(*first, "line 1\n").documents;
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(write(*first, documents).parts.at(0).bytes, "line 1\n");
  EXPECT_EQ(write(*second, documents).parts.at(0).bytes, "v2 line 1\n");
  // Each has its own static data: both made their first object.
  EXPECT_THAT(texts(read(*first, "").issues), HasSubstr("object 1 "));
  EXPECT_THAT(texts(read(*second, "").issues), HasSubstr("object 1 "));
}

TEST(Library, LivesAsLongAsItsPartnerAndNoLonger) {
  std::shared_ptr<const Partner> kept;
  {
    PluginFolder folder;
    folder.add("good");
    kept = Plugins::load({folder.path()}).find("good")->partner;
  }
  EXPECT_THAT(mapped_libraries(), HasSubstr("memfd:good-"));
  EXPECT_EQ(read(*kept, "line 1\n").documents.size(), 1u);
  kept.reset();
  EXPECT_THAT(mapped_libraries(), Not(HasSubstr("memfd:good-")));
}

TEST(Library, WhatItHandedOverOutlivesIt) {
  auto partner = load_partner(good(), "good", "/home-of-good");
  const auto documents = read(*partner, "line 1\nline 2\n").documents;
  const auto failed = read(*load_partner(PluginFolder::read(HOST_TEST_PLUGINS "/throws/throws.so"), "throws", "/"), "x").issues;
  partner.reset();
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[1].tree.root().child("entry").child("resource").child("code").child_value("text"), "line 2");
  EXPECT_THAT(texts(failed), HasSubstr("NotFound"));
}

TEST(Library, IsNotTouchedByOverwritingItsFile) {
  PluginFolder folder;
  folder.add("good");
  const auto plugins = Plugins::load({folder.path()});
  std::ofstream(folder.path("good/good.so"), std::ios::binary | std::ios::in) << std::string(good().size(), '\0');
  EXPECT_EQ(read(*plugins.find("good")->partner, "line 1\n").documents.size(), 1u);
}

TEST(Library, SaysWhatItMisses) {
  // A descriptor that is right in a library that cannot be linked: its needed library has another name.
  auto broken = good();
  const auto needed = broken.find("libcaseway.so");
  ASSERT_NE(needed, broken.npos);
  broken.replace(needed, 3, "nil");
  ASSERT_EQ(why_refused(broken), "");
  try {
    load_partner(broken, "good", "/");
    FAIL() << "it was loaded";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("nilcaseway.so"));
    EXPECT_THAT(e.what(), Not(HasSubstr("/proc/")));
  }
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  for (int c; (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return out;
}

// Every plugin that this build made, shipped or for tests.
TEST(Library, EveryPluginExportsOneSymbol) {
  int seen = 0;
  for (const std::string root : {HOST_TEST_PLUGINS, CASEWAY_BUILD_DIR "/plugins"}) {
    if (!std::filesystem::exists(root)) continue;
    for (const auto& folder : std::filesystem::directory_iterator(root)) {
      const auto name = folder.path().filename().string();
      const auto library = folder.path() / (name + ".so");
      if (!std::filesystem::exists(library)) continue;  // not built yet, or deleted from the tree since
      const auto symbols = output_of("nm -D --defined-only '" + library.string() + "' | cut -d' ' -f3 | cut -d@ -f1");
      EXPECT_EQ(symbols, name == "no-symbol" ? "" : "caseway_plugin\n") << library;
      ++seen;
    }
  }
  EXPECT_GE(seen, 11);
}

}  // namespace
}  // namespace caseway::host
