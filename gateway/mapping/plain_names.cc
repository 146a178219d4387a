#include "mapping/plain_names.h"

#include <unordered_map>

#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// In the order in which names are looked for: of two things with the same word the first is meant.
constexpr Role kRoles[] = {
    {"client", "client", "patient", "Patient", "", "client|patient|person|participant|member|consumer|individual|head of household|personal"},
    {"emergency contact", "contact", "patient", "Patient", "contact", "emergency contact|crisis contact|next of kin|contact person|nok"},
    {"guardian", "person", "guardian", "RelatedPerson", "", "guardian|parent|caregiver|carer|representative"},
    {"referral", "referral", "request", "ServiceRequest", "", "referral|request|ref|referred"},
    {"status", "task", "task", "Task", "", "status|outcome|result|response|task"},
    {"case manager", "person", "manager", "Practitioner", "",
     "case manager|case worker|worker|staff|care manager|care coordinator|coordinator|practitioner|clinician|provider|referrer|referred by|user"},
    {"agency", "organization", "agency", "Organization", "",
     "agency|organization|organisation|org|referring agency|referring organization|referring organisation|sender|company"},
    {"service", "service", "service", "HealthcareService", "", "service|program|programme|project"},
    {"site", "site", "location", "Location", "", "location|site|facility|venue|place|physical"},
    {"contact", "encounter", "encounter", "Encounter", "", "encounter|contact|visit|service contact|session|enrollment|enrolment|episode|stay|exit"},
    {"appointment", "appointment", "appointment", "Appointment", "", "appointment|appt|booking"},
    {"plan", "plan", "plan", "CarePlan", "", "plan|care plan|service plan"},
    {"goal", "goal", "goal", "Goal", "", "goal|objective"},
    {"consent", "consent", "consent", "Consent", "", "consent|release|roi|release of information"},
    {"insurance", "coverage", "coverage", "Coverage", "", "insurance|coverage|health plan|payer|payor|medicaid"},
};

constexpr std::string_view kLastNames = "surname|family name|lname|lastname|legal last name|last";
constexpr std::string_view kFirstNames = "given name|given|forename|fname|firstname|legal first name|first";
constexpr std::string_view kPhones =
    "phone number|telephone|telephone number|tel|mobile|mobile phone|cell|cell phone|home phone|primary phone|contact number";
constexpr std::string_view kEmails = "e-mail|email address|mail|contact email";

