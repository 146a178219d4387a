// The rules of one ElementDefinition about the content of one element: value limits, binding, reference targets.
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

// minValue, maxValue, maxLength.
void check_limits(Element element, const ElementRule& rule, Findings& findings);

// Whether the coded element has a code of the value set: of a CodeableConcept one coding is enough. unknown when a code cannot be judged.
Answer is_bound(Element element, const Binding& binding, const Terminology& terminology);
// A code outside a required value set is an error, outside an extensible one a warning.
void check_binding(Element element, const ElementRule& rule, const Examination& examination, Findings& findings);

// Whether the reference leads to what the rule allows: by the resource where it is in this document, else by its type as the reference tells it.
void check_reference(Element element, const ElementRule& rule, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
