// HL7 v3 nullFlavor ⇄ FHIR data-absent-reason, one table per direction, as "C-CDA on FHIR" publishes them
// (https://hl7.org/fhir/us/ccda/ConceptMap-CF-NullFlavorDataAbsentReason.html and ConceptMap-FC-DataAbsentReasonNullFlavor.html).
#pragma once

#include <string_view>

namespace caseway::mapping {

std::string_view absent_reason_of(std::string_view null_flavor);  // "" when the flavour is unknown
std::string_view null_flavor_of(std::string_view absent_reason);  // "" when the reason is unknown

}  // namespace caseway::mapping
