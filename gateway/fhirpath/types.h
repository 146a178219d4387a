// The types that expressions speak of: those of FHIR (the model table's) and those of System, and which is which other.
//
//   FHIR    code is a string, url is a uri, Age is a Quantity, Patient is a DomainResource is a Resource
//           (https://hl7.org/fhir/R4/datatypes.html, https://hl7.org/fhir/R4/resource.html)
//   System  https://hl7.org/fhirpath/N1/#types-and-reflection
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caseway/element.h"
#include "fhirpath/item.h"

namespace caseway::fhirpath {

using TypeCode = std::uint16_t;  // a TypeId, or kSystem + Item::Kind
constexpr TypeCode kSystem = 0xff00;
constexpr TypeCode kNoItemsType = 0xfffe;  // System.Patient: a type of the other model, which nothing has
constexpr TypeCode system_type(Item::Kind kind) { return static_cast<TypeCode>(kSystem + static_cast<TypeCode>(kind)); }
constexpr bool is_system(TypeCode type) { return type >= kSystem && type != kNoType; }
constexpr Item::Kind system_kind(TypeCode type) { return static_cast<Item::Kind>(type - kSystem); }

// "Patient", "FHIR.Patient", "System.String", "String"; FHIR before System where both have the name. kNoType when there is none.
TypeCode find_type_code(std::string_view name);
std::string nearest_type(std::string_view name);  // for a suggestion, "" when none is near
std::string_view type_space(TypeCode type);       // "FHIR", "System"
std::string_view short_type_name(TypeCode type);  // "Patient", "String"
std::string full_type_name(TypeCode type);        // "FHIR.Patient"

TypeCode type_of(const Item& item);
// Whether `type` is `wanted` or one of its specialisations.
bool derives(TypeCode type, TypeCode wanted);
// The System kind that an element of the type stands for where a System value is wanted; none for complex types but Quantity.
Item::Kind system_kind_of(TypeId type);

}  // namespace caseway::fhirpath
