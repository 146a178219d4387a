// Every contained resource is referred to from the resource that contains it, or refers to that one (dom-3): by a reference, an address or a link in
// a narrative. Needs no package.
//   issues  validation.contained
//   spec    https://hl7.org/fhir/R4/references.html#contained
#pragma once

#include "validation/findings.h"

namespace caseway::validation {

void check_contained(Element resource, Findings& findings);

}  // namespace caseway::validation
