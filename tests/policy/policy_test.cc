#include <gmock/gmock.h>

#include "fhir/verify.h"
#include "policy/rule_file.h"

namespace caseway::policy {
namespace {

using testing::HasSubstr;
using testing::Not;

// The view of a document under a policy, as JSON; checks what is true of every view.
std::string view(const std::string& policy, std::string_view json) {
  const Tree full = tree_of(json);
  const View got = apply(*rules_of(policy), full);
  const Counts counts = got.ledger.counts();
  std::uint64_t leaves = 0;
  for (std::uint32_t i = 0; i < full.size(); ++i) leaves += full.at(i).has_value() ? 1 : 0;
  EXPECT_EQ(counts.total(), leaves) << "every value has a fate";
  EXPECT_EQ(counts[Fate::undecided], 0u);
  std::string why;
  EXPECT_TRUE(got.tree.empty() || fhir::verify(got.tree, why)) << why;
  std::uint64_t shown = 0;
  for (std::uint32_t i = 0; i < got.tree.size(); ++i) shown += got.tree.at(i).has_value() ? 1 : 0;
  EXPECT_TRUE(counts[Fate::converted] > 0 || shown == counts[Fate::copied]);
  return json_of(got.tree);
}

constexpr std::string_view kPatient =
    R"({"resourceType":"Patient","id":"p","active":true,"name":[{"use":"official","text":"T","family":"F","given":["G"]},{"use":"old","family":"O"}],
  "telecom":[{"system":"phone","value":"1"},{"system":"fax","value":"2"}],"birthDate":"1980","maritalStatus":{"coding":[{"system":"s","code":"M","display":"D"}],"text":"X"}})";

TEST(Policy, DeniesByDefault) {
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [birthDate]}]\n", kPatient), R"({"resourceType":"Patient","id":"p","birthDate":"1980"})");
  EXPECT_EQ(view("allow: [{resource: Observation}]\n", kPatient), "") << "nothing is left of it";
}

TEST(Policy, APathCoversWhatIsBelowItButNoFreeText) {
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [maritalStatus]}]\n", kPatient),
            R"({"resourceType":"Patient","id":"p","maritalStatus":{"coding":[{"system":"s","code":"M"}]}})");
  EXPECT_THAT(view("allow: [{resource: Patient, elements: [maritalStatus.*]}]\n", kPatient),
              HasSubstr(R"({"coding":[{"system":"s","code":"M","display":"D"}],"text":"X"})"));
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [maritalStatus.text]}]\n", kPatient),
            R"({"resourceType":"Patient","id":"p","maritalStatus":{"text":"X"}})");
}

TEST(Policy, SelectsByValue) {
  EXPECT_EQ(view("allow: [{resource: Patient, elements: ['name[use=official].family', 'telecom[system=phone|email].value']}]\n", kPatient),
            R"({"resourceType":"Patient","id":"p","name":[{"family":"F"}],"telecom":[{"value":"1"}]})");
}

