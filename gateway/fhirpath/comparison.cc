#include "fhirpath/comparison.h"

#include <algorithm>

#include "fhirpath/ucum.h"
#include "fhirpath/utf8.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

Truth truth(bool yes) { return yes ? Truth::yes : Truth::no; }

bool is_text(const Node& node) { return system_kind_of(node.type) == Kind::string; }

// Two subtrees: the same elements in the same order with equal values.
Truth equal_trees(Machine& machine, const Element a, const Element b) {
  machine.count();
  const Tree& left = a.tree();
  const Tree& right = b.tree();
  if (a.type_id() != b.type_id()) return Truth::no;
  if (fhir::primitive(a.type_id()) != fhir::Primitive::none && a.has_value() && b.has_value() && a.value() != b.value()) {
    const Truth values = equal(machine, Item::of(a), Item::of(b));
    if (values != Truth::yes) return values;
  } else if (a.has_value() != b.has_value()) {
    return Truth::no;
  }
  std::uint32_t i = a.index() + 1;
  std::uint32_t j = b.index() + 1;
  const std::uint32_t i_end = left.node(a.index()).end;
  const std::uint32_t j_end = right.node(b.index()).end;
  while (i < i_end && j < j_end) {
    if (left.node(i).def != right.node(j).def) return Truth::no;
    const Truth each = equal_trees(machine, left.at(i), right.at(j));
    if (each != Truth::yes) return each;
    i = left.node(i).end;
    j = right.node(j).end;
  }
  return truth(i == i_end && j == j_end);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Case and the kind and amount of white space do not count.
bool equivalent_texts(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_space(a[i]) != is_space(b[j])) return false;
    if (is_space(a[i])) {
      while (i < a.size() && is_space(a[i])) ++i;
      while (j < b.size() && is_space(b[j])) ++j;
      continue;
    }
    if (lower_case(character_at(a, i)) != lower_case(character_at(b, j))) return false;
    i += character_bytes(a, i);
    j += character_bytes(b, j);
  }
  return i == a.size() && j == b.size();
}

struct Measure {
  Decimal amount;
  std::string_view unit;  // UCUM
  bool inexact = false;   // a calendar year or month, which no UCUM unit equals
};

Measure measure(const Quantity& quantity) {
  if (!quantity.calendar) return {quantity.value, quantity.unit.empty() ? std::string_view("1") : std::string_view(quantity.unit), false};
  const std::string_view unit = ucum_of_calendar(quantity.unit);
  return {quantity.value, unit, unit == "a" || unit == "mo"};
}

std::optional<int> compare_quantities(const Quantity& a, const Quantity& b, bool loosely) {
  const Measure left = measure(a);
  const Measure right = measure(b);
  if (left.unit == right.unit && (loosely || left.inexact == right.inexact)) return compare(left.amount, right.amount);
  if (!loosely && left.inexact != right.inexact) return std::nullopt;
  if (left.inexact && right.inexact) {
    const std::optional<Decimal> months = multiply(left.unit == "a" ? left.amount : right.amount, Decimal(12));
    if (!months) return std::nullopt;
    return left.unit == "a" ? compare(*months, right.amount) : compare(left.amount, *months);
  }
  return ucum_compare(left.amount, left.unit, right.amount, right.unit);
}

Quantity as_quantity(const Item& value) { return value.kind == Kind::quantity ? value.quantity() : Quantity{value.number(), "1", false}; }

// Equal when rounded to the digits of the one with fewer.
bool equivalent_numbers(const Decimal& a, const Decimal& b) {
  const int digits = std::min(a.normal().scale(), b.normal().scale());
  const std::optional<Decimal> left = a.round(digits);
  const std::optional<Decimal> right = b.round(digits);
  return left && right && compare(*left, *right) == 0;
}

bool equivalent_quantities(const Quantity& a, const Quantity& b) {
  const Measure left = measure(a);
  const Measure right = measure(b);
  if (left.unit == right.unit) return equivalent_numbers(left.amount, right.amount);
  const std::optional<Decimal> converted = ucum_convert(right.amount, right.unit, left.unit);
  return converted && equivalent_numbers(left.amount, converted->normal());
}

bool equivalent_elements(Machine& machine, const Element a, const Element b) {
  machine.count();
  if (a.type_id() != b.type_id()) return false;
  const Tree& left = a.tree();
  const Tree& right = b.tree();
  std::uint32_t i = a.index() + 1;
  std::uint32_t j = b.index() + 1;
  const std::uint32_t i_end = left.node(a.index()).end;
  const std::uint32_t j_end = right.node(b.index()).end;
  for (; i < i_end && j < j_end; i = left.node(i).end, j = right.node(j).end) {
    if (left.node(i).def != right.node(j).def) return false;
    if (equivalent(machine, Item::of(left.at(i)), Item::of(right.at(j))) != Truth::yes) return false;
  }
  return i == i_end && j == j_end;
}

}  // namespace

