// What the compiler knows of a result before there is one: the types that its items may have, and whether there may be several.
#pragma once

#include <string_view>
#include <vector>

#include "fhirpath/types.h"

namespace caseway::fhirpath {

struct Shape {
  bool any = false;             // nothing is known of the types
  std::vector<TypeCode> types;  // else one of these; none: the empty collection
  bool many = false;

  static Shape of_any(bool many) { return {true, {}, many}; }
  static Shape of(TypeCode type, bool many = false) { return {false, {type}, many}; }
  static Shape of(Item::Kind kind, bool many = false) { return of(system_type(kind), many); }
  bool nothing() const { return !any && types.empty(); }
  void add(TypeCode type);
  void add(const Shape& other);

  // Whether an item may stand for a System value of the kind. The empty collection may be anything.
  bool may_be(Item::Kind kind) const;
  bool may_be_text() const;   // as string functions take it: FHIR's dates count by their text
  std::string names() const;  // "Patient", "Quantity or string", for messages
};

// Whether the operator makes sense for some pair of the types.
bool goes_with(std::string_view symbol, const Shape& left, const Shape& right);

// The items of that name below items of the shape; nothing() when no type has it.
Shape below(const Shape& shape, std::string_view name);
std::string nearest_element(const Shape& shape, std::string_view name);  // "" when none is near

}  // namespace caseway::fhirpath