TEST(Policy, RulesAreAboutTheResourcesThatTheyName) {
  constexpr std::string_view bundle = R"({"resourceType":"Bundle","type":"collection","entry":[
    {"fullUrl":"urn:a","resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"1"}]},"valueInteger":5}},
    {"fullUrl":"urn:b","resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"2"}]},"valueInteger":6}}]})";
  EXPECT_EQ(
      view("allow: [{resource: Observation, when: {code.coding.code: ['1', '9']}, elements: ['value[x]']}]\n", bundle),
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:a","resource":{"resourceType":"Observation","status":"final","valueInteger":5}}]})")
      << "the other one is gone with its entry; the status goes with what passes";
}

TEST(Policy, RulesCanHoldInSomeKindsOfDocumentOnly) {
  const std::string policy =
      "allow: [{resource: Condition, documents: [referral], elements: [code]}, {resource: ServiceRequest, elements: [authoredOn]}]\n";
  constexpr std::string_view condition =
      R"({"fullUrl":"urn:c","resource":{"resourceType":"Condition","code":{"coding":[{"code":"1"}]},"subject":{"display":"S"}}})";
  const std::string referral = R"({"resourceType":"Bundle","type":"collection","entry":[)" + std::string(condition) +
                               R"(,{"fullUrl":"urn:s","resource":{"resourceType":"ServiceRequest","authoredOn":"2026"}}]})";
  EXPECT_THAT(view(policy, referral), HasSubstr("Condition"));
  EXPECT_EQ(view(policy, R"({"resourceType":"Bundle","type":"collection","entry":[)" + std::string(condition) + "]}"), "") << "no kind of document";
}

TEST(Policy, ConditionsCanBeFhirpath) {
  const auto view_of = [](const std::string& when, const std::string& rule) {
    return view(rule == "deny" ? "allow: [{resource: '*'}]\ndeny: [{resource: Patient, when: \"" + when + "\"}]\n"
                               : "allow: [{resource: Patient, when: \"" + when + "\", elements: [birthDate]}]\n",
                kPatient);
  };
  EXPECT_THAT(view_of("birthDate < @1990-01-01 and name.where(use = 'official').exists()", "allow"), HasSubstr("1980"));
  EXPECT_EQ(view_of("birthDate > @1990-01-01", "allow"), "");
  EXPECT_EQ(view_of("birthDate.toString().startsWith('19')", "deny"), "");
  // What cannot be decided (two families where one is wanted) is withheld either way.
  EXPECT_EQ(view_of("name.family.startsWith('F')", "allow"), "");
  EXPECT_EQ(view_of("name.family.startsWith('G')", "deny"), "");
}

TEST(Policy, DenyCutsOffEverythingBelow) {
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [name, name.family, birthDate]}]\ndeny: [{resource: Patient, elements: [name]}]\n", kPatient),
            R"({"resourceType":"Patient","id":"p","birthDate":"1980"})");
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [name]}]\ndeny: [{resource: Patient, elements: ['name[use=old]', name.text]}]\n", kPatient),
            R"({"resourceType":"Patient","id":"p","name":[{"use":"official","family":"F","given":["G"]}]})");
  EXPECT_EQ(view("allow: [{resource: '*'}]\ndeny: [{resource: Patient, when: {birthDate: '1980'}}]\n", kPatient), "");
  EXPECT_THAT(view("allow: [{resource: '*'}]\ndeny: [{resource: Patient, when: {birthDate: '1981'}}]\n", kPatient), HasSubstr("birthDate"));
}

TEST(Policy, ExtensionsPassByUrlOnly) {
  constexpr std::string_view patient =
      R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"extension":[{"url":"u:a","valueString":"A"},{"url":"u:b","valueString":"B"}]},
    "extension":[{"url":"u:c","extension":[{"url":"x","valueString":"C"}]}]})";
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [birthDate]}]\n", patient), R"({"resourceType":"Patient","birthDate":"1980"})");
  EXPECT_EQ(view("extensions: ['u:a']\nallow: [{resource: Patient, elements: [birthDate]}]\n", patient),
            R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"extension":[{"url":"u:a","valueString":"A"}]}})");
  EXPECT_EQ(view("allow: [{resource: Patient, elements: ['extension[u:c]']}]\n", patient),
            R"({"resourceType":"Patient","extension":[{"extension":[{"url":"x","valueString":"C"}],"url":"u:c"}]})");
}

TEST(Policy, WhatChangesTheMeaningTakesTheRestWithIt) {
  constexpr std::string_view in_element =
      R"({"resourceType":"Patient","birthDate":"1980","contact":[{"modifierExtension":[{"url":"u:m","valueBoolean":true}],"gender":"male"}]})";
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [contact.gender, birthDate]}]\n", in_element),
            R"({"resourceType":"Patient","birthDate":"1980"})");
  EXPECT_THAT(view("extensions: ['u:m']\nallow: [{resource: Patient, elements: [contact, birthDate]}]\n", in_element), HasSubstr("male"));
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [birthDate]}]\n",
                 R"({"resourceType":"Patient","modifierExtension":[{"url":"u:m","valueBoolean":true}],"birthDate":"1980"})"),
            "");
  EXPECT_EQ(view("allow: [{resource: Patient, elements: [birthDate]}]\n", R"({"resourceType":"Patient","implicitRules":"u:r","birthDate":"1980"})"),
            "");
  EXPECT_EQ(
      view(
          "allow: [{resource: Condition, elements: [code]}]\n",
          R"({"resourceType":"Condition","verificationStatus":{"coding":[{"code":"refuted"}],"text":"X"},"code":{"coding":[{"code":"1"}]},"subject":{"display":"S"}})"),
      R"({"resourceType":"Condition","verificationStatus":{"coding":[{"code":"refuted"}]},"code":{"coding":[{"code":"1"}]}})");
}

