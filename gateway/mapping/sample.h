// A complete invented file that a mapping reads: what a field guide shows. Each place says the example that the mapping or the
// catalogue of plain names gives for it, else something that its converter or code table knows; a group that repeats is there once.
#pragma once

#include <vector>

#include "caseway/partner.h"

namespace caseway::mapping {

class FieldNodes;
class Mapping;

// One part, or one for each related table. Deterministic. Nothing when the mapping writes nothing.
std::vector<Part> sample_of(const Mapping& mapping, const FieldNodes& nodes);

}  // namespace caseway::mapping
