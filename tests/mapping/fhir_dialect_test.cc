// Dialects of FHIR, where cases/ cannot say it: two spellings of one document, what is refused, what is recognised.
#include <gtest/gtest.h>

#include "case_files.h"
#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

using mapping_test::folder;
using mapping_test::read_file;

struct Outcome {
  Documents documents;
  Parts parts;
  Issues issues;
  bool says(std::string_view id) const {
    for (const auto& issue : issues.all())
      if (issue.id == id) return true;
    return false;
  }
};

Outcome through(const std::string& mapping_text, const std::string& bytes, std::map<std::string, std::string> settings = {}) {
  Outcome made;
  const auto path = testing::TempDir() + "fhir_dialect_" + testing::UnitTest::GetInstance()->current_test_info()->name() + ".map.yaml";
  std::ofstream(path) << mapping_text;
  const auto mapping = Mapping::load(path);
  Context context;
  context.now = "2026-01-01T00:00:00Z";
  context.issues = &made.issues;
  context.settings = std::move(settings);
  Payload payload({{"", "", bytes}});
  mapping.read(context, payload, made.documents);
  mapping.write(context, made.documents, made.parts);
  return made;
}

const std::string kCase = folder("cases/fhir/");

TEST(FhirDialect, CountsXmlAsJson) {
  const auto mapping = read_file(kCase + "x.map.yaml");
  const auto json = read_file(kCase + "in.json");
  Tree tree;
  Issues ignored;
  std::string xml;
  ASSERT_TRUE(fhir::read_json(json, Limits(), ignored, tree, nullptr));
  ASSERT_TRUE(fhir::write_xml(tree, {}, ignored, xml));
  const auto a = through(mapping, json);
  const auto b = through(mapping, xml, {{"form", "fhir-xml"}});
  ASSERT_EQ(a.documents.all.size(), 1u);
  ASSERT_EQ(b.documents.all.size(), 1u);
  const auto counts = a.documents.all[0].ledger.counts();
  for (const auto fate : {Fate::copied, Fate::converted, Fate::ignored, Fate::undecided})
    EXPECT_EQ(counts[fate], b.documents.all[0].ledger.counts()[fate]) << fate_name(fate);
  EXPECT_EQ(counts.added, b.documents.all[0].ledger.counts().added);
  EXPECT_EQ(a.documents.all[0].tree.to_bytes(), b.documents.all[0].tree.to_bytes());
  ASSERT_EQ(b.parts.all.size(), 1u);
  EXPECT_TRUE(b.parts.all[0].bytes.find("<Bundle xmlns=\"http://hl7.org/fhir\">") != std::string::npos);
  EXPECT_EQ(a.parts.ledgers[0].counts().of, b.parts.ledgers[0].counts().of);
}

TEST(FhirDialect, RefusesOtherBundles) {
  const auto made = through(read_file(kCase + "x.map.yaml"), R"({"resourceType": "Bundle", "type": "searchset", "total": 0})");
  EXPECT_TRUE(made.says("mapping.bundle.other"));
  EXPECT_TRUE(made.documents.all.empty());
  ASSERT_EQ(made.documents.refused.size(), 1u);
  EXPECT_EQ(made.documents.refused[0].counts()[Fate::undecided], 2u);
}

TEST(FhirDialect, LenientLeavesUnknownElementsUndecided) {
  const std::string bytes = R"({"resourceType": "Task", "status": "requested", "intent": "order", "colour": "red"})";
  EXPECT_TRUE(through(read_file(kCase + "x.map.yaml"), bytes).documents.all.empty());
  const auto made = through(read_file(kCase + "x.map.yaml"), bytes, {{"unknown_elements", "report"}});
  ASSERT_EQ(made.documents.all.size(), 1u);
  EXPECT_EQ(made.documents.all[0].ledger.counts()[Fate::undecided], 1u);
}

const std::string kRules = R"yaml(
mapping: rules
version: "1"
document: referral
theirs: { format: fhir }
fields: []
rules:
  - { id: x.task.reason, in: Task, check: "status = 'rejected' implies statusReason.exists()", says: "a reason is needed" }
  - { id: x.task.owner, in: Task, check: "owner.exists()", says: "nobody has it", severity: warning, only: sending }
)yaml";

TEST(FhirDialect, BrokenRulesRefuseOrWarn) {
  const std::string rejected = R"({"resourceType": "Task", "status": "rejected", "intent": "order"})";
  const auto refused = through(kRules, rejected);
  EXPECT_TRUE(refused.says("x.task.reason"));
  EXPECT_TRUE(refused.documents.all.empty());
  EXPECT_EQ(refused.issues.all()[0].place.line, 1u);
  const auto warned = through(kRules, rejected, {{"rules", "warn"}});
  EXPECT_FALSE(warned.issues.has_errors());
  EXPECT_TRUE(warned.says("x.task.owner"));
  EXPECT_EQ(warned.parts.all.size(), 1u);
  EXPECT_TRUE(through(kRules, rejected, {{"rules", "off"}}).issues.empty());
}

TEST(FhirDialect, RecognisesByResourceTextAndShape) {
  const auto mapping = Mapping::load(kCase + "x.map.yaml");
  const auto with = [](const std::string& type, const std::string& profile, const std::string& inner) {
    return R"({"resourceType": ")" + type + R"(", "type": "collection", "entry": [{"resource": {"resourceType": ")" + inner +
           R"(", "meta": {"profile": [")" + profile + R"("]}, "status": "requested", "intent": "order"}}]})";
  };
  EXPECT_EQ(mapping.recognise(with("Bundle", "http://example.org/StructureDefinition/task", "Task")).confidence, 100);
  EXPECT_EQ(mapping.recognise(with("Bundle", "http://example.org/StructureDefinition/task", "ServiceRequest")).confidence, 0);
  EXPECT_EQ(mapping.recognise(with("Bundle", "http://example.com/task", "Task")).confidence, 0);
  EXPECT_EQ(mapping.recognise(with("Parameters", "http://example.org/StructureDefinition/task", "Task")).confidence, 0);
  EXPECT_EQ(mapping.recognise("a;b;c").confidence, 0);
}

}  // namespace
}  // namespace caseway::mapping
