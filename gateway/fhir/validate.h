// Structural validation of a tree against the R4 model: cardinality, one of each choice, primitive formats, required codes, references of a Bundle.
// Issue ids: fhir.missing, fhir.too_many, fhir.choice, fhir.format, fhir.code, fhir.reference, fhir.white_space (a warning); places are FHIRPaths.
#pragma once

#include "caseway/element.h"
#include "caseway/report.h"

namespace caseway::fhir {

CASEWAY_API void validate(const Tree& tree, Issues& issues);
// Whether text has the format of the primitive type ("date": "2024-02-30" does not).
CASEWAY_API bool primitive_ok(TypeId type, std::string_view text);

}  // namespace caseway::fhir
