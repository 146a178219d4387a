// ValueSet: what its compose names. See definition_rules.h.
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_value_set(Element value_set, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
