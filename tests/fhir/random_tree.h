// Documents made from the model table itself: any resource, any element, values that their types allow.
#pragma once

#include <random>
#include <string>

#include "caseway/element.h"

namespace caseway::fhir {

Tree random_tree(std::mt19937& random);

// The tree as JSON whose members stand in a random order, "_x" before or after x, resourceType anywhere.
std::string shuffled_json(const Tree& tree, std::mt19937& random);

}  // namespace caseway::fhir
