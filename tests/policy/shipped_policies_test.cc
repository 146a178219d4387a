// What the shipped policies make of documents as they really look. The words of the person's illness stand where senders put them: in displays,
// texts, narrative, ids, notes, names of institutions, extensions and contained resources.
#include <gmock/gmock.h>

#include <cctype>

#include "fhir/validate.h"
#include "policy/rule_file.h"

namespace caseway::policy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kReferral =
    R"({"resourceType":"Bundle","id":"schizophrenia-referral","identifier":{"system":"http://psychiatric.example","value":"77"},"type":"collection","entry":[
 {"fullUrl":"http://psychiatric.example/Patient/p","resource":{"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">schizophrenia</div>"},
   "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired","valueBoolean":true},{"url":"http://schizophrenia.example","valueString":"schizophrenia"}],
   "identifier":[{"system":"http://psychiatric.example/mrn","value":"P-20417"},{"system":"http://hl7.org/fhir/sid/us-ssn","value":"123-45-6789"}],
   "name":[{"use":"official","family":"Okafor","given":["Amara"]}],"telecom":[{"system":"phone","value":"+1 503 555 0142"},{"system":"other","value":"psychiatric ward"}],
   "gender":"female","birthDate":"1989-03-02","address":[{"line":["Psychiatric Hospital, Ward 7"],"city":"Riverton"}],
   "contact":[{"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"BRO","display":"psychiatrist"}],"text":"sponsor in recovery"}],
     "name":{"family":"Okafor","given":["Chidi"]},"telecom":[{"system":"phone","value":"+1 503 555 0177"}]}],
   "generalPractitioner":[{"display":"Psychiatric Clinic"}],"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es","display":"psychiatric"}],"text":"psychiatric"}}]}},
 {"fullUrl":"http://psychiatric.example/Condition/c","resource":{"resourceType":"Condition","id":"c","category":[{"coding":[{"code":"problem-list-item"}]}],"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F20.9","display":"Schizophrenia"}]},"subject":{"reference":"Patient/p"}}},
 {"fullUrl":"http://psychiatric.example/Condition/h","resource":{"resourceType":"Condition","id":"h","category":[{"coding":[{"code":"homelessness"}]}],"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z59.01","display":"Sheltered homelessness"}]},"subject":{"reference":"Patient/p"}}},
 {"fullUrl":"http://psychiatric.example/MedicationRequest/m","resource":{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","medicationCodeableConcept":{"text":"Clozapine"},"subject":{"reference":"Patient/p"}}},
 {"fullUrl":"http://psychiatric.example/Observation/phq","resource":{"resourceType":"Observation","id":"phq","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"44261-6","display":"PHQ-9"}]},"subject":{"reference":"Patient/p"},"valueInteger":21}},
 {"fullUrl":"http://psychiatric.example/Observation/l","resource":{"resourceType":"Observation","id":"l","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"71802-3","display":"Housing status"}],"text":"schizophrenia"},"subject":{"reference":"Patient/p","display":"schizophrenia"},
   "valueCodeableConcept":{"coding":[{"system":"urn:caseway:hmis:3.12.1","code":"204","display":"Psychiatric hospital"}],"text":"Psychiatric hospital"},"note":[{"text":"schizophrenia"}]}},
 {"fullUrl":"http://psychiatric.example/Observation/d","resource":{"resourceType":"Observation","id":"d","status":"final","code":{"coding":[{"system":"urn:caseway:hmis:csv","code":"DisablingCondition"}]},"subject":{"reference":"Patient/p"},"valueBoolean":true,
   "component":[{"code":{"text":"schizophrenia"},"valueString":"schizophrenia"}],"hasMember":[{"reference":"Observation/phq"}]}},
 {"fullUrl":"http://psychiatric.example/Organization/o","resource":{"resourceType":"Organization","id":"o","name":"Riverton Psychiatric Hospital"}},
 {"fullUrl":"http://psychiatric.example/Organization/hh","resource":{"resourceType":"Organization","id":"hh","type":[{"coding":[{"code":"bus"}]}],"name":"Harbor House"}},
 {"fullUrl":"http://psychiatric.example/Practitioner/cm","resource":{"resourceType":"Practitioner","id":"cm","name":[{"family":"Lindqvist","given":["Rosa"],"suffix":["Psychiatric NP"]}],"qualification":[{"code":{"text":"Psychiatric nurse"}}]}},
 {"fullUrl":"http://psychiatric.example/PractitionerRole/r","resource":{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/cm"},"organization":{"reference":"Organization/o","display":"Psychiatric"},"specialty":[{"text":"Psychiatric"}],"telecom":[{"system":"phone","value":"+1 503 555 0119"}]}},
 {"fullUrl":"http://psychiatric.example/ServiceRequest/s","resource":{"resourceType":"ServiceRequest","id":"s","contained":[{"resourceType":"Condition","id":"inside","code":{"text":"schizophrenia"},"subject":{"reference":"Patient/p"}}],
   "identifier":[{"system":"http://psychiatric.example","value":"R-2026-0117"}],"status":"active","intent":"order","category":[{"coding":[{"code":"homelessness","display":"schizophrenia"}],"text":"schizophrenia"},{"coding":[{"code":"F20.9"}]}],
   "code":{"coding":[{"system":"urn:caseway:hmis:4.20.2","code":"14"}],"text":"Permanent housing after psychiatric stay"},"subject":{"reference":"Patient/p"},"authoredOn":"2026-11-16","requester":{"reference":"PractitionerRole/r"},
   "performer":[{"reference":"Organization/hh"}],"reasonCode":[{"text":"schizophrenia"}],"reasonReference":[{"reference":"Condition/c"},{"reference":"#inside"}],"note":[{"text":"schizophrenia"}],"patientInstruction":"clozapine"}},
 {"fullUrl":"http://psychiatric.example/Task/t","resource":{"resourceType":"Task","id":"t","status":"requested","intent":"order","code":{"coding":[{"system":"http://hl7.org/fhir/CodeSystem/task-code","code":"fulfill"}]},"description":"schizophrenia","focus":{"reference":"ServiceRequest/s"},"for":{"reference":"Patient/p"},"owner":{"reference":"Organization/hh"}}}]})";

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string view(const std::string& policy, std::string_view json) { return json_of(apply(*shipped(policy), tree_of(json)).tree); }

TEST(HousingProvider, SeesNothingOfTheIllness) {
  const std::string got = view("housing-provider", kReferral);
  const std::string folded = lower(got);
  for (const char* word : {"psychiatr", "schizo", "f20", "clozapine", "phq", "44261", "sponsor", "recovery", "123-45", "\"204\"", "ward",
                           "problem-list", "withheld", "redacted", "masked"}) {
    EXPECT_THAT(folded, Not(HasSubstr(word)));
  }
}

TEST(HousingProvider, SeesWhatHousingNeeds) {
  const std::string got = view("housing-provider", kReferral);
  for (const char* text :
       {"Okafor", "Amara", "1989-03-02", "+1 503 555 0142", "Chidi", "+1 503 555 0177", "\"BRO\"", "\"es\"", "R-2026-0117", "\"14\"", "2026-11-16",
        "homelessness", "Rosa", "+1 503 555 0119", "Harbor House", "DisablingCondition", "\"valueBoolean\":true",
        R"("valueCodeableConcept":{"coding":[{"system":"urn:caseway:hmis:3.12.1","code":"institution"}],"text":"Institution"})"}) {
    EXPECT_THAT(got, HasSubstr(text));
  }
}

TEST(HousingProvider, SeesOneSentenceLessWhenTheLabelIsRestricted) {
  std::string labelled(kReferral);
  const std::string_view id = R"("id":"d",)";
  labelled.insert(labelled.find(id) + id.size(), R"("meta":{"security":[{"code":"R"}]},)");
  EXPECT_THAT(view("housing-provider", labelled), AllOf(Not(HasSubstr("DisablingCondition")), HasSubstr("Okafor")));
}

TEST(CommunityAgency, SeesTheNeedAndNotTheDiagnosis) {
  const std::string got = view("community-agency", kReferral);
  for (const char* text :
       {"Okafor", "Riverton", "Z59.01", "Sheltered homelessness", "R-2026-0117", "Permanent housing", "Rosa", "Riverton Psychiatric Hospital"})
    EXPECT_THAT(got, HasSubstr(text));
  for (const char* text : {"Schizophrenia", "Condition/c", "Clozapine", "PHQ", "44261", "123-45-6789", "#inside", "xhtml"})
    EXPECT_THAT(got, Not(HasSubstr(text)));
}

TEST(EveryPolicy, KeepsTheReferencesOfAViewInsideIt) {
  for (const char* policy : {"housing-provider", "community-agency", "insurer", "hospital"}) {
    Issues issues;
    fhir::validate(apply(*shipped(policy), tree_of(kReferral)).tree, issues);
    for (const Issue& issue : issues.all()) EXPECT_NE(issue.id, "fhir.reference") << policy << " " << issue.place.path;
  }
}

// What a receiver cannot do without: a view is a document of its own.
TEST(EveryPolicy, GivesAViewThatIsValidWhereTheDocumentWas) {
  for (const char* policy : {"housing-provider", "community-agency"}) {
    Issues issues;
    fhir::validate(apply(*shipped(policy), tree_of(kReferral)).tree, issues);
    for (const Issue& issue : issues.all()) ADD_FAILURE() << policy << " " << issue.id << " " << issue.place.path << " " << issue.text;
  }
}

constexpr std::string_view kDischarge =
    R"({"resourceType":"Bundle","type":"document","timestamp":"2026-11-14T10:00:00Z","identifier":{"value":"DS-7741"},"entry":[
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000001","resource":{"resourceType":"Composition","identifier":{"value":"DS-7741"},"status":"final","type":{"coding":[{"system":"http://loinc.org","code":"18842-5"}]},
   "subject":{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000002"},"encounter":{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000003"},"date":"2026-11-14","author":[{"display":"Ines Calder"}],"title":"Discharge summary",
   "section":[{"title":"Hospital course","code":{"coding":[{"code":"8648-8"}]},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">secret course</div>"}},
     {"title":"Instructions","code":{"coding":[{"code":"8653-8"}]},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Call the clinic on Monday</div>"}},
     {"title":"Problems","code":{"coding":[{"code":"11450-4"}]},"entry":[{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000004"}]},
     {"title":"Medications","code":{"coding":[{"code":"10183-2"}]},"entry":[{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000005"}]}]}},
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000002","resource":{"resourceType":"Patient","name":[{"family":"Okafor"}],"birthDate":"1989"}},
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000003","resource":{"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},"period":{"start":"2026-11-03","end":"2026-11-14"},"reasonCode":[{"text":"secret reason"}],
   "hospitalization":{"dischargeDisposition":{"coding":[{"code":"01"}],"text":"Home"}}}},
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000004","resource":{"resourceType":"Condition","code":{"text":"secret diagnosis"},"subject":{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000002"}}},
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000005","resource":{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationCodeableConcept":{"text":"Sertraline 50 mg"},"subject":{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000002"},
   "reasonReference":[{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000004"}],"dosageInstruction":[{"text":"One tablet every morning"}]}},
 {"fullUrl":"urn:uuid:6f1a0000-0000-4000-8000-000000000006","resource":{"resourceType":"ServiceRequest","status":"active","intent":"plan","code":{"text":"Follow-up visit"},"subject":{"reference":"urn:uuid:6f1a0000-0000-4000-8000-000000000002"},"occurrenceDateTime":"2026-11-21"}}]})";

TEST(CommunityAgency, GetsAUsefulDischargeNotice) {
  const std::string got = view("community-agency", kDischarge);
  for (const char* text : {R"("type":"document")", "DS-7741", "Okafor", "1989", "2026-11-03", "2026-11-14", "Home", "Call the clinic on Monday",
                           "Sertraline 50 mg", "One tablet every morning", "Follow-up visit", "2026-11-21", "Ines Calder"}) {
    EXPECT_THAT(got, HasSubstr(text));
  }
  EXPECT_THAT(got, AllOf(Not(HasSubstr("secret")), Not(HasSubstr("Problems")), Not(HasSubstr("000004"))));
}

TEST(HousingProvider, GetsNothingClinicalOfADischargeSummary) {
  const std::string got = view("housing-provider", kDischarge);
  EXPECT_THAT(got, AllOf(HasSubstr(R"("type":"collection")"), HasSubstr("Okafor")));
  for (const char* text : {"secret", "Sertraline", "2026-11-03", "Home", "18842", "Follow-up", "DS-7741", "Composition", "Encounter"})
    EXPECT_THAT(got, Not(HasSubstr(text)));
}

TEST(Hospital, GetsEverythingButWhatIsLabelled) {
  const Tree full = tree_of(kDischarge);
  EXPECT_EQ(json_of(apply(*shipped("hospital"), full).tree), json_of(full));
}

}  // namespace
}  // namespace caseway::policy
