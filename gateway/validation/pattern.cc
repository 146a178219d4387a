#include "validation/pattern.h"

namespace caseway::validation {

namespace {

// An id names a place in a definition, not a part of what is asked for: the definition's own ids are not content.
bool same_value(Element a, Element b) { return a.has_value() == b.has_value() && a.value() == b.value(); }

bool same(Element element, Element fixed, bool top) {
  if (!top && element.def() != fixed.def()) return false;
  if (!same_value(element, fixed)) return false;
  const auto of_element = element.children();
  const auto of_fixed = fixed.children();
  auto a = of_element.begin();
  auto b = of_fixed.begin();
  for (; a != of_element.end() && b != of_fixed.end(); ++a, ++b)
    if (!same(*a, *b, false)) return false;
  return a == of_element.end() && b == of_fixed.end();
}

bool matches(Element element, Element pattern) {
  if (pattern.has_value() && !same_value(element, pattern)) return false;
  for (const Element part : pattern.children()) {
    bool found = false;
    for (const Element candidate : element.children(part.name()))
      if (matches(candidate, part)) {
        found = true;
        break;
      }
    if (!found) return false;
  }
  return true;
}

}  // namespace

bool equals_fixed(Element element, Element fixed) { return same(element, fixed, true); }
bool matches_pattern(Element element, Element pattern) { return matches(element, pattern); }

}  // namespace caseway::validation
