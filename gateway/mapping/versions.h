// Mappings of one name are versions of it, each valid on its own days: the document's day decides which one reads and writes it.
#pragma once

#include <span>
#include <vector>

#include "mapping/mapping.h"

namespace caseway::mapping {

// Throws std::invalid_argument where two mappings of one name are valid on the same day.
void check_versions(const std::vector<Mapping>& mappings);

// Whether the mapping is valid on the day of the document, or of one in the beginning of a payload (of XML and JSON: in all of it).
bool covers(const Plan& plan, const Context& context, const Tree& document);
bool covers(const Mapping& mapping, const Context& context, std::span<const Part> payload);

}  // namespace caseway::mapping
