// Code systems and identifier systems: the OID that HL7 v3 and C-CDA use, the URI that FHIR uses, and a short name for mapping files.
// Facts from https://hl7.org/fhir/R4/terminologies-systems.html, https://hl7.org/fhir/R4/identifier-registry.html and https://terminology.hl7.org.
#pragma once

#include <string>
#include <string_view>

namespace caseway::mapping {

struct System {
  std::string_view name;  // short name: "snomed"
  std::string_view uri;
  std::string_view oid;    // "" when none is known
  std::string_view title;  // what C-CDA writes as codeSystemName
};

const System* system_by_name(std::string_view name);  // nullptr when unknown
const System* system_by_oid(std::string_view oid);
const System* system_by_uri(std::string_view uri);

bool is_oid(std::string_view text);   // "2.16.840.1": digits and dots
bool is_uuid(std::string_view text);  // 8-4-4-4-12 hexadecimal digits

std::string uri_of_oid(std::string_view oid);  // a known URI, urn:oid:..., or urn:uuid:... (lower case); the text itself when it is neither
std::string oid_of_uri(std::string_view uri);  // "" when there is none

}  // namespace caseway::mapping