constexpr PlainValue kValues[] = {
    {"client", "last name", "name[use=official].family", "", kLastNames, "Okafor"},
    {"client", "first name", "name[use=official].given[1]", "", kFirstNames, "Amara"},
    {"contact|person", "last name", "name.family", "", kLastNames, "Okafor"},
    {"contact|person", "first name", "name.given[1]", "", kFirstNames, "Amara"},
    {"contact|person", "name", "name.text", "", "full name|display name", "Rosa Lindqvist"},
    {"client|contact|person|organization|service|site", "phone", "telecom[system=phone].value", "phone", kPhones, "+1 503 555 0142"},
    {"client|contact|person|organization|service|site", "email", "telecom[system=email].value", "", kEmails, "amara@example.org"},
    {"organization|service", "website", "telecom[system=url].value", "uri", "url|web site|web|homepage", "https://cedar.example.org"},
    {"client|organization|site", "street", "address.line[1]", "",
     "address|address 1|address line 1|street address|street 1|home address|mailing address|residential address|addr", "12 Elm Street"},
    {"client|organization|site", "second address line", "address.line[2]", "", "address 2|address line 2|street 2|apartment|apt|unit number",
     "Apartment 4"},
    {"client|organization|site", "city", "address.city", "", "town|suburb|municipality|locality", "Portland"},
    {"client|organization|site", "state", "address.state", "", "state or province|province|state province|region|address state", "OR"},
    {"client|organization|site", "postal code", "address.postalCode", "", "zip|zip code|zipcode|postcode|postal|post code", "97205"},
    {"client|organization|site", "county", "address.district", "", "district|parish|borough", "Multnomah"},
    {"client|organization|site", "country", "address.country", "", "country code", "US"},
    {"client", "middle name", "name[use=official].given[2]", "", "middle|middle initial|second name|mi", "Ngozi"},
    {"client", "name suffix", "name[use=official].suffix", "", "suffix", "Jr."},
    {"client", "preferred name", "name[use=usual].text", "", "nickname|known as|goes by|chosen name", "Mara"},
    {"client", "name", "name[use=official].text", "", "full name|client name|patient name|person name", "Amara Okafor"},
    {"client", "birth date", "birthDate", "date", "dob|date of birth|birthdate|birth|born|birthday|d o b", "1989-03-02"},
    {"client", "gender", "gender", "code", "sex|gender code|administrative gender"},
    {"client", "number", "identifier.value", "id", "id|client id|identifier|no|mrn|medical record number|key|unique id|chart number|client key",
     "P-20417"},
    {"client", "social security number", "identifier[system=ssn].value", "id", "ssn|social security|ssn4|social security no"},
    {"client", "language", "communication.language.text", "",
     "preferred language|primary language|spoken language|main language|home language|language at home|main language at home", "Spanish"},
    {"client", "birth country", "extension[http://hl7.org/fhir/StructureDefinition/patient-birthPlace].valueAddress.country", "",
     "country of birth|country born in|born in", "Canada"},
    {"client", "death date", "deceasedDateTime", "date", "date of death|deceased date|dod"},
    {"client", "marital status", "maritalStatus.text", "", "civil status", "married"},
    {"contact", "relationship", "relationship.text", "", "relation|relationship to client", "sister"},
    {"person", "number", "identifier.value", "id", "id|identifier|no|key|code", "W-118"},
    {"person", "gender", "gender", "code", "sex|gender code"},
    {"organization", "number", "identifier.value", "id", "id|identifier|code|no|key|path", "A-12"},
    {"organization", "name", "name", "", "title|legal name|organization|organisation|agency", "Cedar Street Agency"},
    {"organization", "other name", "alias", "", "alternate name|short name|acronym|common name", "Cedar"},
    {"referral", "number", "identifier.value", "id", "id|identifier|no|key|reference|ref|ref no|ref id", "R-2026-0117"},
    {"referral", "date", "authoredOn", "date", "date of|created|created on|made on|received date|sent date|authored|on", "2026-11-16"},
    {"referral", "priority", "priority", "code", "urgency|triage"},
    {"referral", "state", "status", "code", "status", "OR"},
    {"referral", "reason", "reasonCode.text", "", "presenting problem|reason for referral|why referred|need|needs|presenting issue",
     "Lost the flat in May"},
    {"referral", "service requested", "code.text", "", "service|service type|requested service|type of service|type", "Rental assistance"},
    {"referral", "note", "note.text", "", "notes|comment|comments|remarks|additional information", "Prefers afternoon visits"},
    {"task", "status", "businessStatus.text", "", "outcome|result|disposition|code|description|text", "accepted"},
    {"task", "date", "lastModified", "date", "date of|updated|updated on|changed on|on", "2026-11-16"},
    {"task", "reason", "statusReason.text", "", "reason for|explanation", "Lost the flat in May"},
    {"service", "number", "identifier.value", "id", "id|identifier|no|key", "S-31"},
    {"service", "name", "name", "", "title", "Rental assistance"},
    {"service", "description", "comment", "", "summary|details|about", "Help with rent and deposits"},
    {"service", "eligibility", "eligibility.comment", "", "eligibility description|who can apply|eligibility criteria", "Adults without a lease"},
    {"service", "how to apply", "extraDetails", "", "application process|intake procedure|how to access|referral process", "Call or walk in"},
    {"service", "area", "coverageArea.display", "", "service area|area served|coverage area", "Multnomah County"},
    {"site", "number", "identifier.value", "id", "id|identifier|no|key|code", "L-7"},
    {"site", "name", "name", "", "title", "Cedar Street office"},
    {"site", "other name", "alias", "", "alternate name", "Cedar"},
    {"site", "description", "description", "", "details|directions|transportation", "Help with rent and deposits"},
    {"site", "latitude", "position.latitude", "decimal", "lat", "45.5231"},
    {"site", "longitude", "position.longitude", "decimal", "lon|lng|long", "-122.6765"},
    {"encounter", "number", "identifier.value", "id", "id|identifier|no|key", "E-90041"},
    {"encounter", "start date", "period.start", "date",
     "entry date|start|begin date|from|date|admission date|admit date|referral date|open date|date provided|service date|date of service|visit date",
     "2026-11-16"},
    {"encounter", "end date", "period.end", "date", "exit date|end|to|until|discharge date|close date|closed date|completed date", "2027-05-15"},
    {"encounter", "type", "type.text", "", "kind|contact type|visit type", "home visit"},
    {"encounter", "reason", "reasonCode.text", "", "purpose", "Lost the flat in May"},
    {"appointment", "number", "identifier.value", "id", "id|identifier|no|key", "AP-55"},
    {"appointment", "start", "start", "datetime", "date|date and time|time|start time|from"},
    {"appointment", "end", "end", "datetime", "end time|until|to"},
    {"appointment", "state", "status", "code", "status", "OR"},
    {"appointment", "note", "comment", "", "notes|comments", "Prefers afternoon visits"},
    {"plan", "number", "identifier.value", "id", "id|identifier|no|key", "CP-118"},
    {"plan", "title", "title", "", "name", "Recovery plan"},
    {"plan", "description", "description", "", "summary", "Help with rent and deposits"},
    {"plan", "start date", "period.start", "date", "start|from|begin date|effective date", "2026-11-16"},
    {"plan", "end date", "period.end", "date", "end|to|until|review date", "2027-05-15"},
    {"plan", "state", "status", "code", "status", "OR"},
    {"plan", "note", "note.text", "", "notes|comments", "Prefers afternoon visits"},
    {"goal", "text", "description.text", "", "description|statement|in words|desired outcome", "A kitchen of my own"},
    {"goal", "start date", "startDate", "date", "start|set on", "2026-11-16"},
    {"goal", "due date", "target.dueDate", "date", "target date|due|by when", "2027-03-31"},
    {"goal", "state", "lifecycleStatus", "code", "status", "OR"},
    {"goal", "note", "note.text", "", "notes|comments", "Prefers afternoon visits"},
    {"consent", "number", "identifier.value", "id", "id|identifier|reference|no", "ROI-5521"},
    {"consent", "date", "dateTime", "date", "signed|date signed|signed on|given on", "2026-11-16"},
    {"consent", "end date", "provision.period.end", "date", "expires|expiry|expiry date|expiration date|valid until", "2027-05-15"},
    {"coverage", "member number", "subscriberId", "", "number|id|member id|policy number|subscriber id|no", "M-20417"},
    {"coverage", "payer name", "payor.display", "", "name|company|carrier|plan name|plan", "Cascade Health Plan"},
    {"coverage", "start date", "period.start", "date", "start|effective date", "2026-11-16"},
    {"coverage", "end date", "period.end", "date", "end|termination date", "2027-05-15"},
};

