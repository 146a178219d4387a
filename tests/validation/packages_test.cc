#include "validation/packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "formats/archive_builder.h"
#include "validation/package_folder.h"

namespace caseway::validation {
namespace {

using testing::ElementsAre;

constexpr std::string_view kColours = R"({"resourceType":"ValueSet","url":"http://example.org/vs/colours","version":"1.0.0","status":"active"})";

std::string value_set(std::string_view version, std::string_view name) {
  return R"({"resourceType":"ValueSet","url":"http://example.org/vs/colours","version":")" + std::string(version) + R"(","name":")" +
         std::string(name) + R"(","status":"active"})";
}

std::string_view name_of(const Tree* tree) { return tree == nullptr ? "none" : tree->root().child_value("name"); }

TEST(Packages, FindADefinitionInAFolder) {
  PackageFolder folder("colours");
  folder.file("ValueSet-colours.json", kColours);
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_EQ(ids_of(issues), "");
  const Tree* found = packages.value_set("http://example.org/vs/colours");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->root().child_value("status"), "active");
  EXPECT_EQ(packages.value_set("http://example.org/vs/colours"), found) << "it is parsed once";
  EXPECT_EQ(packages.code_system("http://example.org/vs/colours"), nullptr);
  EXPECT_THAT(packages.names(), ElementsAre("colours"));
  EXPECT_THAT(packages.urls("ValueSet"), ElementsAre("http://example.org/vs/colours"));
  EXPECT_FALSE(packages.has_core());
}

TEST(Packages, ReadTheFolderCalledPackageAndNothingDeeper) {
  PackageFolder folder("example.colours#1.0.0");
  folder.file("package/package.json", R"({"name":"example.colours","version":"1.0.0","fhirVersions":["4.0.1"]})")
      .file("package/ValueSet-colours.json", kColours)
      .file("package/example/ValueSet-x.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/example","status":"draft"})");
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_THAT(packages.names(), ElementsAre("example.colours#1.0.0"));
  EXPECT_THAT(packages.urls("ValueSet"), ElementsAre("http://example.org/vs/colours"));
}

TEST(Packages, GiveTheNewestVersionUnlessOneIsNamed) {
  PackageFolder folder("colours");
  folder.file("a.json", value_set("1.9.0", "nine")).file("b.json", value_set("1.10.0", "ten")).file("c.json", value_set("2.0.0-ballot", "ballot"));
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  const std::string url = "http://example.org/vs/colours";
  EXPECT_EQ(name_of(packages.value_set(url)), "ballot");
  EXPECT_EQ(name_of(packages.value_set(url + "|1.9.0")), "nine");
  EXPECT_EQ(name_of(packages.value_set(url + "|1")), "ten");
  EXPECT_EQ(name_of(packages.value_set(url + "|1.1")), "none") << "1.1 is no part of 1.10";
  EXPECT_EQ(name_of(packages.value_set(url + "|3.0.0")), "none");
  EXPECT_TRUE(packages.has_url("ValueSet", url + "|3.0.0"));
  EXPECT_FALSE(packages.has_url("ValueSet", "http://example.org/vs/other"));
}

constexpr std::string_view kUrl = "http://example.org/vs/colours";

std::string manifest(std::string_view name, std::string_view version, std::string_view rest = {}) {
  return R"({"name":")" + std::string(name) + R"(","version":")" + std::string(version) + R"(","fhirVersions":["4.0.1"])" + std::string(rest) + "}";
}

// Why a package cannot be added: the id of the first issue; "" when it can.
std::string refusal(const std::string& package, const std::string& cache = "/nowhere") {
  Packages packages;
  packages.add_cache(cache);
  Issues issues;
  const bool added = packages.add(package, issues);
  EXPECT_EQ(added, !issues.has_errors());
  return issues.empty() ? std::string() : issues.all().front().id;
}

TEST(Packages, ReadAnArchive) {
  PackageFolder folder("here");
  folder.file("colours.tgz", formats::ArchiveBuilder()
                                 .folder("package/")
                                 .file("package/package.json", manifest("example.colours", "1.0.0"))
                                 .file("package/ValueSet-colours.json", kColours)
                                 .file("package/example/ValueSet-colours.json", value_set("9.0.0", "deep"))
                                 .file("package/logo.png", "no JSON")
                                 .bytes());
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path() + "/colours.tgz", issues)) << ids_of(issues);
  EXPECT_THAT(packages.names(), ElementsAre("example.colours#1.0.0"));
  ASSERT_NE(packages.value_set(kUrl), nullptr);
  EXPECT_EQ(packages.value_set(kUrl)->root().child_value("version"), "1.0.0");
}

