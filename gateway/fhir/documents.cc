// Which kind of canonical document a tree is: by its focal resource, and by the codes that tell kinds with the same focal resource apart.
#include "fhir/documents.h"

#include <algorithm>
#include <array>
#include <span>

namespace caseway::fhir {

namespace {

// The resources of a document by themselves: entries of a Bundle, or the one resource; contained ones are part of theirs.
std::vector<Element> main_resources(const Tree& tree) {
  const Element root = tree.root();
  if (root.type() != "Bundle") return {root};
  std::vector<Element> found;
  for (const Element entry : root.children("entry")) {
    if (const Element resource = entry.child("resource")) found.push_back(resource);
  }
  return found;
}

bool has_code(Element resource, std::string_view element, std::string_view code) {
  for (const Element concept_ : resource.children(element)) {
    for (const Element coding : concept_.children("coding")) {
      if (coding.child_value("code") == code) return true;
    }
  }
  return false;
}

// eLTSS 1 wrote its name in the addresses of its profiles as eLTSS.
bool is_eltss(Element plan) {
  constexpr auto kSpellings = std::to_array<std::string_view>({"/us/eltss/", "/us/eLTSS/"});
  for (const Element profile : plan.child("meta").children("profile"))
    for (const auto spelling : kSpellings)
      if (profile.value().find(spelling) != std::string_view::npos) return true;
  return false;
}

// A plan that people have signed: eLTSS examples before there were profiles.
bool is_signed(Element plan) {
  for (const Element support : plan.children("supportingInfo"))
    if (support.child_value("reference").find("Contract/") != std::string_view::npos) return true;
  return false;
}

// What the recipient of a BSeR referral sends back.
bool is_feedback(Element composition) {
  for (const Element profile : composition.child("meta").children("profile"))
    if (profile.value().find("/BSeR-ReferralFeedbackComposition") != std::string_view::npos) return true;
  return false;
}

// A document that begins with a Composition and is no referral: what else there may be in it does not make it something else.
bool is_other_note(Element composition) {
  const Element root = composition.tree().root();
  return root.type() == "Bundle" && root.child_value("type") == "document" && !has_code(composition, "type", "57133-1") && !is_feedback(composition);
}

// Whether somebody said in a word where the referral stands.
bool says_where_it_stands(Element task) {
  for (const Element coding : task.child("businessStatus").children("coding"))
    if (coding.child_value("system") == "urn:caseway:referral-status") return true;
  return false;
}

// A Task that nobody has answered yet still belongs to the referral; that nobody has answered is news when it is said without the referral.
// Afterwards it is news about it, unless the whole referral with its person came along and the Task says no more than where it stands.
bool is_news(Element task) {
  constexpr auto kOpen = std::to_array<std::string_view>({"", "draft", "requested"});
  bool request = false;
  bool person = false;
  for (const Element resource : main_resources(task.tree())) {
    request = request || resource.type() == "ServiceRequest";
    person = person || resource.type() == "Patient";
  }
  if (std::find(kOpen.begin(), kOpen.end(), task.child_value("status")) != kOpen.end()) return !request && !person && says_where_it_stands(task);
  if (task.child("output") || task.child("statusReason")) return true;
  return !request || !person;
}

// Of a PMHC upload: what its rows are is said by a code of that system. An episode's referral and an intake's Task are part of it.
bool is_of_pmhc(Element resource) {
  for (const Element coding : resource.child("code").children("coding"))
    if (coding.child_value("system") == "urn:caseway:pmhc:record") return true;
  return false;
}

bool holds_only(Element resource, std::span<const std::string_view> types) {
  for (const Element each : main_resources(resource.tree()))
    if (std::find(types.begin(), types.end(), each.type()) == types.end()) return false;
  return true;
}

// Places, organisations and what is said about them, and nobody's record beside them.
bool is_directory(Element resource) {
  constexpr auto kTypes = std::to_array<std::string_view>({"HealthcareService", "Organization", "Location", "PractitionerRole", "Endpoint", "Basic"});
  return holds_only(resource, kTypes);
}

// A medicine, whose it is and who gave it; beside a record's other parts an order for a medicine says nothing of its taking.
bool is_about_a_medicine(Element resource) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"MedicationAdministration", "MedicationRequest", "Medication", "Patient", "Practitioner", "PractitionerRole", "Organization"});
  return holds_only(resource, kTypes);
}

