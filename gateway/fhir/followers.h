// Which element came after which the last time. Documents repeat themselves, so the next name is mostly the one that followed before, and need
// not be looked up.
#pragma once

#include <vector>

#include "fhir/model_table.h"

namespace caseway::fhir {

class Followers {
 public:
  Followers() : guesses_(table::kElementCount + table::kTypeCount, kNoDef) {}

  // The element of that name; kNoDef when `owner` has none. `last` is the one before it in the same object, kNoDef for the first.
  DefId find(TypeId owner, DefId last, std::string_view name) {
    DefId& guess = guesses_[last != kNoDef ? last : table::kElementCount + owner];
    if (guess != kNoDef && table::kElements[guess].name == name) return guess;
    const DefId found = find_element(owner, name);
    if (found != kNoDef) guess = found;
    return found;
  }

 private:
  std::vector<DefId> guesses_;  // after each element, and at the start of each type: an element of the same owner
};

}  // namespace caseway::fhir
