// Structural validation of a tree against the R4 model: cardinality, one of each choice, primitive formats, required codes, references of a Bundle,
// and what needs no definition to be seen: a period that ends before it starts, an attachment whose data has another size, an element that holds
// nothing but an id.
// Issue ids: fhir.missing, fhir.too_many, fhir.choice, fhir.format, fhir.code, fhir.empty, fhir.period, fhir.size, fhir.reference (an error, or a
// warning where the reference could be meant for somebody else), fhir.white_space (a warning); places are FHIRPaths.
#pragma once

#include <span>
#include <string_view>

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::fhir {

// positions: of every node in the source (fhir/codec.h), or none.
CASEWAY_API void validate(const Tree& tree, Issues& issues, std::span<const formats::Position> positions = {});
// Whether text has the format of the primitive type ("date": "2024-02-30" does not).
CASEWAY_API bool primitive_ok(TypeId type, std::string_view text);

}  // namespace caseway::fhir