Truth equal(Machine& machine, const Item& a, const Item& b) {
  if (a.is_element() && b.kind == Kind::string && is_text(a.node())) return truth(a.element().value() == b.text());
  if (a.is_element() && b.is_element()) {
    if (a.pointer == b.pointer && a.extent == b.extent) return Truth::yes;
    if (is_text(a.node()) && is_text(b.node())) return truth(a.element().value() == b.element().value());
    if (system_kind_of(a.node().type) == Kind::none || system_kind_of(b.node().type) == Kind::none)
      return equal_trees(machine, a.element(), b.element());
  }
  const Item left = machine.value_of(a);
  const Item right = machine.value_of(b);
  if (left.is_number() && right.is_number())
    return truth(left.kind == right.kind && left.kind == Kind::integer ? left.whole == right.whole : compare(left.number(), right.number()) == 0);
  if (left.kind == Kind::quantity || right.kind == Kind::quantity) {
    if ((left.kind != Kind::quantity && !left.is_number()) || (right.kind != Kind::quantity && !right.is_number())) return Truth::no;
    const std::optional<int> found = compare_quantities(as_quantity(left), as_quantity(right), false);
    return found ? truth(*found == 0) : Truth::unknown;
  }
  if (left.is_moment() && right.is_moment() && (left.kind == Kind::time) == (right.kind == Kind::time)) {
    const std::optional<bool> found = equal(left.moment(), right.moment());
    return found ? truth(*found) : Truth::unknown;
  }
  if (left.kind != right.kind) return Truth::no;
  switch (left.kind) {
    case Kind::string:
      return truth(left.text() == right.text());
    case Kind::boolean:
      return truth(left.truth() == right.truth());
    case Kind::type:
      return truth(left.extent == right.extent);
    default:
      return Truth::no;
  }
}

Truth equivalent(Machine& machine, const Item& a, const Item& b) {
  if (a.is_element() && b.is_element() && system_kind_of(a.node().type) == Kind::none)
    return truth(equivalent_elements(machine, a.element(), b.element()));
  const Item left = machine.value_of(a);
  const Item right = machine.value_of(b);
  if (left.kind == Kind::string && right.kind == Kind::string) return truth(equivalent_texts(left.text(), right.text()));
  if (left.is_number() && right.is_number()) return truth(equivalent_numbers(left.number(), right.number()));
  if ((left.kind == Kind::quantity && (right.kind == Kind::quantity || right.is_number())) || (right.kind == Kind::quantity && left.is_number()))
    return truth(equivalent_quantities(as_quantity(left), as_quantity(right)));
  if (left.is_moment() && right.is_moment() && (left.kind == Kind::time) == (right.kind == Kind::time))
    return truth(equivalent(left.moment(), right.moment()));
  if (!left && !right) return truth(a.is_element() && b.is_element());
  return equal(machine, left, right) == Truth::yes ? Truth::yes : Truth::no;
}

std::optional<int> order(Machine& machine, const Op& op, const Item& a, const Item& b) {
  const Item left = machine.value_of(a);
  const Item right = machine.value_of(b);
  if ((!left && system_kind_of(a.is_element() ? a.node().type : kNoType) != Kind::none) ||
      (!right && system_kind_of(b.is_element() ? b.node().type : kNoType) != Kind::none))
    return std::nullopt;
  if (left.kind == Kind::integer && right.kind == Kind::integer) return left.whole < right.whole ? -1 : left.whole > right.whole;
  if (left.is_number() && right.is_number()) return compare(left.number(), right.number());
  if (left.kind == Kind::string && right.kind == Kind::string) {
    const int found = left.text().compare(right.text());
    return found < 0 ? -1 : found > 0;
  }
  if (left.is_moment() && right.is_moment() && (left.kind == Kind::time) == (right.kind == Kind::time)) return compare(left.moment(), right.moment());
  if ((left.kind == Kind::quantity && (right.kind == Kind::quantity || right.is_number())) || (right.kind == Kind::quantity && left.is_number()))
    return compare_quantities(as_quantity(left), as_quantity(right), false);
  fail("fhirpath.type", op.at, full_type_name(type_of(a)) + " and " + full_type_name(type_of(b)) + " have no order between them");
}

}  // namespace caseway::fhirpath