template <class Each>
void for_words(std::string_view words, Each each) {
  while (!words.empty()) {
    const auto bar = std::min(words.find('|'), words.size());
    each(words.substr(0, bar));
    words.remove_prefix(std::min(bar + 1, words.size()));
  }
}

bool has_word(std::string_view words, std::string_view word) {
  bool has = false;
  for_words(words, [&](std::string_view each) { has = has || each == word; });
  return has;
}

using Catalogue = std::unordered_map<std::string, PlainPlace>;

// Every way to say every name, made when the first is asked for. What stands first in the tables wins.
const Catalogue& catalogue() {
  static const Catalogue made = [] {
    Catalogue all;
    for (const auto& role : kRoles)
      for (const auto& value : kValues) {
        if (!has_word(value.of, role.values)) continue;
        const auto say = [&](std::string_view name) {
          all.try_emplace(normalised_header(std::string(role.name) + std::string(name)), PlainPlace{&role, &value});
          for_words(role.words, [&](std::string_view word) {
            all.try_emplace(normalised_header(std::string(word) + std::string(name)), PlainPlace{&role, &value});
            if (name.ends_with(" of") || name.ends_with(" for"))  // date of referral
              all.try_emplace(normalised_header(std::string(name) + std::string(word)), PlainPlace{&role, &value});
          });
        };
        say(value.name);
        for_words(value.also, say);
      }
    // What is said of the client needs no "client" before it, unless the one word says too little: an id, a name.
    for (const auto& value : kValues) {
      if (!has_word(value.of, kRoles[0].values) || value.name == "number" || value.name == "name") continue;
      const auto say = [&](std::string_view name) { all.try_emplace(normalised_header(name), PlainPlace{&kRoles[0], &value}); };
      say(value.name);
      for_words(value.also, say);
    }
    // A person or an organisation alone is its name: `Case Worker`.
    for (const auto& role : kRoles)
      for (const auto& value : kValues) {
        if (value.name != "name" || !has_word(value.of, role.values)) continue;
        for_words(role.words, [&](std::string_view word) { all.try_emplace(normalised_header(word), PlainPlace{&role, &value}); });
      }
    return all;
  }();
  return made;
}

