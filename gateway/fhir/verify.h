// Checks a tree that came from another process: one linear pass over offsets, nesting, types, order and UTF-8. After it, every accessor is safe.
#pragma once

#include <string>

#include "caseway/element.h"

namespace caseway::fhir {

CASEWAY_API bool verify(const Tree& tree, std::string& why_not);

}  // namespace caseway::fhir
