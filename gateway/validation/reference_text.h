// What the text of a reference or address tells by itself. Spec: https://hl7.org/fhir/R4/references.html#literal
#pragma once

#include <string_view>

#include "caseway/element.h"

namespace caseway::validation {

bool is_absolute(std::string_view url);                        // has a scheme: "https://...", "urn:..."
bool is_restful(std::string_view url);                         // http(s)://base/Type/id[/_history/version]
TypeId type_in_reference(std::string_view reference);          // of "Type/id", with or without a base and
                                                               // version; kNoType when it tells none
std::string_view id_in_reference(std::string_view reference);  // "" when it tells none

}  // namespace caseway::validation