constexpr std::string_view kLinked = R"({"resourceType":"Bundle","identifier":{"value":"B"},"type":"document","entry":[
  {"fullUrl":"urn:uuid:c","resource":{"resourceType":"Composition","id":"c","status":"final","title":"T"}},
  {"fullUrl":"http://psychiatry.example/Patient/p","resource":{"resourceType":"Patient","id":"p","gender":"male"}},
  {"fullUrl":"http://psychiatry.example/Condition/d","resource":{"resourceType":"Condition","id":"d","code":{"text":"X"},"subject":{"reference":"Patient/p"}}},
  {"fullUrl":"http://psychiatry.example/ServiceRequest/s","resource":{"resourceType":"ServiceRequest","id":"s","status":"active","intent":"order",
     "subject":{"reference":"Patient/p","display":"N"},"reasonReference":[{"reference":"Condition/d"}],"performer":[{"reference":"Organization/elsewhere"}]}}]})";

TEST(Policy, ReferencesToWhatIsWithheldOrElsewhereAreGone) {
  EXPECT_EQ(
      view("allow: [{resource: Patient, elements: [gender]}, {resource: ServiceRequest, elements: [subject, reasonReference, performer]}]\n",
           kLinked),
      R"({"resourceType":"Bundle","identifier":{"value":"B"},"type":"collection","entry":[{"fullUrl":"http://psychiatry.example/Patient/p","resource":{"resourceType":"Patient","id":"p","gender":"male"}},)"
      R"({"fullUrl":"http://psychiatry.example/ServiceRequest/s","resource":{"resourceType":"ServiceRequest","id":"s","status":"active","intent":"order","subject":{"reference":"Patient/p"}}}]})");
  EXPECT_THAT(
      view("references_outside: true\nallow: [{resource: Patient, elements: [gender]}, {resource: ServiceRequest, elements: [subject, performer]}]\n",
           kLinked),
      HasSubstr("Organization/elsewhere"));
}

TEST(Policy, AResourceThatLosesItsLastReferenceGoesToo) {
  EXPECT_EQ(view("allow: [{resource: ServiceRequest, elements: [reasonReference]}, {resource: Condition, elements: [subject]}]\n", kLinked), "")
      << "the request has only the condition, the condition only the patient, and the patient may not pass";
}

TEST(Policy, ADocumentStaysOneWithItsComposition) {
  EXPECT_THAT(view("allow: [{resource: Composition, elements: [title]}]\n", kLinked), HasSubstr(R"("type":"document")"));
}

TEST(Policy, IdsCanBeReplaced) {
  const std::string got =
      view("ids: replaced\nallow: [{resource: Patient, elements: [gender]}, {resource: ServiceRequest, elements: [subject]}]\n", kLinked);
  EXPECT_THAT(got, Not(HasSubstr("psychiatry")));
  EXPECT_THAT(got, Not(HasSubstr("\"p\"")));
  EXPECT_THAT(got, Not(HasSubstr("identifier")));
  const Tree tree = tree_of(got);
  const Element patient_entry = tree.root().child("entry");
  Element request;
  for (Element entry : tree.root().children("entry")) request = entry.child("resource");
  EXPECT_EQ(request.child("subject").child_value("reference"), patient_entry.child_value("fullUrl"));
  EXPECT_EQ(got, view("ids: replaced\nallow: [{resource: Patient, elements: [gender]}, {resource: ServiceRequest, elements: [subject]}]\n", kLinked))
      << "the same every time";
}

TEST(Policy, LabelsAreWithheldFromEverybody) {
  for (const char* label : {"42CFRPart2", "PSYTHPN", "ETH"}) {
    const std::string patient = R"({"resourceType":"Patient","meta":{"security":[{"code":")" + std::string(label) + R"("}]},"gender":"male"})";
    EXPECT_EQ(view("allow: [{resource: '*'}]\n", patient), "") << label;
    EXPECT_EQ(
        view("allow: [{resource: '*'}]\n", R"({"resourceType":"Bundle","meta":{"security":[{"code":")" + std::string(label) +
                                               R"("}]},"type":"collection","entry":[{"resource":{"resourceType":"Patient","gender":"male"}}]})"),
        "");
  }
  EXPECT_THAT(view("allow: [{resource: '*'}]\n", R"({"resourceType":"Patient","meta":{"security":[{"code":"R"}]},"gender":"male"})"),
              HasSubstr("male"));
  EXPECT_EQ(
      view("withhold_labels: [R]\nallow: [{resource: '*'}]\n", R"({"resourceType":"Patient","meta":{"security":[{"code":"R"}]},"gender":"male"})"),
      "");
  EXPECT_EQ(view("allow: [{resource: '*'}]\n", R"({"resourceType":"Patient","gender":"male","contact":[{"extension":[{"url":
      "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"code":"ETH"}}],"gender":"female"}]})"),
            R"({"resourceType":"Patient","gender":"male"})")
      << "an element may bear a label of its own";
}

