// One item while an expression runs: 16 bytes, copied freely; what it points to is the tree's, the expression's or the evaluation's.
// Results leave as Values (value.h).
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/model.h"
#include "fhirpath/value.h"

namespace caseway::fhirpath {

struct Item {
  enum class Kind : std::uint8_t { none, element, boolean, integer, decimal, string, date, date_time, time, quantity, type };

  union {
    const void* pointer = nullptr;  // Tree, characters, Decimal, Temporal, Quantity
    std::int64_t whole;             // boolean, integer
  };
  std::uint32_t extent = 0;  // element: its node; string: its length; type: its TypeCode (types.h)
  Kind kind = Kind::none;

  static Item of(Element element) { return element ? made(Kind::element, &element.tree(), element.index()) : Item(); }
  static Item of(bool truth) { return of_whole(Kind::boolean, truth ? 1 : 0); }
  static Item of_integer(std::int64_t whole) { return of_whole(Kind::integer, whole); }
  static Item of(std::string_view text) { return made(Kind::string, text.data(), static_cast<std::uint32_t>(text.size())); }
  static Item made(Kind kind, const void* pointer, std::uint32_t extent = 0) {
    Item item;
    item.pointer = pointer;
    item.extent = extent;
    item.kind = kind;
    return item;
  }

  explicit operator bool() const { return kind != Kind::none; }
  bool is_element() const { return kind == Kind::element; }
  const Tree& tree() const { return *static_cast<const Tree*>(pointer); }
  const Node& node() const { return tree().node(extent); }
  Element element() const { return Element(&tree(), extent); }
  bool truth() const { return whole != 0; }
  std::string_view text() const { return {static_cast<const char*>(pointer), extent}; }
  const Decimal& decimal() const { return *static_cast<const Decimal*>(pointer); }
  const Temporal& moment() const { return *static_cast<const Temporal*>(pointer); }
  const Quantity& quantity() const { return *static_cast<const Quantity*>(pointer); }
  bool is_number() const { return kind == Kind::integer || kind == Kind::decimal; }
  bool is_moment() const { return kind == Kind::date || kind == Kind::date_time || kind == Kind::time; }
  Decimal number() const { return kind == Kind::integer ? Decimal(whole) : decimal(); }

 private:
  static Item of_whole(Kind kind, std::int64_t whole) {
    Item item;
    item.whole = whole;
    item.kind = kind;
    return item;
  }
};
static_assert(sizeof(Item) == 16);

}  // namespace caseway::fhirpath
