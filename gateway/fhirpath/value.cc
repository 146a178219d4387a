#include "fhirpath/value.h"

#include "fhir/codec.h"
#include "fhirpath/machine.h"
#include "formats/json_writer.h"

namespace caseway::fhirpath {

namespace {

Value::Kind kind_of(TemporalKind kind) {
  switch (kind) {
    case TemporalKind::date:
      return Value::Kind::date;
    case TemporalKind::date_time:
      return Value::Kind::date_time;
    case TemporalKind::time:
      break;
  }
  return Value::Kind::time;
}

std::string quantity_text(const Quantity& quantity) {
  return quantity.value.text() + (quantity.calendar ? " " + quantity.unit : " '" + quantity.unit + "'");
}

std::string json_string(std::string_view text) {
  std::string out;
  formats::append_json_string(out, text);
  return out;
}

// A tree of the element alone, as its own root, whatever its type; its heap holds only its own values.
Tree tree_of(Element element) {
  const std::span<const Node> all = element.tree().nodes();
  const std::uint32_t begin = element.index();
  std::vector<Node> nodes(all.begin() + begin, all.begin() + all[begin].end);
  std::string heap;
  for (Node& node : nodes) {
    node.end -= begin;
    if (node.offset == Node::kNoValue) continue;
    const std::string_view value = element.tree().heap().substr(node.offset, node.length);
    node.offset = static_cast<std::uint32_t>(heap.size());
    heap += value;
  }
  nodes.front().def = kNoDef;
  return Tree(std::move(nodes), std::move(heap));
}

std::string element_json(Element element) {
  const fhir::Primitive primitive = fhir::primitive(element.type_id());
  if (primitive != fhir::Primitive::none) {
    if (!element.has_value()) return "null";
    const Item::Kind kind = system_kind_of(element.type_id());
    const bool bare = kind == Item::Kind::boolean || kind == Item::Kind::integer || kind == Item::Kind::decimal;
    return bare ? std::string(element.value()) : json_string(element.value());
  }
  std::string out;
  Issues issues;
  return fhir::write_json(tree_of(element), {false}, issues, out) ? out : "null";
}

}  // namespace

Value::Value(Temporal moment) : data_(moment), kind_(kind_of(moment.kind())) {}

std::string Value::type_name() const {
  if (kind_ == Kind::element) return full_type_name(element().type_id());
  return full_type_name(type_of(item_of(*this)));
}

std::string Value::text() const {
  if (kind_ == Kind::element) return std::string(element().value());
  return text_of(item_of(*this));
}

std::string Value::json() const {
  switch (kind_) {
    case Kind::element:
      return element_json(element());
    case Kind::boolean:
    case Kind::integer:
    case Kind::decimal:
      return text();
    default:
      return json_string(text());
  }
}

Item item_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::element:
      return Item::of(value.element());
    case Value::Kind::boolean:
      return Item::of(value.truth());
    case Value::Kind::integer:
      return Item::of_integer(value.number().integer().value_or(0));
    case Value::Kind::decimal:
      return Item::made(Item::Kind::decimal, &value.number());
    case Value::Kind::string:
      return Item::of(std::string_view(value.string()));
    case Value::Kind::date:
      return Item::made(Item::Kind::date, &value.moment());
    case Value::Kind::date_time:
      return Item::made(Item::Kind::date_time, &value.moment());
    case Value::Kind::time:
      return Item::made(Item::Kind::time, &value.moment());
    case Value::Kind::quantity:
      return Item::made(Item::Kind::quantity, &value.quantity());
  }
  return {};
}

Value value_of_item(const Item& item) {
  switch (item.kind) {
    case Item::Kind::element:
      return Value(item.element());
    case Item::Kind::boolean:
      return Value(item.truth());
    case Item::Kind::integer:
      return Value(static_cast<std::int32_t>(item.whole));
    case Item::Kind::decimal:
      return Value(item.decimal());
    case Item::Kind::date:
    case Item::Kind::date_time:
    case Item::Kind::time:
      return Value(item.moment());
    case Item::Kind::quantity:
      return Value(item.quantity());
    case Item::Kind::type:
      return Value(full_type_name(static_cast<TypeCode>(item.extent)));
    case Item::Kind::string:
    case Item::Kind::none:
      break;
  }
  return Value(std::string(item ? item.text() : std::string_view()));
}

std::string text_of(const Item& value) {
  switch (value.kind) {
    case Item::Kind::boolean:
      return value.truth() ? "true" : "false";
    case Item::Kind::integer:
      return std::to_string(value.whole);
    case Item::Kind::decimal:
      return value.decimal().text();
    case Item::Kind::string:
      return std::string(value.text());
    case Item::Kind::date:
    case Item::Kind::date_time:
    case Item::Kind::time:
      return value.moment().text();
    case Item::Kind::quantity:
      return quantity_text(value.quantity());
    case Item::Kind::type:
      return full_type_name(static_cast<TypeCode>(value.extent));
    case Item::Kind::element:
    case Item::Kind::none:
      break;
  }
  return "";
}

}  // namespace caseway::fhirpath
