// Concepts whose codes R4 prescribes (a required binding of a CodeableConcept); the lists of plain codes are part of the model.
#pragma once

#include <span>
#include <string_view>

#include "caseway/element.h"

namespace caseway::mapping {

// The codes that a concept's coding has, by its element; none: any.
CASEWAY_API std::span<const std::string_view> prescribed_codes(DefId element);

}  // namespace caseway::mapping
