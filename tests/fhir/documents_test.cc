#include "fhir/documents.h"

#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"

namespace caseway::fhir {

namespace {

Tree tree_of(std::string_view json) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(read_json(json, Limits(), issues, tree, nullptr)) << json;
  return tree;
}

std::string bundle_of(std::initializer_list<std::string_view> resources) {
  std::string entries;
  for (const std::string_view resource : resources) entries += (entries.empty() ? "{\"resource\":" : ",{\"resource\":") + std::string(resource) + "}";
  return R"({"resourceType":"Bundle","type":"collection","entry":[)" + entries + "]}";
}

std::string kind(std::initializer_list<std::string_view> resources) { return document_kind(tree_of(bundle_of(resources))); }

constexpr std::string_view kPatient = R"({"resourceType":"Patient"})";

}  // namespace

TEST(DocumentKind, IsToldByTheFocalResource) {
  EXPECT_EQ(kind({kPatient, R"({"resourceType":"Composition","type":{"coding":[{"system":"http://loinc.org","code":"18842-5"}]}})",
                  R"({"resourceType":"Encounter"})"}),
            "discharge-summary");
  EXPECT_EQ(kind({R"({"resourceType":"Composition","type":{"coding":[{"code":"52521-2"}]}})", R"({"resourceType":"Goal"})"}), "care-plan");
  EXPECT_EQ(
      kind({kPatient, R"({"resourceType":"ServiceRequest"})", R"({"resourceType":"Task","status":"requested"})", R"({"resourceType":"Consent"})"}),
      "referral");
  EXPECT_EQ(kind({kPatient, R"({"resourceType":"ServiceRequest"})"}), "referral");
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"rejected"})", R"({"resourceType":"ServiceRequest"})"}), "referral-update");
  EXPECT_EQ(kind({R"({"resourceType":"CarePlan"})", R"({"resourceType":"ServiceRequest"})", R"({"resourceType":"Goal"})"}), "care-plan");
  EXPECT_EQ(kind({R"({"resourceType":"QuestionnaireResponse"})", R"({"resourceType":"CarePlan"})"}), "care-plan");
  EXPECT_EQ(kind({R"({"resourceType":"QuestionnaireResponse"})", kPatient}), "assessment");
  EXPECT_EQ(kind({R"({"resourceType":"CarePlan","meta":{"profile":["http://hl7.org/fhir/us/eltss/StructureDefinition/CarePlan-eltss"]}})"}),
            "service-plan");
  EXPECT_EQ(kind({R"({"resourceType":"Claim","use":"preauthorization"})",
                  R"({"resourceType":"CarePlan","meta":{"profile":["http://hl7.org/fhir/us/eLTSS/StructureDefinition/careplan-eltss"]}})"}),
            "service-plan")
      << "eLTSS 1, with what its services cost";
  EXPECT_EQ(kind({R"({"resourceType":"CarePlan","supportingInfo":[{"reference":"Contract/c"}]})"}), "service-plan");
  EXPECT_EQ(kind({R"({"resourceType":"CarePlan","category":[{"coding":[{"code":"crisis-plan"}]}],"supportingInfo":[{"reference":"Contract/c"}]})"}),
            "crisis-plan");
  EXPECT_EQ(kind({R"({"resourceType":"Claim","use":"preauthorization"})", kPatient}), "authorization-request");
  EXPECT_EQ(kind({R"({"resourceType":"Claim","use":"claim"})", R"({"resourceType":"CarePlan"})"}), "care-plan");
  EXPECT_EQ(kind({R"({"resourceType":"MessageHeader"})", R"({"resourceType":"Encounter"})"}), "admission-event");
  EXPECT_EQ(kind({R"({"resourceType":"Consent"})", kPatient}), "consent");
  EXPECT_EQ(kind({R"({"resourceType":"ServiceRequest","code":{"coding":[{"system":"urn:caseway:pmhc:record","code":"episode"}]}})", kPatient}),
            "service-contact")
      << "an upload about a client with no contact yet";
  EXPECT_EQ(kind({kPatient}), "");
  EXPECT_EQ(document_kind(tree_of(R"({"resourceType":"CarePlan"})")), "care-plan") << "also without a Bundle";
  EXPECT_EQ(document_kind(Tree()), "");
}

TEST(DocumentKind, AClinicalDocumentIsWhatItsCompositionSaysWhateverStandsInIt) {
  const auto document = [](std::string_view type, std::string_view with) {
    return document_kind(
        tree_of(R"({"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Composition","type":{"coding":[{"code":")" +
                std::string(type) + R"("}]}}},{"resource":)" + std::string(with) + "}]}"));
  };
  constexpr std::string_view kVisit = R"({"resourceType":"Encounter"})";
  constexpr std::string_view kOrder = R"({"resourceType":"ServiceRequest"})";
  EXPECT_EQ(document("34133-9", kVisit), "continuity-of-care");
  EXPECT_EQ(document("34133-9", kOrder), "continuity-of-care");
  EXPECT_EQ(document("11488-4", kVisit), "clinical-note");
  EXPECT_EQ(document("11488-4", kOrder), "clinical-note");
  EXPECT_EQ(document("11488-4", R"({"resourceType":"MedicationStatement"})"), "clinical-note");
  EXPECT_EQ(document("57133-1", kOrder), "referral");
}