std::string without_selectors(std::string_view path) {
  std::string bare;
  int depth = 0;
  for (const char c : path) {
    depth += c == '[';
    if (depth == 0) bare += c;
    depth -= c == ']';
  }
  return bare;
}

// With the selectors as they stand, else without any.
std::optional<PlainPlace> place_at(std::string_view type, std::string_view path) {
  const auto bare = without_selectors(path);
  std::optional<PlainPlace> near;
  for (const auto& role : kRoles) {
    if (role.type != type) continue;
    for (const auto& value : kValues) {
      if (!has_word(value.of, role.values)) continue;
      const PlainPlace here{&role, &value};
      if (here.path() == path) return here;
      if (!near && without_selectors(here.path()) == bare) near = here;
    }
  }
  return near;
}

}  // namespace

std::span<const Role> roles() { return kRoles; }
std::span<const PlainValue> plain_values() { return kValues; }

std::string PlainPlace::name() const { return std::string(role->name) + " " + std::string(value->name); }
std::string PlainPlace::path() const { return (role->below.empty() ? "" : std::string(role->below) + ".") + std::string(value->path); }

std::optional<PlainPlace> plain_place(std::string_view words) {
  const auto found = catalogue().find(normalised_header(words));
  return found == catalogue().end() ? std::nullopt : std::optional(found->second);
}

const Role* role_called(std::string_view thing) {
  auto name = normalised_header(thing);
  if (name.ends_with("ies")) name.replace(name.size() - 3, 3, "y");
  const auto singular = name.ends_with('s') && !name.ends_with("ss") ? name.substr(0, name.size() - 1) : name;
  for (const auto& role : kRoles) {
    bool called = normalised_header(role.name) == singular;
    for_words(role.words, [&](std::string_view word) { called = called || normalised_header(word) == singular || normalised_header(word) == name; });
    if (called) return &role;
  }
  return nullptr;
}

std::optional<PlainPlace> plain_place(std::string_view thing, std::string_view words) {
  const auto* role = role_called(thing);
  if (role != nullptr)
    if (const auto found = plain_place(std::string(role->name) + std::string(words)); found && found->role == role) return found;
  return plain_place(words);
}

std::string plain_name(std::string_view type, std::string_view path) {
  const auto place = place_at(type, path);
  return place ? place->name() : "";
}

std::string_view plain_example(std::string_view type, std::string_view path) {
  const auto place = place_at(type, path);
  return place ? place->value->example : "";
}

}  // namespace caseway::mapping
