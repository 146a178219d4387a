// Validation of what was read: where in the source each issue points, and the operation's own input.
#include "exchange/judging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fhir/codec.h"

namespace caseway::exchange {
namespace {

Document document_of(std::string_view json) {
  Document document;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(json, Limits::interactive(), issues, document.tree, &document.ledger, {.name_leaves = true}));
  return document;
}

std::string told(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.all()) text += issue.id + " " + issue.place.path + " " + std::to_string(issue.place.line) + "\n";
  return text;
}

class Judging : public testing::Test {
 protected:
  std::string judged(std::string_view json, const std::vector<std::string>& profiles = {}) {
    Issues issues;
    judge(document_of(json), profiles, validator_, issues);
    return told(issues);
  }
  std::string operated(std::string_view json) {
    Issues issues;
    judge_operation(document_of(json), {}, validator_, issues);
    return told(issues);
  }
  validation::Validator validator_{nullptr};
};

TEST_F(Judging, PointsAtTheLine) {
  EXPECT_EQ(judged("{\"resourceType\": \"Patient\",\n\"active\": true,\n\"gender\": \"unknwon\"}"), "fhir.code Patient.gender 3\n");
}

TEST_F(Judging, PointsAtTheFirstValueOfWhatLacksSomething) {
  EXPECT_EQ(judged("{\"resourceType\": \"Patient\",\n\"active\": true,\n\"link\": [\n{\"type\": \"seealso\"}]}"),
            "fhir.missing Patient.link[0].other 4\n");
}

TEST_F(Judging, JudgesTheResourceThatTheOperationIsGiven) {
  const std::string parameters =
      "{\"resourceType\": \"Parameters\", \"parameter\": [\n"
      "{\"name\": \"profile\", \"valueUri\": \"http://example.org/none\"},\n"
      "{\"name\": \"resource\", \"resource\": {\"resourceType\": \"Patient\",\n\"gender\": \"x\"}}]}";
  const std::string found = operated(parameters);
  EXPECT_THAT(found, testing::HasSubstr("fhir.code Patient.gender 4\n"));
  EXPECT_THAT(found, testing::HasSubstr("validation.profile_unknown"));
}

TEST_F(Judging, AnOperationWithoutOneResourceIsNoVerdict) {
  for (const char* parameters : {R"({"resourceType":"Parameters","parameter":[{"name":"profile","valueUri":"http://example.org/p"}]})",
                                 R"({"resourceType":"Parameters","parameter":[{"name":"resource","valueString":"x"}]})",
                                 R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient"}},
                                    {"name":"resource","resource":{"resourceType":"Patient"}}]})"})
    EXPECT_EQ(operated(parameters), "exchange.validate.resource Parameters.parameter 1\n");
}

TEST_F(Judging, PartsAreJudgedEachForItself) {
  const Document lines = document_of(
      "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [\n"
      "{\"resource\": {\"resourceType\": \"Patient\"}},\n{\"resource\": {\"resourceType\": \"Patient\", \"gender\": \"x\"}}]}");
  std::vector<Element> resources;
  for (const Element entry : lines.tree.root().children("entry")) resources.push_back(entry.child("resource"));
  Issues issues;
  judge_parts(lines, resources, {}, validator_, issues);
  EXPECT_EQ(told(issues), "fhir.code Patient.gender 3\n");
}

TEST_F(Judging, EveryNodeHasThePlaceOfItsFirstValue) {
  const Document document = document_of("{\"resourceType\": \"Patient\",\n\"active\": true, \"name\": [{\n\"given\": [\"G\"], \"family\": \"F\"}]}");
  const auto positions = positions_of(document);
  ASSERT_EQ(positions.size(), 5u);  // Patient, active, name, family, given
  EXPECT_EQ(positions[0].line, 2u);
  EXPECT_EQ(positions[1].line, 2u);
  EXPECT_EQ(positions[2].line, 3u);
  EXPECT_EQ(positions[2].column, positions[4].column) << "given comes first in the source";
  EXPECT_LT(positions[4].column, positions[3].column);
}

}  // namespace
}  // namespace caseway::exchange
