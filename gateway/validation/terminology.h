// Which codes a value set holds, from packages alone: no terminology server is ever asked.
//
//   in       compose (include and exclude: listed concepts, whole code systems, filters is-a, descendent-of, is-not-a, generalizes, =, in, not-in,
//            regex, exists over CodeSystem hierarchies and properties, value sets of value sets); where that leaves it open, an expansion that the
//            value set carries (a partial one only proves "in")
//   systems  BCP 47, MIME types, UCUM, URIs, ISO currencies and countries, states of the USA by their syntax or table (validation/code_system.h);
//            SNOMED CT, LOINC and other systems without content here: unknown, but a wrong check digit is told
//   speed    a value set's rules are read once and kept; a question is then a look-up per system that the value set names
//   threads  any
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fhirpath/fhirpath.h"
#include "validation/packages.h"

namespace caseway::validation {

using fhirpath::Answer;

class CASEWAY_API Terminology {
 public:
  explicit Terminology(std::shared_ptr<const Packages> packages);
  ~Terminology();

  // system "": the code alone, as an element of type code has it: yes when the value set has it from any system.
  Answer contains(std::string_view value_set, std::string_view system, std::string_view code) const;
  // Whether the code system has the code at all; unknown when its content is not here or not complete.
  Answer exists(std::string_view system, std::string_view code) const;
  // The display that the code system gives; "" when unknown.
  std::string display(std::string_view system, std::string_view code) const;
  // Whether `display` is the code's display or one of its designations, but for case and white space; true when these are unknown.
  bool display_fits(std::string_view system, std::string_view code, std::string_view display) const;
  // Whether `code` is `ancestor` or stands below it.
  Answer subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::validation
