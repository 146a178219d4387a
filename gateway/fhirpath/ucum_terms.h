// A UCUM code taken apart: what stands in it, each with its exponent; parentheses and divisions are worked into the exponents.
//
//   grammar  code = ["/"] term; term = part {("." | "/") part}; part = (unit [exponent] | number) [annotation] | annotation | "(" term ")"
//   [annotation] ours     an annotation may hold spaces and follow a number or parentheses, as in the value sets of R4 ("{clock time}", "/100{WBC}")
//   spec     https://ucum.org/ucum#section-Syntax-Rules (case-sensitive)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fhirpath/ucum_units.h"

namespace caseway::fhirpath {

constexpr std::size_t kMaxUcumBytes = 256;  // of a code
constexpr int kMaxUcumDepth = 16;           // of parentheses
constexpr int kMaxUcumExponent = 99;        // either way

struct UcumTerm {
  std::string_view text;  // "mg", "8": a view of the code, without exponent and annotation
  const UcumPrefix* prefix = nullptr;
  const UcumUnit* unit = nullptr;  // none: a number
  std::uint64_t number = 1;
  int exponent = 1;
};

// The terms of a code; none for a mere annotation. Nothing when it is no code. Linear in its length.
std::optional<std::vector<UcumTerm>> ucum_terms(std::string_view code);

}  // namespace caseway::fhirpath
