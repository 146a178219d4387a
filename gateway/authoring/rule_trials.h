// Whether the rules between cells say anything. For each rule rows are made, of values that its columns can have, until one row keeps it and one
// breaks it. A rule that no row breaks guards nothing (a code misspelt in its condition, a column that never says so); a rule that no row keeps
// lets nothing through.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapping/plan.h"

namespace caseway::authoring {

struct IdleRule {
  std::string id;
  bool never_kept = false;  // else it is never broken
  bool refuses = false;     // what breaks it is not read and not written
};

// Of csv; the same mapping gives the same answer.
std::vector<IdleRule> idle_rules(const mapping::Plan& plan);

}  // namespace caseway::authoring
