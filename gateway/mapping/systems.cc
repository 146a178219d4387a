#include "mapping/systems.h"

#include <array>

namespace caseway::mapping {

namespace {

// The first row of an OID or a URI is the one that is written; later rows are further spellings that are read.
constexpr System kSystems[] = {
    {"snomed", "http://snomed.info/sct", "2.16.840.1.113883.6.96", "SNOMED CT"},
    {"loinc", "http://loinc.org", "2.16.840.1.113883.6.1", "LOINC"},
    {"rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88", "RxNorm"},
    {"icd10cm", "http://hl7.org/fhir/sid/icd-10-cm", "2.16.840.1.113883.6.90", "ICD-10-CM"},
    {"icd10", "http://hl7.org/fhir/sid/icd-10", "2.16.840.1.113883.6.3", "ICD-10"},
    {"icd10pcs", "http://www.cms.gov/Medicare/Coding/ICD10", "2.16.840.1.113883.6.4", "ICD-10-PCS"},
    {"icd9cm", "http://hl7.org/fhir/sid/icd-9-cm", "2.16.840.1.113883.6.103", "ICD-9-CM (diagnoses)"},
    {"icd9cm-procedures", "http://terminology.hl7.org/CodeSystem/icd9cm-procedures", "2.16.840.1.113883.6.104", "ICD-9-CM (procedures)"},
    {"cpt", "http://www.ama-assn.org/go/cpt", "2.16.840.1.113883.6.12", "CPT"},
    {"hcpcs", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "2.16.840.1.113883.6.285", "HCPCS"},
    {"hcpcs-modifiers", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "2.16.840.1.113883.6.14", "HCPCS"},
    {"cdt", "http://www.ada.org/cdt", "2.16.840.1.113883.6.13", "CDT"},
    {"cvx", "http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.12.292", "CVX"},
    {"cvx-old", "http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.6.59", "CVX"},
    {"mvx", "http://hl7.org/fhir/sid/mvx", "2.16.840.1.113883.12.227", "MVX"},
    {"ndc", "http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69", "NDC"},
    {"unii", "http://fdasis.nlm.nih.gov", "2.16.840.1.113883.4.9", "UNII"},
    {"ndfrt", "http://hl7.org/fhir/ndfrt", "2.16.840.1.113883.3.26.1.5", "NDF-RT"},
    {"ncit", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "2.16.840.1.113883.3.26.1.1", "NCI Thesaurus"},
    {"nucc", "http://nucc.org/provider-taxonomy", "2.16.840.1.113883.6.101", "NUCC Provider Taxonomy"},
    {"race-ethnicity", "urn:oid:2.16.840.1.113883.6.238", "2.16.840.1.113883.6.238", "Race & Ethnicity - CDC"},
    {"ucum", "http://unitsofmeasure.org", "2.16.840.1.113883.6.8", "UCUM"},
    {"dicom", "http://dicom.nema.org/resources/ontology/DCM", "1.2.840.10008.2.16.4", "DICOM"},
    {"icf", "http://hl7.org/fhir/sid/icf", "2.16.840.1.113883.6.254", "ICF"},
    {"icpc2", "http://hl7.org/fhir/sid/icpc-2", "2.16.840.1.113883.6.139", "ICPC-2"},
    {"atc", "http://www.whocc.no/atc", "2.16.840.1.113883.6.73", "ATC"},
    {"nubc-point-of-origin", "https://www.nubc.org/CodeSystem/PointOfOrigin", "2.16.840.1.113883.6.301.4", "NUBC Point of Origin"},
    {"nubc-discharge", "https://www.nubc.org/CodeSystem/PatDischargeStatus", "2.16.840.1.113883.6.301.5", "NUBC Patient Discharge Status"},
    {"hsloc", "https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html", "2.16.840.1.113883.6.259", "HealthcareServiceLocation"},
    {"pos", "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set", "2.16.840.1.113883.6.50", "Place of Service"},
    {"discharge-disposition-v2", "http://terminology.hl7.org/CodeSystem/v2-0112", "2.16.840.1.113883.12.112", "HL7 Discharge Disposition"},
    {"v2-0203", "http://terminology.hl7.org/CodeSystem/v2-0203", "2.16.840.1.113883.18.108", "Identifier Type"},
    {"v2-0443", "http://terminology.hl7.org/CodeSystem/v2-0443", "2.16.840.1.113883.12.443", "Provider Role"},
    {"payer-type", "https://nahdo.org/sopt", "2.16.840.1.113883.3.221.5", "Source of Payment Typology"},
    {"language", "urn:ietf:bcp:47", "2.16.840.1.113883.6.121", "Language"},
    {"mime", "urn:ietf:bcp:13", "2.16.840.1.113883.5.79", "MediaType"},
    // HL7 v3 code systems
    {"v3-ActClass", "http://terminology.hl7.org/CodeSystem/v3-ActClass", "2.16.840.1.113883.5.6", "ActClass"},
    {"v3-ActCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "2.16.840.1.113883.5.4", "ActCode"},
    {"v3-ActMood", "http://terminology.hl7.org/CodeSystem/v3-ActMood", "2.16.840.1.113883.5.1001", "ActMood"},
    {"v3-ActPriority", "http://terminology.hl7.org/CodeSystem/v3-ActPriority", "2.16.840.1.113883.5.7", "ActPriority"},
    {"v3-ActReason", "http://terminology.hl7.org/CodeSystem/v3-ActReason", "2.16.840.1.113883.5.8", "ActReason"},
    {"v3-ActSite", "http://terminology.hl7.org/CodeSystem/v3-ActSite", "2.16.840.1.113883.5.1052", "ActSite"},
    {"v3-ActStatus", "http://terminology.hl7.org/CodeSystem/v3-ActStatus", "2.16.840.1.113883.5.14", "ActStatus"},
    {"v3-AddressUse", "http://terminology.hl7.org/CodeSystem/v3-AddressUse", "2.16.840.1.113883.5.1119", "AddressUse"},
    {"v3-AdministrativeGender", "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender", "2.16.840.1.113883.5.1", "AdministrativeGender"},
    {"v3-Confidentiality", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "2.16.840.1.113883.5.25", "Confidentiality"},
    {"v3-EntityNameUse", "http://terminology.hl7.org/CodeSystem/v3-EntityNameUse", "2.16.840.1.113883.5.45", "EntityNameUse"},
    {"v3-Ethnicity", "http://terminology.hl7.org/CodeSystem/v3-Ethnicity", "2.16.840.1.113883.5.50", "Ethnicity"},
    {"v3-GTSAbbreviation", "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "2.16.840.1.113883.5.1022", "GTSAbbreviation"},
    {"v3-LanguageAbilityMode", "http://terminology.hl7.org/CodeSystem/v3-LanguageAbilityMode", "2.16.840.1.113883.5.60", "LanguageAbilityMode"},
    {"v3-LanguageAbilityProficiency", "http://terminology.hl7.org/CodeSystem/v3-LanguageAbilityProficiency", "2.16.840.1.113883.5.61",
     "LanguageAbilityProficiency"},
    {"v3-MaritalStatus", "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "2.16.840.1.113883.5.2", "MaritalStatus"},
    {"v3-NullFlavor", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "2.16.840.1.113883.5.1008", "NullFlavor"},
    {"v3-ObservationInterpretation", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "2.16.840.1.113883.5.83",
     "ObservationInterpretation"},
    {"v3-ObservationMethod", "http://terminology.hl7.org/CodeSystem/v3-ObservationMethod", "2.16.840.1.113883.5.84", "ObservationMethod"},
    {"v3-ParticipationFunction", "http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction", "2.16.840.1.113883.5.88", "ParticipationFunction"},
    {"v3-ParticipationSignature", "http://terminology.hl7.org/CodeSystem/v3-ParticipationSignature", "2.16.840.1.113883.5.89",
     "ParticipationSignature"},
    {"v3-ParticipationType", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "2.16.840.1.113883.5.90", "ParticipationType"},
    {"v3-Race", "http://terminology.hl7.org/CodeSystem/v3-Race", "2.16.840.1.113883.5.104", "Race"},
    {"v3-ReligiousAffiliation", "http://terminology.hl7.org/CodeSystem/v3-ReligiousAffiliation", "2.16.840.1.113883.5.1076", "ReligiousAffiliation"},
    {"v3-RoleClass", "http://terminology.hl7.org/CodeSystem/v3-RoleClass", "2.16.840.1.113883.5.110", "RoleClass"},
    {"v3-RoleCode", "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "2.16.840.1.113883.5.111", "RoleCode"},
    {"v3-RouteOfAdministration", "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration", "2.16.840.1.113883.5.112",
     "RouteOfAdministration"},
    {"v3-SubstanceAdminSubstitution", "http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution", "2.16.840.1.113883.5.1070",
     "SubstanceAdminSubstitution"},
    {"v3-TimingEvent", "http://terminology.hl7.org/CodeSystem/v3-TimingEvent", "2.16.840.1.113883.5.139", "TimingEvent"},
    {"v3-ActRelationshipType", "http://terminology.hl7.org/CodeSystem/v3-ActRelationshipType", "2.16.840.1.113883.5.1002", "ActRelationshipType"},
    // FHIR's own, by their last word
    {"administrative-gender", "http://hl7.org/fhir/administrative-gender", "", ""},
    {"allergyintolerance-clinical", "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "", ""},
    {"allergyintolerance-verification", "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "", ""},
    {"careplan-category", "http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "", ""},
    {"condition-category", "http://terminology.hl7.org/CodeSystem/condition-category", "", ""},
    {"condition-category-us-core", "http://hl7.org/fhir/us/core/CodeSystem/condition-category", "", ""},
    {"condition-clinical", "http://terminology.hl7.org/CodeSystem/condition-clinical", "", ""},
    {"condition-ver-status", "http://terminology.hl7.org/CodeSystem/condition-ver-status", "", ""},
    {"consentcategorycodes", "http://terminology.hl7.org/CodeSystem/consentcategorycodes", "", ""},
    {"consentscope", "http://terminology.hl7.org/CodeSystem/consentscope", "", ""},
    {"data-absent-reason", "http://terminology.hl7.org/CodeSystem/data-absent-reason", "", ""},
    {"diagnosis-role", "http://terminology.hl7.org/CodeSystem/diagnosis-role", "", ""},
    {"discharge-disposition", "http://terminology.hl7.org/CodeSystem/discharge-disposition", "", ""},
    {"goal-achievement", "http://terminology.hl7.org/CodeSystem/goal-achievement", "", ""},
    {"goal-category", "http://terminology.hl7.org/CodeSystem/goal-category", "", ""},
    {"goal-priority", "http://terminology.hl7.org/CodeSystem/goal-priority", "", ""},
    {"location-physical-type", "http://terminology.hl7.org/CodeSystem/location-physical-type", "", ""},
    {"medication-statement-category", "http://terminology.hl7.org/CodeSystem/medication-statement-category", "", ""},
    {"medicationrequest-category", "http://terminology.hl7.org/CodeSystem/medicationrequest-category", "", ""},
    {"observation-category", "http://terminology.hl7.org/CodeSystem/observation-category", "", ""},
    {"organization-type", "http://terminology.hl7.org/CodeSystem/organization-type", "", ""},
    {"sdoh-category", "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes", "", ""},
    {"task-code", "http://hl7.org/fhir/CodeSystem/task-code", "", ""},
    // identifier systems
    {"npi", "http://hl7.org/fhir/sid/us-npi", "2.16.840.1.113883.4.6", "NPI"},
    {"ssn", "http://hl7.org/fhir/sid/us-ssn", "2.16.840.1.113883.4.1", "SSN"},
    {"mbi", "http://hl7.org/fhir/sid/us-mbi", "2.16.840.1.113883.4.927", "MBI"},
    {"medicare-hic", "http://hl7.org/fhir/sid/us-medicare", "2.16.840.1.113883.4.572", "Medicare HIC"},
    {"uri", "urn:ietf:rfc:3986", "2.16.840.1.113883.4.873", "URI"},
};

// A key of the table, perfectly hashed enough: open addressing over a constant number of slots, built once at compile time.
constexpr std::size_t kSlots = 512;
constexpr std::size_t hash(std::string_view text) {
  std::size_t h = 1469598103934665603ull;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return h;
}
using Table = std::array<std::uint8_t, kSlots>;  // row + 1
static_assert(std::size(kSystems) < 255);
constexpr Table table_of(std::string_view System::*key) {
  Table table{};
  for (std::size_t row = 0; row < std::size(kSystems); ++row) {
    const auto text = kSystems[row].*key;
    if (text.empty()) continue;
    auto at = hash(text) % kSlots;
    while (table[at] != 0 && kSystems[table[at] - 1].*key != text) at = (at + 1) % kSlots;
    if (table[at] == 0) table[at] = static_cast<std::uint8_t>(row + 1);
  }
  return table;
}
constexpr Table kByName = table_of(&System::name);
constexpr Table kByOid = table_of(&System::oid);
constexpr Table kByUri = table_of(&System::uri);

const System* look_up(const Table& table, std::string_view System::*key, std::string_view text) {
  if (text.empty()) return nullptr;
  for (auto at = hash(text) % kSlots; table[at] != 0; at = (at + 1) % kSlots)
    if (kSystems[table[at] - 1].*key == text) return &kSystems[table[at] - 1];
  return nullptr;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

const System* system_by_name(std::string_view name) { return look_up(kByName, &System::name, name); }
const System* system_by_oid(std::string_view oid) { return look_up(kByOid, &System::oid, oid); }
const System* system_by_uri(std::string_view uri) { return look_up(kByUri, &System::uri, uri); }

bool is_oid(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return false;
  char before = '.';
  for (const char c : text) {
    if (c != '.' && (c < '0' || c > '9')) return false;
    if (c == '.' && before == '.') return false;
    before = c;
  }
  return before != '.';
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string uri_of_oid(std::string_view oid) {
  if (const auto* system = system_by_oid(oid)) return std::string(system->uri);
  if (is_oid(oid)) return "urn:oid:" + std::string(oid);
  if (!is_uuid(oid)) return std::string(oid);
  std::string made = "urn:uuid:";
  for (const char c : oid) made += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return made;
}

std::string oid_of_uri(std::string_view uri) {
  if (const auto* system = system_by_uri(uri); system != nullptr && !system->oid.empty()) return std::string(system->oid);
  if (uri.starts_with("urn:oid:")) return std::string(uri.substr(8));
  if (uri.starts_with("urn:uuid:")) {
    std::string made;
    for (const char c : uri.substr(9)) made += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return made;
  }
  return is_oid(uri) ? std::string(uri) : std::string();
}

}  // namespace caseway::mapping
