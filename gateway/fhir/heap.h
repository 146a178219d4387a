// The texts of a tree.
#pragma once

#include <string>
#include <vector>

#include "caseway/element.h"

namespace caseway::fhir {

// A heap holds the values of its nodes and nothing else: what was removed or overwritten goes.
CASEWAY_API void drop_unused_text(std::vector<Node>& nodes, std::string& heap);

}  // namespace caseway::fhir
