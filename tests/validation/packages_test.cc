#include "validation/packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "validation/package_folder.h"

namespace caseway::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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

}  // namespace
}  // namespace caseway::validation
