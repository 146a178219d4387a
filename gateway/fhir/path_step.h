// How FHIRPath names an element: a choice without its type ("value", not "valueQuantity"), https://hl7.org/fhir/R4/fhirpath.html#polymorphism
#pragma once

#include <string_view>

#include "fhir/model.h"

namespace caseway::fhir {

inline std::string_view path_step(const ElementInfo& info) {
  if (info.choice == 0) return info.name;
  const std::string_view name = choice_name(info.choice);  // "value[x]"
  return name.substr(0, name.find('['));
}
inline std::string_view path_step(DefId def) { return path_step(element(def)); }

}  // namespace caseway::fhir
