// A complete invented file that a mapping reads: what a field guide shows. Each place says the example that the mapping or the
// catalogue of plain names gives for it, else something that its converter or code table knows; a group that repeats is there once.
#pragma once

#include <vector>

#include "caseway/partner.h"
#include "mapping/mapping.h"

namespace caseway::authoring {

class FieldNodes;
// One part, or one for each related table. Deterministic. Nothing when the mapping writes nothing.
std::vector<Part> sample_of(const mapping::Mapping& mapping, const FieldNodes& nodes);

}  // namespace caseway::authoring
