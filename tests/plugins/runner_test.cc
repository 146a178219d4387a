// The runner itself: a golden that is missing, changed or left over, and facts that are not true, must be found.
#include <gtest/gtest.h>

#include <fstream>

#include "fhir/codec.h"
#include "plugins/case.h"
#include "plugins/facts.h"

namespace caseway::plugins_test {
namespace fs = std::filesystem;
namespace {

class Runner : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(root_);
    fs::create_directories(root_ / "some-dialect" / "fixtures");
    put("../plugin.json", "{}");
  }
  void put(const std::string& name, const std::string& text) { std::ofstream(root_ / "some-dialect" / "fixtures" / name, std::ios::binary) << text; }
  fs::path at(const std::string& name) const { return root_ / "some-dialect" / "fixtures" / name; }
  const fs::path root_ = fs::path(CASEWAY_BUILD_DIR) / "plugins_test_runner";
};

TEST_F(Runner, FindsEveryKindOfCase) {
  put("a.in.csv", "x");
  put("b.canonical.json", "{}");
  put("c.pool.csv", "x");
  put("a.out.json", "{}");
  const auto found = find_fixtures(root_);
  ASSERT_EQ(found.cases.size(), 3u);
  EXPECT_EQ(found.cases[0].kind, Kind::reading);
  EXPECT_EQ(found.cases[1].kind, Kind::writing);
  EXPECT_EQ(found.cases[2].kind, Kind::pool);
  EXPECT_TRUE(found.strays.empty());
  EXPECT_EQ(found.cases[0].beside("out.json"), at("a.out.json"));
}

TEST_F(Runner, FindsAGoldenWithoutItsInput) {
  put("a.in.csv", "x");
  put("lost.out.json", "{}");
  put("a.golden.json", "{}");
  EXPECT_EQ(find_fixtures(root_).strays.size(), 2u);
}

TEST_F(Runner, FindsTwoInputsOfOneName) {
  put("a.in.csv", "x");
  put("a.in.xml", "<x/>");
  EXPECT_EQ(find_fixtures(root_).strays.size(), 1u);
}

TEST_F(Runner, AMissingGoldenFailsAndWritesNothing) {
  EXPECT_NE(compare_golden(at("a.out.json"), "text", false), "");
  EXPECT_FALSE(fs::exists(at("a.out.json")));
}

TEST_F(Runner, UpdatingWritesAndStillFails) {
  EXPECT_NE(compare_golden(at("a.out.json"), "text", true), "");
  EXPECT_EQ(read_file(at("a.out.json")), "text");
  EXPECT_EQ(compare_golden(at("a.out.json"), "text", true), "");
}

TEST_F(Runner, ADifferenceIsShownByLine) {
  put("a.out.json", "one\ntwo\n");
  const auto why = compare_golden(at("a.out.json"), "one\n2\n", false);
  EXPECT_NE(why.find("line 2"), std::string::npos) << why;
}

TEST_F(Runner, AFolderIsADocumentOfSeveralParts) {
  fs::create_directories(at("a.in"));
  put("a.in/goals.csv", "id");
  put("a.in/plan.csv", "id");
  fs::create_directories(at("a.out"));
  put("a.out.csv", "x");
  const auto found = find_fixtures(root_);
  ASSERT_EQ(found.cases.size(), 1u);
  EXPECT_TRUE(found.strays.empty());
  EXPECT_EQ(payload_of(found.cases[0]).size(), 2u);
  const auto goldens = out_goldens(found.cases[0]);
  ASSERT_EQ(goldens.size(), 2u);
  EXPECT_EQ(goldens[0].ending, "");
  EXPECT_EQ(goldens[1].ending, "csv");
}

TEST_F(Runner, AFolderGoldenHasOneFileForEachPart) {
  fs::create_directories(at("a.out"));
  put("a.out/goals.csv", "id");
  const Part goals{"goals.csv", "", "id"};
  EXPECT_EQ(compare_folder(at("a.out"), {goals}, false), "");
  EXPECT_NE(compare_folder(at("a.out"), {}, false), "");
  EXPECT_NE(compare_folder(at("a.out"), {goals, {"plan.csv", "", "id"}}, false), "");
}

class Facts : public testing::Test {
 protected:
  void SetUp() override {
    Issues issues;
    Tree tree;
    ASSERT_TRUE(fhir::read_json(R"({"resourceType":"Bundle","type":"collection","entry":[
        {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"}]},"valueBoolean":true}},
        {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"b"}]},"valueBoolean":false}},
        {"resource":{"resourceType":"Patient","name":[{"given":["Amara","Joy"]},{"given":["Mara"]}]}}]})",
                                {}, issues, tree, nullptr));
    result_.documents.push_back(std::move(tree));
    result_.parts = {{"people.csv", "", "id,name\r\n1,\"Okafor, A\"\r\n2,Lee\r\n"}, {"phones.csv", "", "id,number\r\n7,555\r\n"}};
    result_.issues.add(Severity::warning, "csv.row.ragged", {}, "a sentence");
  }
  std::vector<std::string> untrue(const std::string& facts) const { return untrue_facts(facts, "a.facts.json", result_); }
  Result result_;
};

TEST_F(Facts, HoldOrDoNot) {
  EXPECT_TRUE(untrue(R"([{"path": "Observation[code.coding.code=a].valueBoolean", "value": "true"}])").empty());
  EXPECT_EQ(untrue(R"([{"path": "Observation[code.coding.code=b].valueBoolean", "value": "true"}])").size(), 1u);
  EXPECT_TRUE(untrue(R"([{"path": "Patient.name[1].given[2]", "value": "Joy"}, {"path": "Observation", "count": 2}])").empty());
  EXPECT_EQ(untrue(R"([{"path": "Patient.name[3].given", "value": "Joy"}, {"path": "Observation", "count": 3}])").size(), 2u);
  EXPECT_TRUE(untrue(R"([{"path": "Patient.birthDate", "count": 0}])").empty());
}

TEST_F(Facts, OfCellsAndIssues) {
  EXPECT_TRUE(untrue(R"([{"column": "name", "row": 1, "value": "Okafor, A"}, {"column": "name", "row": 2, "value": "Lee"}])").empty());
  EXPECT_EQ(
      untrue(R"([{"column": "name", "row": 2, "value": "Okafor, A"}, {"column": "nome", "value": "x"}, {"column": "id", "row": 3, "value": "3"}])")
          .size(),
      3u);
  EXPECT_TRUE(untrue(R"([{"issue": "csv.row.ragged"}, {"issue": "csv.row.ragged", "count": 1}, {"text": "Lee"}])").empty());
  EXPECT_EQ(untrue(R"([{"issue": "csv.nul"}, {"issue": "csv.row.ragged", "count": 2}, {"text": "Leo"}])").size(), 3u);
}

TEST_F(Facts, OfATable) {
  EXPECT_TRUE(untrue(R"([{"table": "phones", "column": "number", "value": "555"}])").empty());
  EXPECT_EQ(untrue(R"([{"table": "goals", "column": "number", "value": "555"}, {"table": "phones", "column": "name", "value": "Lee"}])").size(), 2u);
}

TEST_F(Facts, ThatSayNothingAreRefused) {
  EXPECT_THROW(untrue("[]"), std::invalid_argument);
  EXPECT_THROW(untrue(R"([{"path": "Patient.name"}])"), std::invalid_argument);
  EXPECT_THROW(reach(result_.documents[0], "Patient..name"), std::invalid_argument);
  EXPECT_THROW(reach(result_.documents[0], "Patient.name[x]"), std::invalid_argument);
}

}  // namespace
}  // namespace caseway::plugins_test
