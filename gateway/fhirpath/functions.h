// The functions of FHIRPath and of FHIR, as tables: one row says all that the compiler has to know of a function.
//
//   spec    https://hl7.org/fhirpath/N1/#functions, https://hl7.org/fhir/R4/fhirpath.html#functions
//   newer   lowBoundary(), precision(), sort(), matchesFull(), ... of https://hl7.org/fhirpath/ (trial use), where the official tests want them
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fhirpath/plan.h"

namespace caseway::fhirpath {

enum class Takes : std::uint8_t {
  values,  // arguments are asked once, about what $this is outside
  each,    // arguments are asked about every item of the input, as $this
  type,    // the argument is the name of a type
};
enum class Wants : std::uint8_t { anything, text, number, quantity };  // what the input must be able to stand for
enum class Gives : std::uint8_t {
  anything,
  boolean,
  integer,
  decimal,
  text,
  date,
  date_time,
  time,
  quantity,
  type_info,
  input,     // items of the input
  argument,  // what the argument gives (select)
  input_or_argument,
  type,  // items of the type that is named
  extension,
  children,
};

struct Function {
  std::string_view name;
  std::uint8_t fewest;
  std::uint8_t most;
  Takes takes;
  Wants wants;
  Gives gives;
  bool single;  // at most one item
  Run run;      // nullptr: by its test
  Test test;    // nullptr: of its result
};

const Function* find_function(std::string_view name);
std::vector<std::string_view> function_names();

// One file each.
std::span<const Function> list_functions();        // lists: existence, filters, parts, sets
std::span<const Function> flow_functions();        // iif, trace, aggregate, repeat, sort, now, ...
std::span<const Function> tree_functions();        // children, descendants, types
std::span<const Function> text_functions();        // String
std::span<const Function> coding_functions();      // encode, escape and back
std::span<const Function> number_functions();      // mathematics, boundaries
std::span<const Function> conversion_functions();  // toX, convertsToX
std::span<const Function> fhir_functions();        // FHIR's own

// For rows of the tables.
constexpr Function verdict(std::string_view name, std::uint8_t fewest, std::uint8_t most, Takes takes, Test test, Wants wants = Wants::anything) {
  return {name, fewest, most, takes, wants, Gives::boolean, true, nullptr, test};
}
constexpr Function list(std::string_view name, std::uint8_t fewest, std::uint8_t most, Takes takes, Gives gives, Run run) {
  return {name, fewest, most, takes, Wants::anything, gives, false, run, nullptr};
}
constexpr Function single(std::string_view name, std::uint8_t fewest, std::uint8_t most, Wants wants, Gives gives, Run run) {
  return {name, fewest, most, Takes::values, wants, gives, true, run, nullptr};
}

}  // namespace caseway::fhirpath
