#include "fhirpath/shape.h"

#include <algorithm>

#include "fhirpath/plan.h"
#include "formats/config_node.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

Kind kind_of(TypeCode type) { return is_system(type) ? system_kind(type) : system_kind_of(type); }
bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::decimal; }
bool is_measure(Kind kind) { return is_number(kind) || kind == Kind::quantity; }
bool is_moment(Kind kind) { return kind == Kind::date || kind == Kind::date_time || kind == Kind::time; }

bool have_order(Kind a, Kind b) {
  if (is_measure(a) && is_measure(b)) return true;
  if (is_moment(a) && is_moment(b)) return (a == Kind::time) == (b == Kind::time);
  return a == Kind::string && b == Kind::string;
}

bool goes_with(std::string_view symbol, Kind a, Kind b) {
  if (symbol == "+") return (is_measure(a) && is_measure(b)) || (a == Kind::string && b == Kind::string) || (is_moment(a) && b == Kind::quantity);
  if (symbol == "-") return (is_measure(a) && is_measure(b)) || (is_moment(a) && b == Kind::quantity);
  if (symbol == "*" || symbol == "/") return is_measure(a) && is_measure(b);
  if (symbol == "div" || symbol == "mod") return is_number(a) && is_number(b);
  if (symbol == "&") return a == Kind::string && b == Kind::string;
  return symbol.front() != '<' && symbol.front() != '>' ? true : have_order(a, b);
}

// An xhtml is an Element as well, though nothing may stand in its id and extension.
bool belongs_to_xhtml(TypeCode type, std::string_view name) {
  return type == static_cast<TypeCode>(fhir::Primitive::xhtml) && (name == "id" || name == "extension");
}

}  // namespace

void Shape::add(TypeCode type) {
  if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
}

void Shape::add(const Shape& other) {
  any = any || other.any;
  many = many || other.many;
  for (const TypeCode type : other.types) add(type);
}

bool Shape::may_be(Item::Kind kind) const {
  return any || types.empty() || std::any_of(types.begin(), types.end(), [kind](TypeCode type) { return kind_of(type) == kind; });
}

bool Shape::may_be_text() const {
  return any || types.empty() || std::any_of(types.begin(), types.end(), [](TypeCode type) {
           return kind_of(type) == Kind::string || (!is_system(type) && is_moment(kind_of(type)));
         });
}

std::string Shape::names() const {
  std::string all;
  constexpr std::size_t kFew = 4;
  for (std::size_t i = 0; i < std::min(types.size(), kFew); ++i) all.append(i == 0 ? "" : " or ").append(short_type_name(types[i]));
  return types.size() > kFew ? all + " or another choice" : all;
}

bool goes_with(std::string_view symbol, const Shape& left, const Shape& right) {
  if (left.any || right.any || left.nothing() || right.nothing()) return true;
  for (const TypeCode a : left.types)
    for (const TypeCode b : right.types)
      if (goes_with(symbol, kind_of(a), kind_of(b))) return true;
  return false;
}

Shape below(const Shape& shape, std::string_view name) {
  if (shape.any) return Shape::of_any(true);
  Shape found;
  for (const TypeCode type : shape.types) {
    if (type == system_type(Kind::type) && (name == "name" || name == "namespace")) found.add(system_type(Kind::string));
    if (belongs_to_xhtml(type, name)) found.add(system_type(Kind::string));
    if (is_system(type)) continue;
    const DefRange range = Step::find(type, name);
    for (std::uint32_t def = range.first; range.first <= range.last && def <= range.last; ++def) {
      const fhir::ElementInfo& element = fhir::element(static_cast<DefId>(def));
      found.many = found.many || element.list;
      if (element.any_resource || fhir::type(element.type).kind == fhir::Kind::abstract) {
        found.any = true;
      } else {
        found.add(element.type);
      }
    }
  }
  found.many = found.many || shape.many;
  return found;
}

std::string nearest_element(const Shape& shape, std::string_view name) {
  std::vector<std::string> texts;
  for (const TypeCode type : shape.types) {
    if (is_system(type)) continue;
    const fhir::TypeInfo& info = fhir::type(type);
    for (std::uint32_t def = info.first; def < std::uint32_t{info.first} + info.count; ++def) {
      const fhir::ElementInfo& element = fhir::element(static_cast<DefId>(def));
      if (element.choice == 0) {
        texts.emplace_back(element.name);
        continue;
      }
      const std::string_view choice = fhir::choice_name(element.choice);
      texts.emplace_back(choice.substr(0, choice.size() - 3));
      if (element.name == name) return texts.back();  // valueQuantity is written value
    }
  }
  const std::vector<std::string_view> candidates(texts.begin(), texts.end());
  return std::string(formats::nearest(name, candidates));
}

}  // namespace caseway::fhirpath
