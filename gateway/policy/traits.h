// What a policy must know of an element of R4 before it looks at its value. Worked out once from the model table; any thread.
#pragma once

#include <cstdint>

#include "caseway/element.h"

namespace caseway::policy {

enum Trait : std::uint8_t {
  kResourceId = 1,       // the id of a resource
  kGoesAlong = 2,        // left out, the rest of its resource would say something else, even the opposite: status, doNotPerform, ...
  kFreeText = 4,         // may say anything at all: texts and displays of codes and references, notes, narrative
  kApart = 8,            // no path above it covers it: extensions, meta, ids of elements
  kExtension = 16,       // an extension, modifierExtension too
  kChangesMeaning = 32,  // modifierExtension, implicitRules
  kReference = 64        // a Reference
};

// The traits of an element, or'ed; 0 for a root (kNoDef).
std::uint8_t traits(DefId def);

}  // namespace caseway::policy
