// What a narrative may hold: the elements and attributes of HTML that the standard lists, each where HTML has it, something to read, and links that
// lead somewhere. Needs no package; in place of the invariants txt-1 and txt-2.
//   issues  validation.narrative: an error; a warning for a link to an id that is not there
//   spec    https://hl7.org/fhir/R4/narrative.html#security, https://www.w3.org/TR/html401/
#pragma once

#include "validation/findings.h"

namespace caseway::validation {

// div: the element that holds the XHTML text.
void check_narrative(Element div, Findings& findings);

}  // namespace caseway::validation
