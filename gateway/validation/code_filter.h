// One filter of a value set: a condition on the codes of a system.
//
//   spec  https://hl7.org/fhir/R4/valueset-filter-operator.html
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "fhirpath/pattern.h"
#include "validation/answer.h"

namespace caseway::validation {

// Views into the value set's tree.
struct CodeFilter {
  enum class Op : std::uint8_t { equals, is_a, descendent_of, is_not_a, regex, in, not_in, generalizes, exists, unknown };
  explicit CodeFilter(Element filter);

  std::string_view property;
  Op op = Op::unknown;
  std::string_view value;
  std::shared_ptr<const fhirpath::Pattern> pattern;  // of a regex that can be used

  // Whether the op speaks of a hierarchy of codes, not of a property's values.
  bool of_hierarchy() const { return op == Op::is_a || op == Op::descendent_of || op == Op::is_not_a || op == Op::generalizes; }
  // Of a property's values; unknown for an op that speaks of something else.
  Answer holds_for(const std::vector<std::string_view>& values) const;
};

}  // namespace caseway::validation
