// fixed[x] and pattern[x] of an ElementDefinition, compared as the standard says.
//
//   fixed    the element is the same in every part: values as text, all children, in the same order
//   pattern  every part of the pattern is in the element; of a list, each item of the pattern matches some item of the element
//   spec     https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_ and pattern_x_
#pragma once

#include "caseway/element.h"

namespace caseway::validation {

bool equals_fixed(Element element, Element fixed);
bool matches_pattern(Element element, Element pattern);

}  // namespace caseway::validation