struct Rule {
  std::string_view type;
  bool (*holds)(Element);
  std::string_view kind;
};

bool any(Element) { return true; }

// In order: the first rule that some resource fulfils decides.
constexpr auto kRules = std::to_array<Rule>({
    {"Composition", [](Element e) { return has_code(e, "type", "18842-5"); }, "discharge-summary"},
    {"Composition", [](Element e) { return has_code(e, "type", "104144-1"); }, "advance-statement"},
    {"Composition", [](Element e) { return has_code(e, "type", "34133-9"); }, "continuity-of-care"},  // whatever it is a summary of
    {"MessageHeader", [](Element e) { return e.child("eventCoding").child_value("code") != "I12"; }, "admission-event"},
    {"ClaimResponse", any, "authorization-response"},
    {"CarePlan", [](Element e) { return has_code(e, "category", "crisis-plan"); }, "crisis-plan"},
    {"CarePlan", [](Element e) { return has_code(e, "category", "plan-review"); }, "plan-review"},
    {"CarePlan", [](Element e) { return is_eltss(e) || is_signed(e); }, "service-plan"},  // may bring the Claims that say what its services cost
    {"Claim", [](Element e) { return e.child_value("use") != "claim"; },
     "authorization-request"},  // a bill is no request; a service plan may bring one
    {"CarePlan", any, "care-plan"},
    {"Composition", [](Element e) { return has_code(e, "type", "52521-2"); }, "care-plan"},
    {"Composition", is_other_note, "clinical-note"},  // a visit, a plan or a medicine in it is part of the note
    {"Observation", is_of_pmhc, "service-contact"},
    {"ServiceRequest", is_of_pmhc, "service-contact"},
    {"Task", is_news, "referral-update"},
    {"ServiceRequest", any, "referral"},
    {"Task", any, "referral"},
    {"Composition", is_feedback, "referral-update"},
    {"Composition", [](Element e) { return has_code(e, "type", "57133-1"); }, "referral"},
    {"QuestionnaireResponse", any, "assessment"},  // a plan or a referral may bring the answers that it rests on
    {"Appointment", any, "appointment"},
    {"MedicationDispense", any, "medication-adherence"},
    {"MedicationStatement", any, "medication-adherence"},
    {"HealthcareService", any, "service-directory"},
    {"Encounter", any, "service-contact"},
    {"Consent", any, "consent"},
    {"MedicationAdministration", is_about_a_medicine, "medication-adherence"},
    {"MedicationRequest", is_about_a_medicine, "medication-adherence"},
    {"Organization", is_directory, "service-directory"},
    {"Location", is_directory, "service-directory"},
    {"Basic", is_directory, "service-directory"},
});

constexpr std::string_view kKinds[] = {"referral",
                                       "referral-update",
                                       "care-plan",
                                       "service-plan",
                                       "plan-review",
                                       "assessment",
                                       "crisis-plan",
                                       "crisis-event",
                                       "discharge-summary",
                                       "clinical-note",
                                       "continuity-of-care",
                                       "admission-event",
                                       "appointment",
                                       "service-contact",
                                       "medication-adherence",
                                       "authorization-request",
                                       "authorization-response",
                                       "appeal",
                                       "consent",
                                       "advance-statement",
                                       "service-directory"};

}  // namespace

std::span<const std::string_view> document_kinds() { return kKinds; }

std::string document_kind(const Tree& tree) {
  if (tree.empty()) return {};
  const std::vector<Element> resources = main_resources(tree);
  for (const Rule& rule : kRules) {
    for (const Element resource : resources) {
      if (resource.type() == rule.type && rule.holds(resource)) return std::string(rule.kind);
    }
  }
  return {};
}

}  // namespace caseway::fhir
