#include "bench/synthetic_record.h"

namespace caseway::bench {

namespace {

constexpr int kVisits = 14;

constexpr std::string_view kFamilies[] = {"Example", "Müller-Test", "O'Sample", "Nováková", "Żółć", "東京", "Fiction"};
constexpr std::string_view kGiven[] = {"Sam", "Adèle", "Zoë", "Priya", "Łukasz", "Kim", "Renée", "José"};
constexpr std::string_view kCities[] = {"Sampleton", "Testville", "Saint-Exemple", "Fictional Falls"};
constexpr Code kRaces[] = {{"urn:oid:2.16.840.1.113883.6.238", "2106-3", "White"},
                           {"urn:oid:2.16.840.1.113883.6.238", "2054-5", "Black or African American"},
                           {"urn:oid:2.16.840.1.113883.6.238", "2028-9", "Asian"}};
constexpr Code kEthnicities[] = {{"urn:oid:2.16.840.1.113883.6.238", "2186-5", "Not Hispanic or Latino"},
                                 {"urn:oid:2.16.840.1.113883.6.238", "2135-2", "Hispanic or Latino"}};
constexpr Code kSocialSecurity = {"http://terminology.hl7.org/CodeSystem/v2-0203", "SS", "Social Security Number"};
constexpr Code kMedicalRecord = {"http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical Record Number"};
constexpr Code kMarried = {"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "M", "Married"};
constexpr Code kEnglish = {"urn:ietf:bcp:47", "en-US", "English"};
constexpr Code kProvider = {"http://terminology.hl7.org/CodeSystem/organization-type", "prov", "Healthcare Provider"};
constexpr Code kCasePlan = {"http://snomed.info/sct", "736353004", "Inpatient care plan"};
constexpr Code kAuthor = {"http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author", "Author"};
constexpr Code kActivities[] = {{"http://snomed.info/sct", "229065009", "Exercise therapy"},
                                {"http://snomed.info/sct", "226234005", "Healthy diet"},
                                {"http://snomed.info/sct", "408289007", "Refer to weight management program"}};
constexpr std::string_view kUsCore = "http://hl7.org/fhir/us/core/StructureDefinition/";

}  // namespace

std::vector<std::string> SyntheticRecord::entries() {
  name_ = std::string(make_.pick(kGiven)) + " " + std::string(make_.pick(kFamilies));
  patient();
  organization();
  practitioner();
  care_team();
  care_plan();
  for (int i = 0; i < kVisits; ++i) visit();
  provenance();
  return std::move(entries_);
}

std::string SyntheticRecord::add(std::string_view type, std::vector<Member> members) {
  ids_.push_back(make_.id());
  members.emplace_back("resourceType", quote(type));
  members.emplace_back("id", quote(ids_.back()));
  const std::string resource = make_.object(std::move(members));
  const std::string request = make_.object({{"method", quote("POST")}, {"url", quote(type)}});
  entries_.push_back(make_.object({{"fullUrl", quote("urn:uuid:" + ids_.back())}, {"resource", resource}, {"request", request}}));
  return ids_.back();
}

std::string SyntheticRecord::us_core_extension(std::string_view url, const Code& category) {
  const std::string category_part = make_.object({{"url", quote("ombCategory")}, {"valueCoding", make_.coding(category)}});
  const std::string text_part = make_.object({{"url", quote("text")}, {"valueString", quote(category.display)}});
  return make_.object({{"url", quote(std::string(kUsCore).append(url))}, {"extension", make_.list({category_part, text_part})}});
}

std::string SyntheticRecord::address() {
  const auto ordinate = [&](std::string_view url, const std::string& value) { return make_.object({{"url", quote(url)}, {"valueDecimal", value}}); };
  const std::string place = make_.object({{"url", quote("http://hl7.org/fhir/StructureDefinition/geolocation")},
                                          {"extension", make_.list({ordinate("latitude", "42." + make_.decimal(1'000'000, 0)),
                                                                    ordinate("longitude", "-71." + make_.decimal(1'000'000, 0))})}});
  return make_.object({{"extension", make_.list({place})},
                       {"line", make_.list({quote(make_.decimal(999, 0) + " Example \"Back\" Street\nUnit " + make_.decimal(99, 0))})},
                       {"city", quote(make_.pick(kCities))},
                       {"state", quote("MA")},
                       {"postalCode", quote("01" + make_.decimal(1000, 0))},
                       {"country", quote("US")}});
}

void SyntheticRecord::patient() {
  const auto known_as = [&](const Code& type, std::string_view system, const std::string& value) {
    return make_.object({{"type", make_.concept_of(type)}, {"system", quote(system)}, {"value", quote(value)}});
  };
  const auto blank = name_.find(' ');
  const std::string family = quote(std::string_view(name_).substr(blank + 1)), given = quote(std::string_view(name_).substr(0, blank));
  patient_ =
      add("Patient",
          {{"text", make_.narrative("Patient " + name_, {{"Born", "1961-08-07"}, {"Gender", "other"}, {"Lives in", "Sampleton &amp; around"}})},
           {"extension",
            make_.list({us_core_extension("us-core-race", make_.pick(kRaces)), us_core_extension("us-core-ethnicity", make_.pick(kEthnicities)),
                        make_.object({{"url", quote(std::string(kUsCore) + "us-core-birthsex")}, {"valueCode", quote("F")}})})},
           {"identifier", make_.list({known_as(kMedicalRecord, "http://hospital.example.org", make_.id()),
                                      known_as(kSocialSecurity, "http://hl7.org/fhir/sid/us-ssn", "999-" + make_.decimal(99, 0) + "-0000")})},
           {"active", "true"},
           {"name", make_.list({make_.object({{"use", quote("official")},
                                              {"family", family},
                                              {"given", make_.list({given, quote(make_.pick(kGiven))})},
                                              {"prefix", make_.list({quote("Mx.")})}}),
                                make_.object({{"use", quote("maiden")}, {"family", quote(make_.pick(kFamilies))}, {"given", make_.list({given})}})})},
           {"telecom", make_.list({make_.object({{"system", quote("phone")}, {"value", quote("555-0100")}, {"use", quote("home")}}),
                                   make_.object({{"system", quote("email")}, {"value", quote("person@example.org")}})})},
           {"gender", quote("other")},
           {"birthDate", quote("1961-08-07")},
           {"_birthDate",
            make_.object({{"extension", make_.list({make_.object({{"url", quote("http://hl7.org/fhir/StructureDefinition/patient-birthTime")},
                                                                  {"valueDateTime", quote("1961-08-07T04:20:00-05:00")}})})}})},
           {"address", make_.list({address()})},
           {"maritalStatus", make_.concept_of(kMarried)},
           {"multipleBirthBoolean", "false"},
           {"communication", make_.list({make_.object({{"language", make_.concept_of(kEnglish)}})})}});
}

void SyntheticRecord::organization() {
  organization_ = add("Organization", {{"text", make_.narrative("Example Health", {{"Type", "Provider"}})},
                                       {"identifier", make_.list({make_.identifier("https://example.org/organizations", make_.id())})},
                                       {"active", "true"},
                                       {"type", make_.list({make_.concept_of(kProvider)})},
                                       {"name", quote("Example Health “North”")},
                                       {"telecom", make_.list({make_.object({{"system", quote("phone")}, {"value", quote("555-0101")}})})},
                                       {"address", make_.list({address()})}});
}

void SyntheticRecord::practitioner() {
  practitioner_ = add(
      "Practitioner",
      {{"text", make_.narrative("Dr. Example", {{"Works at", "Example Health"}})},
       {"identifier", make_.list({make_.identifier("http://hl7.org/fhir/sid/us-npi", "9999" + make_.decimal(999999, 0))})},
       {"active", "true"},
       {"name",
        make_.list({make_.object({{"family", quote("Example")}, {"given", make_.list({quote("Åse")})}, {"prefix", make_.list({quote("Dr.")})}})})},
       {"gender", quote("female")}});
}

void SyntheticRecord::care_team() {
  const auto member = [&](const std::string& who, std::string_view role) {
    return make_.object({{"role", make_.list({make_.concept_of({"http://snomed.info/sct", role, "Member of the team"})})}, {"member", who}});
  };
  care_team_ =
      add("CareTeam", {{"text", make_.narrative("Care team", {{"Members", "three"}})},
                       {"status", quote("active")},
                       {"subject", subject()},
                       {"period", make_.object({{"start", quote(make_.moment(1, 600))}})},
                       {"participant", make_.list({member(subject(), "116154003"), member(make_.reference(practitioner_, "Dr. Example"), "223366009"),
                                                   member(make_.reference(organization_), "224891009")})},
                       {"managingOrganization", make_.list({make_.reference(organization_)})}});
}

void SyntheticRecord::care_plan() {
  std::vector<std::string> activities;
  for (const Code& code : kActivities) {
    const std::string detail = make_.object(
        {{"code", make_.concept_of(code)}, {"status", quote("in-progress")}, {"location", make_.object({{"display", quote("Example Health")}})}});
    activities.push_back(make_.object({{"detail", detail}}));
  }
  add("CarePlan", {{"text", make_.narrative("Care plan", {{"Walk", "2 km &lt; 30 min"}, {"Eat", "more greens"}})},
                   {"status", quote("active")},
                   {"intent", quote("order")},
                   {"category", make_.list({make_.concept_of(kCasePlan)})},
                   {"subject", subject()},
                   {"period", make_.object({{"start", quote(make_.moment(1, 600))}})},
                   {"careTeam", make_.list({make_.reference(care_team_)})},
                   {"activity", make_.list(activities)}});
}

void SyntheticRecord::provenance() {
  std::vector<std::string> targets;
  for (const std::string& id : ids_) targets.push_back(make_.reference(id));
  const std::string agent =
      make_.object({{"type", make_.concept_of(kAuthor)}, {"who", make_.reference(practitioner_)}, {"onBehalfOf", make_.reference(organization_)}});
  add("Provenance", {{"text", make_.narrative("Provenance", {{"Recorded by", "Dr. Example"}})},
                     {"target", make_.list(targets)},
                     {"recorded", quote(make_.moment(day_, minute_))},
                     {"agent", make_.list({agent})}});
}

}  // namespace caseway::bench
