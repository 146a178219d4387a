#include "validation/vital_signs.h"

namespace caseway::validation {

namespace {

struct VitalSign {
  std::string_view loinc;
  std::string_view profile;
};
constexpr VitalSign kVitalSigns[] = {
    {"85353-1", "http://hl7.org/fhir/StructureDefinition/vitalspanel"}, {"9279-1", "http://hl7.org/fhir/StructureDefinition/resprate"},
    {"8867-4", "http://hl7.org/fhir/StructureDefinition/heartrate"},    {"2708-6", "http://hl7.org/fhir/StructureDefinition/oxygensat"},
    {"8310-5", "http://hl7.org/fhir/StructureDefinition/bodytemp"},     {"8302-2", "http://hl7.org/fhir/StructureDefinition/bodyheight"},
    {"9843-4", "http://hl7.org/fhir/StructureDefinition/headcircum"},   {"29463-7", "http://hl7.org/fhir/StructureDefinition/bodyweight"},
    {"39156-5", "http://hl7.org/fhir/StructureDefinition/bmi"},         {"85354-9", "http://hl7.org/fhir/StructureDefinition/bp"}};

std::string_view profile_for(Element code) {
  for (const Element coding : code.children("coding")) {
    if (coding.child_value("system") != "http://loinc.org") continue;
    for (const VitalSign& sign : kVitalSigns)
      if (sign.loinc == coding.child_value("code")) return sign.profile;
  }
  return {};
}

}  // namespace

std::string_view vital_signs_profile(Element resource) {
  if (resource.type() != "Observation") return {};
  const std::string_view profile = profile_for(resource.child("code"));
  for (const Element claimed : resource.child("meta").children("profile"))
    if (claimed.value() == profile) return {};
  return profile;
}

}  // namespace caseway::validation
