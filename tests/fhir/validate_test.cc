#include "fhir/validate.h"

#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/outcome.h"

namespace caseway::fhir {

namespace {

Tree tree_of(std::string_view json) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(read_json(json, Limits(), issues, tree, nullptr));
  return tree;
}

// "fhir.missing Observation.status", a line each.
std::string faults(const Tree& tree) {
  Issues issues;
  validate(tree, issues);
  std::string text;
  for (const Issue& issue : issues.all()) text += issue.id + " " + issue.place.path + "\n";
  return text;
}

}  // namespace

TEST(Validate, FindsNothingInAGoodDocument) {
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueDateTime":"2026-02"})")), "");
}

TEST(Validate, MissesRequiredElementsAndChoices) {
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Observation","code":{"text":"x"},"component":[{"valueString":"y"}]})")),
            "fhir.missing Observation.status\nfhir.missing Observation.component[0].code\n");
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"display":"x"}})")),
            "fhir.missing MedicationRequest.medication\n");
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Basic","code":{"text":"x"},"extension":[{"valueString":"x"}]})")),
            "fhir.missing Basic.extension[0].url\n");
}

TEST(Validate, CountsWhatMustNotRepeat) {
  Draft draft("Observation");
  draft.add_value(draft.root(), "status", "final");
  draft.add_value(draft.root(), "status", "final");
  draft.add_value(draft.add(draft.root(), "code"), "text", "x");
  draft.add_value(draft.root(), "valueString", "a");
  draft.add_value(draft.root(), "valueInteger", "1");
  const Tree tree = draft.freeze();
  EXPECT_EQ(faults(tree), "fhir.too_many Observation.status\nfhir.choice Observation.value\n");
  for (const auto write : {write_json, write_xml}) {
    std::string out;
    Issues issues;
    EXPECT_FALSE(write(tree, {}, issues, out));
    EXPECT_EQ(out, "");
    ASSERT_EQ(issues.all().size(), 1u);
    EXPECT_EQ(issues.all().front().id, "fhir.too_many");
  }
}

TEST(Validate, ChecksFormatsAndRequiredCodes) {
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Patient","id":"a_b","gender":"M","birthDate":"2026-02-30","name":[{"use":"legal","family":" x"}]})")),
            "fhir.format Patient.id\nfhir.code Patient.name[0].use\nfhir.white_space Patient.name[0].family\nfhir.code Patient.gender\nfhir.format "
            "Patient.birthDate\n");
}

TEST(Validate, FollowsReferencesThatMustLeadSomewhereHere) {
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Basic","contained":[{"resourceType":"Patient","id":"in"}],"code":{"text":"x"},
      "subject":{"reference":"#in"},"author":{"reference":"#out"}})")),
            "fhir.reference Basic.author.reference\n");
  EXPECT_EQ(faults(tree_of(R"({"resourceType":"Bundle","type":"collection","entry":[
      {"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"Patient/elsewhere"}}},
      {"resource":{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},
       "author":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239521"}}}]})")),
            "fhir.reference Bundle.entry[1].resource.author.reference\n");
}

TEST(Writers, RefuseWhatTheOutputCannotHold) {
  const auto refused = [](std::string_view name, std::string_view value) {
    Draft draft("Parameters");
    const Draft::Id parameter = draft.add(draft.root(), "parameter");
    draft.add_value(parameter, name, value);
    const Tree tree = draft.freeze();
    std::string ids;
    for (const auto write : {write_json, write_xml}) {
      std::string out = "left over";
      Issues issues;
      EXPECT_FALSE(write(tree, {}, issues, out)) << value;
      EXPECT_EQ(out, "");
      for (const Issue& issue : issues.all()) ids += issue.id + " " + issue.place.path + " ";
    }
    return ids;
  };
  EXPECT_EQ(refused("valueDecimal", "1,5"), "fhir.format Parameters.parameter[0].value fhir.format Parameters.parameter[0].value ");
  EXPECT_EQ(refused("valueBoolean", "true, \"x\": 1"), "fhir.format Parameters.parameter[0].value fhir.format Parameters.parameter[0].value ");
  EXPECT_EQ(refused("valueString", "a\x02"),
            "fhir.control_character Parameters.parameter[0].value fhir.control_character Parameters.parameter[0].value ");
}

TEST(Writers, RefuseANarrativeThatIsNoElementByItself) {
  for (const char* const div :
       {"<div>x</div>", "<p/>", "x", "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div><x/>",
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">&nbsp;</div>", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><script/></div>"}) {
    Draft draft("Basic");
    draft.add_value(draft.add(draft.root(), "text"), "div", div);
    std::string out;
    Issues issues;
    EXPECT_FALSE(write_xml(draft.freeze(), {}, issues, out)) << div;
    EXPECT_EQ(issues.all().front().id, "fhir.narrative");
  }
}

TEST(Writers, WarnThatASignatureNoLongerHolds) {
  const Tree tree = tree_of(R"({"resourceType":"Bundle","type":"collection","signature":{"who":{"display":"x"},"data":"AAAA"}})");
  for (const auto write : {write_json, write_xml}) {
    std::string out;
    Issues issues;
    EXPECT_TRUE(write(tree, {}, issues, out));
    ASSERT_EQ(issues.all().size(), 1u);
    EXPECT_EQ(issues.all().front().id, "fhir.signature");
    EXPECT_EQ(issues.all().front().severity, Severity::warning);
  }
}

TEST(OperationOutcome, SaysEveryIssue) {
  Issues issues;
  issues.add(Severity::error, "fhir.missing", {"Patient.name[0].family", 3, 7}, "A family name is needed.");
  issues.add(Severity::warning, "csv.row.ragged", {"row 7, column dob", 0, 0}, "The row is short.");
  const std::string json = operation_outcome_json(issues);
  const Tree tree = tree_of(json);
  EXPECT_EQ(faults(tree), "");
  std::string seen;
  for (const Element issue : tree.root().children("issue")) {
    seen += std::string(issue.child_value("severity")) + " " + std::string(issue.child_value("code")) + " " +
            std::string(issue.child("details").child_value("text")) + " " + std::string(issue.child_value("diagnostics")) + " " +
            std::string(issue.child_value("expression")) + std::string(issue.child_value("location")) + "\n";
  }
  EXPECT_EQ(seen,
            "error required A family name is needed. fhir.missing, line 3, column 7 Patient.name[0].family\n"
            "warning structure The row is short. csv.row.ragged row 7, column dob\n");
  EXPECT_EQ(faults(tree_of(operation_outcome_json(Issues(), false))), "") << "an outcome always has an issue";
}

}  // namespace caseway::fhir
