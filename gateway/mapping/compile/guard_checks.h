// Whether the `if` of a field can hold of what the mapping reads: something else of it must be able to say what the test asks for. A field whose
// test never holds would be read and never written again.
#pragma once

#include <vector>

#include "formats/config_node.h"
#include "mapping/plan.h"

namespace caseway::mapping {

void check_guards(const Plan& plan, std::vector<formats::ConfigError>& faults);

}  // namespace caseway::mapping