TEST(Policy, ContainedResourcesPassWithEverythingOnly) {
  constexpr std::string_view request = R"({"resourceType":"ServiceRequest","contained":[{"resourceType":"Patient","id":"x","gender":"male"},
    {"resourceType":"Condition","id":"y","meta":{"security":[{"code":"ETH"}]},"code":{"text":"secret"},"subject":{"reference":"#x"}}],
    "status":"active","intent":"order","subject":{"reference":"#x"},"reasonReference":[{"reference":"#y"}],"authoredOn":"2026"})";
  EXPECT_EQ(view("allow: [{resource: ServiceRequest, elements: [subject, authoredOn, contained]}, {resource: Patient}]\n", request),
            R"({"resourceType":"ServiceRequest","status":"active","intent":"order","authoredOn":"2026"})");
  EXPECT_EQ(
      view("allow: [{resource: '*'}]\n", request),
      R"({"resourceType":"ServiceRequest","contained":[{"resourceType":"Patient","id":"x","gender":"male"}],"status":"active","intent":"order","subject":{"reference":"#x"},"authoredOn":"2026"})");
}

TEST(Policy, GeneralisesWordsCodesAndStrings) {
  const std::string policy =
      "allow: [{resource: Observation, elements: ['valueCodeableConcept.coding[code=116]']}]\n"
      "generalise:\n"
      "  - {resource: Observation, element: 'valueCodeableConcept[coding.code=204|205]', to: {text: Institution, system: s, code: institution}, why: "
      "not which}\n"
      "  - {resource: Organization, unless: {type.coding.code: bus}, element: name, to: {text: Institution}}\n";
  EXPECT_EQ(
      view(
          policy,
          R"({"resourceType":"Observation","status":"final","code":{"text":"X"},"valueCodeableConcept":{"coding":[{"system":"h","code":"204","display":"Psychiatric"}],"text":"P"}})"),
      R"({"resourceType":"Observation","status":"final","valueCodeableConcept":{"coding":[{"system":"s","code":"institution"}],"text":"Institution"}})");
  EXPECT_EQ(
      view(
          policy,
          R"({"resourceType":"Observation","status":"final","code":{"text":"X"},"valueCodeableConcept":{"coding":[{"code":"116","display":"D"},{"code":"F20"}]}})"),
      R"({"resourceType":"Observation","status":"final","valueCodeableConcept":{"coding":[{"code":"116"}]}})");
  EXPECT_EQ(view(policy, R"({"resourceType":"Organization","name":"Ward 7"})"), R"({"resourceType":"Organization","name":"Institution"})");
  EXPECT_EQ(view(policy, R"({"resourceType":"Organization","type":[{"coding":[{"code":"bus"}]}],"name":"Ward 7"})"), "");
}

TEST(Policy, TheLedgerNamesThePolicyLine) {
  const Tree full = tree_of(kPatient);
  const View got = apply(
      *rules_of("allow: [{resource: Patient, elements: [name]}]\ndeny:\n  - {resource: Patient, elements: [birthDate], why: too exact}\n"), full);
  std::string birth_date, telecom;
  for (const Ledger::Link& link : got.ledger.links()) {
    if (full.at(link.leaf).name() == "birthDate") birth_date = got.ledger.rule_text(link.rule);
    if (full.path(link.leaf) == "Patient.telecom[0].value") telecom = got.ledger.rule_text(link.rule);
    EXPECT_TRUE(link.target == Ledger::kNoTarget || full.at(link.leaf).value() == got.tree.at(link.target).value());
  }
  EXPECT_EQ(birth_date, "policy test, line 5: too exact");
  EXPECT_EQ(telecom, "policy test: not on its list");
}

