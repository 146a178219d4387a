// Documents made to hurt: each is one clear issue, soon.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"

namespace caseway::fhir {

namespace {

// The first issue's id; "" when the document was accepted.
std::string refusal(bool json, const std::string& text, const Limits& limits = Limits::batch()) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  const bool usable = (json ? read_json : read_xml)(text, limits, issues, tree, &ledger, {});
  EXPECT_EQ(usable, !issues.has_errors());
  return issues.empty() ? std::string() : issues.all().front().id;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST(Hostile, NestingIsLimited) {
  constexpr std::size_t kDeep = 200'000;
  EXPECT_EQ(refusal(true, repeated("[", kDeep)), "fhir.root");
  EXPECT_EQ(refusal(true, R"({"resourceType":"Questionnaire")" + repeated(R"(,"item":[{"linkId":"x")", kDeep)), "limit.depth");
  EXPECT_EQ(refusal(true, "{" + repeated(R"("contained":[{)", kDeep)), "limit.depth") << "while the type is awaited";
  EXPECT_EQ(refusal(false, R"(<Questionnaire xmlns="http://hl7.org/fhir">)" + repeated("<item>", kDeep)), "limit.depth");
  EXPECT_EQ(refusal(false, R"(<Basic xmlns="http://hl7.org/fhir"><text><div xmlns="http://www.w3.org/1999/xhtml">)" + repeated("<p>", kDeep)),
            "limit.depth");
}

// A large object's duplicate keys are found when it ends; until then each "_x" would be looked for among all its siblings.
TEST(Hostile, KeysPerObjectAreBounded) {
  std::string unknown;
  for (int i = 0; i < 30; ++i) unknown += ",\"k" + std::to_string(i) + "\":0";
  const std::string names = repeated(R"({"text":"x"},)", 50'000) + R"({"text":"x"})";
  const std::string halves = repeated(R"(,"_birthDate":{"id":"x"})", 50'000);
  Tree tree;
  Issues issues;
  EXPECT_FALSE(
      read_json(R"({"resourceType":"Patient")" + unknown + R"(,"name":[)" + names + "]" + halves + "}", Limits::batch(), issues, tree, nullptr));
  ASSERT_EQ(issues.all().size(), 31u);
  EXPECT_EQ(issues.all().back().severity, Severity::fatal);
  EXPECT_EQ(issues.all().back().id, "fhir.unknown_element");
}

TEST(Hostile, ManyFaultsAreCountedNotAllTold) {
  Tree tree;
  Issues issues;
  const std::string text = R"({"resourceType":"Patient","name":[)" + repeated(R"({"text":1},)", 50'000) + R"({"text":1}]})";
  EXPECT_FALSE(read_json(text, Limits::batch(), issues, tree, nullptr));
  EXPECT_LE(issues.all().size(), Issues::limit + 1);
  EXPECT_EQ(issues.errors(), 50'001u);
}

TEST(Hostile, ATypeAfterManyValuesStillCounts) {
  const std::string names = repeated(R"({"family":"x","given":["y"]},)", 50'000) + R"({"family":"x"})";
  EXPECT_EQ(refusal(true, R"({"name":[)" + names + R"(],"resourceType":"Patient"})"), "");
  EXPECT_EQ(refusal(true, R"({"name":[)" + names + R"(],"resourceType":"Practitioner"})"), "");
  EXPECT_EQ(refusal(true, R"({"name":[)" + names + R"(],"resourceType":"Task"})"), "fhir.unknown_element");
}

TEST(Hostile, InteractiveLimitsHold) {
  EXPECT_EQ(refusal(true, "{\"resourceType\":\"Patient\"}" + std::string(11u << 20, ' '), Limits::interactive()), "limit.json_bytes");
  EXPECT_EQ(
      refusal(true, R"({"resourceType":"Patient","name":[)" + repeated(R"({"text":"x"},)", 300'000) + R"({"text":"x"}]})", Limits::interactive()),
      "limit.nodes");
}

}  // namespace caseway::fhir
