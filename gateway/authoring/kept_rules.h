// A document of theirs whose cells are changed until it keeps the rules between them. Cells that name or lead to rows stay.
#pragma once

#include <vector>

#include "mapping/mapping.h"

namespace caseway::authoring {

// The same where there are no rules; as good as it gets where none was found.
std::vector<Part> keeping_rules(const mapping::Mapping& mapping, std::vector<Part> x);

}  // namespace caseway::authoring
