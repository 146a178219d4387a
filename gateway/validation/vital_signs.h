// The vital signs of the standard: an Observation whose code is one of these LOINC codes conforms to the profile for it, whether it claims to or not.
// Spec: https://hl7.org/fhir/R4/observation-vitalsigns.html
#pragma once

#include <string_view>

#include "caseway/element.h"

namespace caseway::validation {

// The profile's canonical URL; "" when the resource is no such Observation or claims the profile itself.
std::string_view vital_signs_profile(Element resource);

}  // namespace caseway::validation
