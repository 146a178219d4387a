// CodeSystem: its properties and codes. See definition_rules.h.
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_code_system(Element code_system, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
