// The R4 model: every type and element of the standard as one generated table (model_table.cc; generator: fhir/generate_model.py).
// Facts only: names, order, cardinality, types, choices, required code lists. FHIR R4 4.0.1, https://hl7.org/fhir/R4/.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "caseway/element.h"

namespace caseway::fhir {

enum class Kind : std::uint8_t { primitive, complex, backbone, resource, abstract };

// The primitive types are the first of the table, in this order: Primitive::date is the TypeId of "date".
enum class Primitive : TypeId {
  base64Binary,
  boolean,
  canonical,
  code,
  date,
  dateTime,
  decimal,
  id,
  instant,
  integer,
  markdown,
  oid,
  positiveInt,
  string,
  time,
  unsignedInt,
  uri,
  url,
  uuid,
  xhtml,
  none
};
inline Primitive primitive(TypeId type) { return type < static_cast<TypeId>(Primitive::none) ? static_cast<Primitive>(type) : Primitive::none; }

struct TypeInfo {
  std::string_view name;  // "Patient", "HumanName", "date", "Patient.contact"
  Kind kind;
  DefId first;  // its elements stand in order: first .. first + count
  std::uint16_t count;
};
struct ElementInfo {
  std::string_view name;  // as written: "birthDate", "valueQuantity", "id"
  TypeId owner;
  TypeId type;          // of the content; for a place holding any resource: the abstract type Resource
  std::uint16_t order;  // position among the owner's children; the choices of one value[x] share it
  std::uint16_t min;
  bool list;             // max > 1: an array in JSON even with one item
  bool xml_attribute;    // Element.id, Extension.url
  bool any_resource;     // contained, Bundle.entry.resource, ...
  std::uint16_t choice;  // 0, or the number of the choice group: at most one of the group may be present
  std::uint16_t codes;   // 0, or a required code list: see codes()
};

CASEWAY_API std::span<const TypeInfo> types();
CASEWAY_API std::span<const ElementInfo> elements();
CASEWAY_API TypeId find_type(std::string_view name);                      // kNoType when unknown
CASEWAY_API DefId find_element(TypeId owner, std::string_view name);      // kNoDef when unknown; constant time
CASEWAY_API DefRange find_range(TypeId owner, std::string_view name);     // "value[x]" is all its choices; kNoRange when unknown
CASEWAY_API std::span<const std::string_view> codes(std::uint16_t list);  // sorted
CASEWAY_API std::string_view choice_name(std::uint16_t choice);           // "value[x]"
inline const TypeInfo& type(TypeId id) { return types()[id]; }
inline const ElementInfo& element(DefId id) { return elements()[id]; }

}  // namespace caseway::fhir
