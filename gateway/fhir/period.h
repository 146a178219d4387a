// Whether a period ends before it starts, as far as the precision of both ends tells: 2024-05 does not end before 2024-05-17 starts.
// Spec: https://hl7.org/fhir/R4/datatypes.html#Period (per-1)
#pragma once

#include <string_view>

namespace caseway::fhir {

// Both are dateTimes of the right format; a time without an offset may be in any zone.
bool ends_before_start(std::string_view start, std::string_view end);

}  // namespace caseway::fhir
