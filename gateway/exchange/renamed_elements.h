// Elements of XML and objects of JSON that go by another name, seen by what is in them: `client` holds what `person` held.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace caseway::exchange {

struct RenamedElement {
  std::string was, is;             // places, of the same element around
  std::size_t alike = 0, all = 0;  // names inside what it is now: those that were in what it was, and all
};

// `gone`: places that were known and are not there; `fresh`: new ones; `present`: known ones that are there. Nothing is guessed: two names inside at
// least are the same, and half of all, and no other element is as like.
std::vector<RenamedElement> renamed_elements(const std::vector<std::string>& gone, const std::vector<std::string>& fresh,
                                             const std::vector<std::string>& present);

// The place as it was called before.
std::string place_before(const std::vector<RenamedElement>& renamed, const std::string& place);

}  // namespace caseway::exchange