TEST(DocumentKind, ADirectoryAndWhatBecameOfAMedicineAreKnownWhenNothingElseIsThere) {
  constexpr std::string_view kOrganization = R"({"resourceType":"Organization"})";
  constexpr std::string_view kOrder = R"({"resourceType":"MedicationRequest"})";
  EXPECT_EQ(kind({kOrganization, R"({"resourceType":"HealthcareService"})"}), "service-directory");
  EXPECT_EQ(kind({kOrganization, R"({"resourceType":"Location"})"}), "service-directory");
  EXPECT_EQ(document_kind(tree_of(R"({"resourceType":"Location"})")), "service-directory");
  EXPECT_EQ(kind({kOrganization, kPatient}), "");
  EXPECT_EQ(kind({R"({"resourceType":"MedicationAdministration"})", kPatient}), "medication-adherence");
  EXPECT_EQ(kind({kOrder, kPatient}), "medication-adherence");
  EXPECT_EQ(kind({kOrder, kPatient, R"({"resourceType":"Condition"})"}), "");
}

TEST(DocumentKind, AnAnsweredTaskIsNewsUnlessTheWholeReferralCameAlong) {
  constexpr std::string_view kRequest = R"({"resourceType":"ServiceRequest"})";
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"accepted"})"}), "referral-update");
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"accepted"})", kRequest, kPatient}), "referral");
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"rejected","statusReason":{"text":"full"}})", kRequest, kPatient}), "referral-update");
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"completed","output":[{"type":{"text":"x"},"valueString":"y"}]})", kRequest, kPatient}),
            "referral-update");
  constexpr std::string_view kLate =
      R"({"resourceType":"Task","status":"requested","businessStatus":{"coding":[{"system":"urn:caseway:referral-status","code":"no-answer"}]}})";
  EXPECT_EQ(kind({kLate}), "referral-update") << "nobody has answered";
  EXPECT_EQ(kind({kLate, kRequest, kPatient}), "referral");
  EXPECT_EQ(kind({R"({"resourceType":"Task","status":"requested"})"}), "referral");
}

TEST(Resources, FollowReferencesInEverySpelling) {
  const Tree tree = tree_of(R"({"resourceType":"Bundle","type":"collection","entry":[
    {"fullUrl":"https://example.org/fhir/Patient/1","resource":{"resourceType":"Patient","id":"1"}},
    {"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Practitioner","id":"2"}},
    {"resource":{"resourceType":"Basic","id":"3","contained":[{"resourceType":"Organization","id":"in","partOf":{"reference":"#"}},{"resourceType":"Location","id":"l","managingOrganization":{"reference":"#in"}}],
     "subject":{"reference":"Patient/1"},"author":{"reference":"#in"}}}]})");
  const Resources resources(tree);
  ASSERT_EQ(resources.all().size(), 6u);
  const Element basic = resources.all()[3];
  const auto led_to = [&](std::string_view reference, Element from) { return std::string(resources.resolve(reference, from).child_value("id")); };
  EXPECT_EQ(led_to("Patient/1", basic), "1");
  EXPECT_EQ(led_to("Patient/1/_history/4", basic), "1");
  EXPECT_EQ(led_to("https://example.org/fhir/Patient/1", basic), "1");
  EXPECT_EQ(led_to("https://example.org/fhir/Patient/1/_history/2", basic), "1");
  EXPECT_EQ(led_to("https://other.example.org/fhir/Patient/1", basic), "") << "another server's Patient/1";
  EXPECT_EQ(led_to("https://example.org/fhir/Basic/3", basic), "3") << "its entry has no address of its own";
  EXPECT_EQ(led_to("urn:uuid:c757873d-ec9a-4326-a141-556f43239520", basic), "2");
  EXPECT_EQ(led_to("Practitioner/2", basic), "2");
  EXPECT_EQ(led_to("Patient/9", basic), "");
  EXPECT_EQ(led_to("Nonsense/1", basic), "");
  EXPECT_EQ(led_to("", basic), "");
  EXPECT_EQ(led_to("#in", basic), "in");
  EXPECT_EQ(led_to("#in", resources.all()[5]), "in") << "from one contained resource to another";
  EXPECT_EQ(led_to("#in", resources.all()[1]), "") << "contained in another resource";
  EXPECT_EQ(resources.resolve(basic.child("subject")).child_value("id"), "1");
  EXPECT_EQ(resources.resolve(resources.all()[4].child("partOf")).child_value("id"), "3") << "# is the container";
  EXPECT_FALSE(resources.resolve(Element()));
}

TEST(Resources, KnowWhichResourceHoldsANode) {
  const Tree tree = tree_of(R"({"resourceType":"Bundle","type":"collection","entry":[
    {"resource":{"resourceType":"Patient","contained":[{"resourceType":"Organization","name":"o"}],"gender":"other"}}],"signature":{"who":{"display":"x"}}})");
  const Resources resources(tree);
  const Element patient = tree.root().child("entry").child("resource");
  EXPECT_EQ(resources.owner(patient.child("contained").child("name").index()).type(), "Organization");
  EXPECT_EQ(resources.owner(patient.child("gender").index()).type(), "Patient");
  EXPECT_EQ(resources.owner(patient.index()).type(), "Patient");
  EXPECT_EQ(resources.owner(tree.root().child("signature").child("who").index()).type(), "Bundle");
  EXPECT_EQ(resources.owner(0).type(), "Bundle");
}

}  // namespace caseway::fhir
