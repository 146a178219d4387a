// Code systems and value sets that no honest author writes: answers stay right, and time linear in their size.
#include <gtest/gtest.h>

#include <memory>

#include "formats/cpu_time.h"
#include "validation/package_folder.h"
#include "validation/terminology.h"

namespace caseway::validation {
namespace {

std::unique_ptr<Terminology> terminology_of(const std::string& code_system, const std::string& compose) {
  PackageFolder folder("hostile");
  folder.file("cs.json", R"({"resourceType":"CodeSystem","url":"http://example.org/cs","status":"active","content":"complete","concept":[)" +
                             code_system + "]}");
  folder.file("vs.json", R"({"resourceType":"ValueSet","url":"http://example.org/vs","status":"active","compose":{)" + compose + "}}");
  auto packages = std::make_shared<Packages>();
  Issues issues;
  EXPECT_TRUE(packages->add(folder.path(), issues));
  EXPECT_NE(packages->code_system("http://example.org/cs"), nullptr) << packages->faults().all().front().text;
  EXPECT_NE(packages->value_set("http://example.org/vs"), nullptr);
  return std::make_unique<Terminology>(packages);
}

std::string list_of(int count, const auto& item) {
  std::string list;
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + item(i);
  return list;
}

std::string with_parent(int i, int parent) {
  return R"({"code":"c)" + std::to_string(i) + R"(","property":[{"code":"parent","valueCode":"c)" + std::to_string(parent) + R"("}]})";
}

constexpr std::string_view kVs = "http://example.org/vs";
constexpr std::string_view kCs = "http://example.org/cs";

std::string is_a(const std::string& code) {
  return R"("include":[{"system":"http://example.org/cs","filter":[{"property":"concept","op":"is-a","value":")" + code + R"("}]}])";
}

TEST(HostileTerminology, AChainOfAHundredThousandParentsIsWalkedOnce) {
  const auto terms = terminology_of(list_of(100'000, [](int i) { return with_parent(i, i - 1); }), is_a("c0"));
  const double begin = cpu_milliseconds();
  EXPECT_EQ(terms->contains(kVs, kCs, "c99999"), Answer::yes);
  EXPECT_EQ(terms->contains(kVs, kCs, "c100000"), Answer::no);
  EXPECT_EQ(terms->subsumes(kCs, "c99999", "c0"), Answer::no);
  EXPECT_LT(cpu_milliseconds() - begin, 3'000);
}

TEST(HostileTerminology, ParentsInACircleEnd) {
  const auto terms = terminology_of(list_of(1'000, [](int i) { return with_parent(i, (i + 1) % 1'000); }) + R"(,{"code":"apart"})", is_a("apart"));
  EXPECT_EQ(terms->contains(kVs, kCs, "c7"), Answer::no);
  EXPECT_EQ(terms->subsumes(kCs, "c9", "c7"), Answer::yes);
}

TEST(HostileTerminology, ManyParentsOfManyAreEachSeenOnce) {
  const auto layered = [](int i) {
    std::string parents;
    for (int k = 0; k < 10 && i >= 10; ++k) {
      parents += (k == 0 ? "" : ",") + (R"({"code":"parent","valueCode":"c)" + std::to_string((i / 10 - 1) * 10 + k) + "\"}");
    }
    return R"({"code":"c)" + std::to_string(i) + "\"" + (parents.empty() ? "" : R"(,"property":[)" + parents + "]") + "}";
  };
  const auto terms = terminology_of(list_of(5'000, layered), is_a("c0"));
  const double begin = cpu_milliseconds();
  EXPECT_EQ(terms->contains(kVs, kCs, "c4999"), Answer::yes);
  EXPECT_EQ(terms->subsumes(kCs, "c4999", "c4998"), Answer::no);
  EXPECT_LT(cpu_milliseconds() - begin, 1'000);
}

TEST(HostileTerminology, TenThousandSystemsInOneValueSet) {
  const auto include = [](int i) {
    return R"({"system":"http://example.org/s)" + std::to_string(i) + R"(","concept":[{"code":"a)" + std::to_string(i) + "\"}]}";
  };
  const auto terms = terminology_of(R"({"code":"a"})", R"("include":[)" + list_of(10'000, include) + "]");
  EXPECT_EQ(terms->contains(kVs, "http://example.org/s9999", "a9999"), Answer::yes);
  EXPECT_EQ(terms->contains(kVs, "http://example.org/s9999", "a1"), Answer::no);
  EXPECT_EQ(terms->contains(kVs, "", "a5000"), Answer::yes);
  EXPECT_EQ(terms->contains(kVs, "", "b"), Answer::no);
}

TEST(HostileTerminology, ARegexThatWouldHangOthersIsLinear) {
  const auto terms = terminology_of(R"({"code":")" + std::string(50'000, 'a') + R"("})",
                                    R"("include":[{"system":"http://example.org/cs","filter":[{"property":"code","op":"regex","value":"(a+)+b"}]}])");
  const double begin = cpu_milliseconds();
  EXPECT_EQ(terms->contains(kVs, kCs, std::string(50'000, 'a')), Answer::no);
  EXPECT_LT(cpu_milliseconds() - begin, 1'000);
}

TEST(HostileTerminology, TheSameCodeTwiceIsOneCode) {
  const auto terms =
      terminology_of(R"({"code":"a","display":"One"},{"code":"a","display":"Two"})", R"("include":[{"system":"http://example.org/cs"}])");
  EXPECT_EQ(terms->contains(kVs, kCs, "a"), Answer::yes);
  EXPECT_EQ(terms->display(kCs, "a"), "One");
}

}  // namespace
}  // namespace caseway::validation
