#include "fhirpath/types.h"

#include <array>
#include <utility>

#include "formats/config_node.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;
using fhir::Primitive;

constexpr std::array<std::pair<std::string_view, Kind>, 9> kSystemNames{{{"Boolean", Kind::boolean},
                                                                         {"Integer", Kind::integer},
                                                                         {"Decimal", Kind::decimal},
                                                                         {"String", Kind::string},
                                                                         {"Date", Kind::date},
                                                                         {"DateTime", Kind::date_time},
                                                                         {"Time", Kind::time},
                                                                         {"Quantity", Kind::quantity},
                                                                         {"TypeInfo", Kind::type}}};

struct PrimitiveRow {
  Primitive base;  // none: Element
  Kind system;
};
// By Primitive, in its order.
constexpr std::array<PrimitiveRow, static_cast<std::size_t>(Primitive::none)> kPrimitives{{
    {Primitive::none, Kind::string},      // base64Binary
    {Primitive::none, Kind::boolean},     // boolean
    {Primitive::uri, Kind::string},       // canonical
    {Primitive::string, Kind::string},    // code
    {Primitive::none, Kind::date},        // date
    {Primitive::none, Kind::date_time},   // dateTime
    {Primitive::none, Kind::decimal},     // decimal
    {Primitive::string, Kind::string},    // id
    {Primitive::none, Kind::date_time},   // instant
    {Primitive::none, Kind::integer},     // integer
    {Primitive::string, Kind::string},    // markdown
    {Primitive::uri, Kind::string},       // oid
    {Primitive::integer, Kind::integer},  // positiveInt
    {Primitive::none, Kind::string},      // string
    {Primitive::none, Kind::time},        // time
    {Primitive::integer, Kind::integer},  // unsignedInt
    {Primitive::none, Kind::string},      // uri
    {Primitive::uri, Kind::string},       // url
    {Primitive::uri, Kind::string},       // uuid
    {Primitive::none, Kind::string},      // xhtml
}};

struct Known {
  TypeId element = fhir::find_type("Element");
  TypeId backbone = fhir::find_type("BackboneElement");
  TypeId resource = fhir::find_type("Resource");
  TypeId domain_resource = fhir::find_type("DomainResource");
  TypeId quantity = fhir::find_type("Quantity");
  std::array<TypeId, 4> quantities{fhir::find_type("Age"), fhir::find_type("Count"), fhir::find_type("Distance"), fhir::find_type("Duration")};
  // Backbone elements that are data types, and resources that are no DomainResource.
  std::array<TypeId, 3> backbones{fhir::find_type("Timing"), fhir::find_type("Dosage"), fhir::find_type("ElementDefinition")};
  std::array<TypeId, 3> plain_resources{fhir::find_type("Bundle"), fhir::find_type("Binary"), fhir::find_type("Parameters")};
};
const Known& known() {
  static const Known types;
  return types;
}

template <std::size_t n>
bool is_one_of(const std::array<TypeId, n>& types, TypeId type) {
  for (const TypeId each : types)
    if (each == type) return true;
  return false;
}

// The type that `type` specialises, kNoType for the tops.
TypeId base_of(TypeId type) {
  if (type == known().element || type == known().resource) return kNoType;
  if (const Primitive primitive = fhir::primitive(type); primitive != Primitive::none) {
    const Primitive base = kPrimitives[static_cast<std::size_t>(primitive)].base;
    return base == Primitive::none ? known().element : static_cast<TypeId>(base);
  }
  switch (fhir::type(type).kind) {
    case fhir::Kind::resource:
      return is_one_of(known().plain_resources, type) ? known().resource : known().domain_resource;
    case fhir::Kind::backbone:
      return known().backbone;
    case fhir::Kind::abstract:
      return type == known().domain_resource ? known().resource : known().element;
    default:
      break;
  }
  if (is_one_of(known().quantities, type)) return known().quantity;
  return is_one_of(known().backbones, type) ? known().backbone : known().element;
}

TypeCode find_system(std::string_view name) {
  for (const auto& [known_name, kind] : kSystemNames)
    if (known_name == name) return system_type(kind);
  return kNoType;
}

}  // namespace

TypeCode find_type_code(std::string_view name) {
  if (name.starts_with("System.")) {
    const TypeCode found = find_system(name.substr(7));
    return found == kNoType && fhir::find_type(name.substr(7)) != kNoType ? kNoItemsType : found;
  }
  if (name.starts_with("FHIR.")) return fhir::find_type(name.substr(5));
  const TypeId type = fhir::find_type(name);
  return type != kNoType ? type : find_system(name);
}

std::string nearest_type(std::string_view name) {
  std::vector<std::string_view> names;
  for (const fhir::TypeInfo& type : fhir::types())
    if (type.kind != fhir::Kind::backbone) names.push_back(type.name);
  for (const auto& [system_name, kind] : kSystemNames) names.push_back(system_name);
  return std::string(formats::nearest(name, names));
}

std::string_view type_space(TypeCode type) { return is_system(type) ? "System" : "FHIR"; }

std::string_view short_type_name(TypeCode type) {
  if (type == kNoType) return "";
  if (!is_system(type)) return fhir::type(type).name;
  for (const auto& [name, kind] : kSystemNames)
    if (kind == system_kind(type)) return name;
  return "";
}

std::string full_type_name(TypeCode type) { return std::string(type_space(type)).append(".").append(short_type_name(type)); }

TypeCode type_of(const Item& item) { return item.is_element() ? item.node().type : system_type(item.kind); }

bool derives(TypeCode type, TypeCode wanted) {
  if (type == wanted) return true;
  if (is_system(type) || is_system(wanted)) return false;
  while (type != kNoType && type != wanted) type = base_of(type);
  return type == wanted && wanted != kNoType;
}

Item::Kind system_kind_of(TypeId type) {
  if (const Primitive primitive = fhir::primitive(type); primitive != Primitive::none) return kPrimitives[static_cast<std::size_t>(primitive)].system;
  return type == known().quantity || is_one_of(known().quantities, type) ? Kind::quantity : Kind::none;
}

}  // namespace caseway::fhirpath
