// A Coding by itself, whatever it is bound to: its system is absolute and a code system, its code is one of the system's, its display fits.
//   issues  validation.code (error), validation.display (warning); systems whose content no package has are not judged
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_coding(Element coding, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
