// What compiles and cannot be meant: alternatives that are never reached, tests that never hold, two fields that want one place, codes that
// their column cannot carry, names of one header for two columns. Each fault names the line of the mapping and what would be right.
#pragma once

#include <vector>

#include "formats/config_node.h"
#include "mapping/plan.h"

namespace caseway::mapping {

void check_plan(const Plan& plan, std::vector<formats::ConfigError>& faults);

}  // namespace caseway::mapping