TEST(Policy, TheViewHoldsNoTextThatIsWithheld) {
  const View got = apply(*rules_of("allow: [{resource: Patient, elements: [birthDate]}]\n"), tree_of(kPatient));
  EXPECT_EQ(got.tree.heap(), "p1980") << "not even as unused text";
}

TEST(Policy, AllowAllShowsEverything) {
  const Tree full = tree_of(kPatient);
  const View got = apply(*allow_all(), full);
  EXPECT_EQ(json_of(got.tree), json_of(full));
  EXPECT_EQ(got.ledger.counts()[Fate::copied], got.ledger.counts().total());
}

TEST(Policy, AnEmptyTreeHasAnEmptyView) { EXPECT_TRUE(apply(*rules_of("allow: [{resource: '*'}]\n"), Tree()).tree.empty()); }

TEST(PolicyFile, NamesEveryFaultWithASuggestion) {
  EXPECT_EQ(faults_of("allow:\n  - {resource: Pateint}\n  - {resource: Patient, elements: [brithDate, name.familly, 'telecom[sytem=phone]']}\n  - "
                      "{resource: Observation, when: {cod.text: x}}\n  - {resource: Patient, when: \"birthDat > @1990\"}\n"),
            "test.yaml:4:16: resource: R4 has no resource `Pateint`; did you mean `Patient`?\n"
            "test.yaml:5:36: Patient has no element `brithDate`; did you mean `birthDate`?\n"
            "test.yaml:5:47: HumanName has no element `familly`; did you mean `family`?\n"
            "test.yaml:5:61: ContactPoint has no element `sytem`; did you mean `system`?\n"
            "test.yaml:6:36: Observation has no element `cod`; did you mean `code`?\n"
            "test.yaml:7:31: FHIRPath, character 1 of the expression: Patient has no element birthDat; did you mean birthDate?");
}

TEST(PolicyFile, RefusesPathsThatSayNothing) {
  EXPECT_THAT(faults_of("allow: [{resource: Patient, elements: [name.]}]\n"), HasSubstr("ends with a dot"));
  EXPECT_THAT(faults_of("allow: [{resource: Patient, elements: ['name[use']}]\n"), HasSubstr("`[` is not closed"));
  EXPECT_THAT(faults_of("allow: [{resource: Patient, elements: ['name[use]']}]\n"), HasSubstr("needs a path, `=` and a value"));
  EXPECT_THAT(faults_of("allow: [{resource: Patient, elements: ['name]use']}]\n"), HasSubstr("has no element"));
  EXPECT_THAT(faults_of("allow: [{resource: Patient, elements: [contained.name]}]\n"), HasSubstr("another resource"));
  EXPECT_THAT(faults_of("allow: [{resource: '*', elements: [id]}]\n"), HasSubstr("`*` means everything"));
  EXPECT_THAT(faults_of("allow: [{resource: HumanName}]\n"), HasSubstr("no resource `HumanName`"));
  EXPECT_THAT(faults_of("allow: [{resource: Patient}]\ngeneralise: [{resource: Patient, element: birthDate, to: {text: x}}]\n"),
              HasSubstr("in general terms"));
  EXPECT_THAT(faults_of("alow: []\n"), HasSubstr("did you mean `allow`?"));
}

TEST(PolicyFile, MustBeCalledWhatItSays) {
  try {
    const std::string file = std::string(CASEWAY_BUILD_DIR) + "/misnamed.yaml";
    std::ofstream(file) << "policy: other\ntitle: t\nallow: [{resource: Patient}]\n";
    load(file);
    FAIL();
  } catch (const formats::ConfigError& e) {
    EXPECT_THAT(e.what(), HasSubstr("must be `misnamed`"));
  }
}

TEST(ShippedPolicies, Load) {
  std::size_t policies = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/config/policy")) {
    if (entry.path().extension() != ".yaml") continue;
    ++policies;
    EXPECT_NO_THROW(load(entry.path().string())) << entry.path();
  }
  EXPECT_EQ(policies, 4u);
}

}  // namespace
}  // namespace caseway::policy