TEST(Packages, AreFoundByNameInThePackageFolder) {
  PackageFolder old("example.colours#1.2.0");
  old.file("package/package.json", manifest("example.colours", "1.2.0")).file("package/a.json", value_set("1.2.0", "two"));
  std::filesystem::create_directories(old.root() + "/example.colours#1.10.0/package");
  old.file("../example.colours#1.10.0/package/a.json", value_set("1.10.0", "ten"));
  old.file("../example.coloursome#3.0.0/package/a.json", value_set("3.0.0", "other"));
  old.file("../example.colours-2.0.0.tgz", formats::ArchiveBuilder().file("package/a.json", value_set("2.0.0", "packed")).bytes());
  const struct {
    const char* asked;
    const char* found;
  } cases[] = {{"example.colours#1.2.0", "two"},
               {"example.colours#1", "ten"},
               {"example.colours#1.2.x", "two"},
               {"example.colours", "packed"},
               {"example.colours#latest", "packed"}};
  for (const auto& c : cases) {
    Packages packages;
    packages.add_cache(old.root());
    Issues issues;
    ASSERT_TRUE(packages.add(c.asked, issues)) << c.asked;
    EXPECT_EQ(name_of(packages.value_set(kUrl)), c.found) << c.asked;
  }
  EXPECT_EQ(refusal("example.colours#7.0.0", old.root()), "validation.package.not_found");
  EXPECT_EQ(refusal("example.colour", old.root()), "validation.package.not_found");
}

TEST(Packages, BringWhatTheyDependOn) {
  PackageFolder folder("example.top#1.0.0");
  folder.file("package/package.json", manifest("example.top", "1.0.0", R"(,"dependencies":{"example.mid":"2.0.x","hl7.fhir.r4.core":"4.0.1"})"))
      .file("package/a.json", value_set("1.0.0", "top"));
  folder.file("../example.mid#2.0.3/package/package.json",
              manifest("example.mid", "2.0.3", R"(,"dependencies":{"example.top":"1.0.0","example.low":"1.0.0"})"));
  folder.file("../example.mid#2.0.3/package/a.json", value_set("1.0.0", "mid"));
  folder.file("../example.low#1.0.0/package/package.json", manifest("example.low", "1.0.0", R"(,"dependencies":{"example.gone":"5.0.0"})"));
  folder.file("../example.low#1.0.0/package/b.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/low","status":"active"})");
  Packages packages;
  packages.add_cache("/nowhere");
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_THAT(packages.names(), ElementsAre("example.top#1.0.0", "example.mid#2.0.3", "example.low#1.0.0"));
  EXPECT_EQ(name_of(packages.value_set(kUrl)), "top") << "what came as a dependency stands behind";
  EXPECT_NE(packages.value_set("http://example.org/vs/low"), nullptr);
  ASSERT_EQ(ids_of(issues), "validation.package.dependency validation.package.dependency");
  EXPECT_THAT(issues.all()[0].text, testing::HasSubstr("hl7.fhir.r4.core#4.0.1"));
  EXPECT_THAT(issues.all()[1].text, testing::HasSubstr("example.gone#5.0.0"));
}

TEST(Packages, AddedTogetherSatisfyEachOther) {
  PackageFolder top("top");
  top.file("package.json", manifest("example.top", "1.0.0", R"(,"dependencies":{"example.low":"1.0.0"})")).file("a.json", value_set("1.0.0", "top"));
  PackageFolder low("low");
  low.file("package.json", manifest("example.low", "1.0.0")).file("a.json", value_set("1.0.0", "low"));
  Packages packages;
  packages.add_cache("/nowhere");
  Issues issues;
  ASSERT_TRUE(packages.add(std::vector<std::string>{top.path(), low.path()}, issues));
  EXPECT_EQ(ids_of(issues), "");
  EXPECT_EQ(name_of(packages.value_set(kUrl)), "low") << "the one added later counts";
}

