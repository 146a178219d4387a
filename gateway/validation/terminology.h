// Which codes a value set holds, from packages alone: no terminology server is ever asked.
//
//   in       compose (include and exclude: listed concepts, whole code systems, filters is-a, descendent-of, =, in, regex, exists over CodeSystem
//            hierarchies and properties, value sets of value sets), or an expansion where the value set carries one (partial ones only prove "in")
//   systems  BCP 47, MIME types, UCUM, ISO currency and country by their syntax or table; SNOMED CT, LOINC and other systems without content: unknown
//   threads  any; value sets are expanded once and kept
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

  // system "": the code alone, as an element of type code has it.
  Answer contains(std::string_view value_set, std::string_view system, std::string_view code) const;
  // Whether the code system has the code at all; unknown when its content is not here or not complete.
  Answer exists(std::string_view system, std::string_view code) const;
  // The display that the code system gives; "" when unknown. (With case and white space the reference validator compares leniently.)
  std::string display(std::string_view system, std::string_view code) const;
  bool display_fits(std::string_view system, std::string_view code, std::string_view display) const;  // also a designation
  Answer subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::validation