TEST(Packages, RecogniseTheCoreOfR4WhateverItsFolderIsCalled) {
  PackageFolder core("definitions");
  for (const std::string name : {"Element", "Resource", "Patient"}) {
    core.file(name + ".json",
              R"({"resourceType":"StructureDefinition","url":"http://hl7.org/fhir/StructureDefinition/)" + name + R"(","version":"4.0.1"})");
  }
  PackageFolder guide("guide");
  guide.file("package.json", manifest("example.guide", "1.0.0", R"(,"dependencies":{"hl7.fhir.r4.core":"4.0.1"})")).file("a.json", kColours);
  Packages packages;
  packages.add_cache("/nowhere");
  Issues issues;
  ASSERT_TRUE(packages.add(std::vector<std::string>{guide.path(), core.path()}, issues));
  EXPECT_EQ(ids_of(issues), "");
  EXPECT_TRUE(packages.has_core());
}

TEST(Packages, SayWhyOneCannotBeUsed) {
  PackageFolder folder("x");
  folder.file("empty/readme.txt", "nothing").file("broken/package.json", "{").file("broken/a.json", kColours);
  folder.file("r5/package.json", R"({"name":"example.r5","version":"1","fhirVersions":["5.0.0"]})").file("r5/a.json", kColours);
  folder.file("text.tgz", "no archive").file("none.tgz", formats::ArchiveBuilder().file("other/a.json", kColours).bytes());
  folder.file("evil.tgz", formats::ArchiveBuilder().file("package/a.json", kColours).file("package/../../up.json", "{}").bytes());
  EXPECT_EQ(refusal(folder.path() + "/missing"), "validation.package.not_found");
  EXPECT_EQ(refusal(folder.path() + "/empty"), "validation.package.unreadable");
  EXPECT_EQ(refusal(folder.path() + "/broken"), "validation.package.manifest");
  EXPECT_EQ(refusal(folder.path() + "/r5"), "validation.package.fhir_version");
  EXPECT_EQ(refusal(folder.path() + "/text.tgz"), "archive.format");
  EXPECT_EQ(refusal(folder.path() + "/none.tgz"), "validation.package.unreadable");
  EXPECT_EQ(refusal(folder.path() + "/evil.tgz"), "archive.name");
}

TEST(Packages, DoNotWaitForWhatIsNoFile) {
  PackageFolder folder("pipes");
  folder.file("a.json", kColours);
  ASSERT_EQ(::mkfifo((folder.path() + "/b.json").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((folder.path() + "/c.tgz").c_str(), 0600), 0);
  std::filesystem::create_directory(folder.path() + "/d.json");
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_NE(packages.value_set(kUrl), nullptr);
  EXPECT_EQ(packages.faults().all().size(), 2u);
  EXPECT_EQ(refusal(folder.path() + "/c.tgz"), "validation.package.unreadable");
}

TEST(Packages, TakeTheIndexAsAHintOnly) {
  PackageFolder folder("indexed");
  folder.file(".index.json", R"({"index-version":1,"files":[
      {"filename":"a.json","resourceType":"ValueSet","url":"http://example.org/vs/listed","version":"1"},
      {"filename":"gone.json","resourceType":"ValueSet","url":"http://example.org/vs/gone"},
      {"filename":"lie.json","resourceType":"ValueSet","url":"http://example.org/vs/lie"}]})");
  folder.file("a.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/listed","version":"1","status":"active"})");
  folder.file("lie.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/other","status":"active"})");
  folder.file("unlisted.json", kColours);
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_THAT(packages.urls("ValueSet"), ElementsAre(kUrl, "http://example.org/vs/lie", "http://example.org/vs/listed"));
  EXPECT_NE(packages.value_set("http://example.org/vs/listed"), nullptr);
  EXPECT_EQ(packages.value_set("http://example.org/vs/lie"), nullptr);
  EXPECT_EQ(ids_of(packages.faults()), "validation.package.definition");
}

TEST(Packages, RememberWhatCannotBeParsed) {
  PackageFolder folder("broken");
  folder.file("a.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/cut","status":"active","name":)");
  folder.file("b.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/odd","status":"active","colour":"red"})");
  folder.file("c.json", "[]").file("d.json", "no JSON").file("e.json", "").file("f.json", R"({"resourceType":"Patient","id":"p"})");
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(packages.value_set("http://example.org/vs/cut"), nullptr);
    EXPECT_EQ(packages.value_set("http://example.org/vs/odd"), nullptr);
  }
  std::vector<std::string> files;
  const Issues faults = packages.faults();
  for (const Issue& fault : faults.all()) files.push_back(fault.place.path);
  EXPECT_THAT(files, ElementsAre("broken: a.json", "broken: c.json", "broken: d.json", "broken: e.json", "broken: b.json")) << "each is told once";
}

// The head of a definition is found wherever its members stand, and whatever stands before them.
TEST(Packages, FindTheHeadOfADefinitionAnywhere) {
  PackageFolder folder("heads");
  folder.file("a.json",
              "\xEF\xBB\xBF {\"text\":{\"url\":\"http://example.org/inner\",\"a\":[\"}\\\"\",{}]},\"status\":\"active\",\"version\":\"1\","
              "\"url\":\"http:\\/\\/example.org\\u002Fvs/late\",\"resourceType\":\"ValueSet\"}");
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  EXPECT_THAT(packages.urls("ValueSet"), ElementsAre("http://example.org/vs/late"));
}

TEST(Packages, MayBeAskedByManyThreadsAtOnce) {
  PackageFolder folder("many");
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(i);
    folder.file(n + ".json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/)" + n + R"(","status":"active"})");
  }
  Packages packages;
  Issues issues;
  ASSERT_TRUE(packages.add(folder.path(), issues));
  std::vector<std::vector<const Tree*>> seen(8);
  std::vector<std::thread> threads;
  for (auto& trees : seen) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) trees.push_back(packages.value_set("http://example.org/vs/" + std::to_string(i)));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& trees : seen) EXPECT_EQ(trees, seen.front());
  EXPECT_THAT(seen.front(), testing::Not(testing::Contains(nullptr)));
}

}  // namespace
}  // namespace caseway::validation
