#include <stdexcept>

#include "caseway/element.h"
#include "fhir/model_table.h"
#include "formats/config_node.h"

namespace caseway {

using fhir::table::kElements;

namespace {

[[noreturn]] void refuse(const std::string& sentence) { throw std::invalid_argument(sentence); }

std::string text(std::string_view a, std::string_view b = {}, std::string_view c = {}, std::string_view d = {}) {
  return std::string(a).append(b).append(c).append(d);
}

DefId known_element(TypeId owner, std::string_view name) {
  const DefId def = fhir::find_element(owner, name);
  if (def != kNoDef) return def;
  const fhir::TypeInfo& type = fhir::type(owner);
  std::vector<std::string_view> names;
  for (const fhir::ElementInfo& element : fhir::elements().subspan(type.first, type.count)) names.push_back(element.name);
  const std::string_view near = formats::nearest(name, names);
  refuse(text(type.name, " has no element ", name) + (near.empty() ? "" : text("; did you mean ", near, "?")));
}

TypeId known_resource(std::string_view name) {
  const TypeId type = fhir::find_type(name);
  if (type == kNoType || fhir::type(type).kind != fhir::Kind::resource) refuse(text(name, " is no FHIR R4 resource"));
  return type;
}

}  // namespace

Draft::Draft(std::string_view root_type) : Draft(known_resource(root_type)) {}

Draft::Draft(TypeId root_type) {
  if (root_type >= fhir::types().size() || fhir::type(root_type).kind != fhir::Kind::resource) refuse("a document's root is a resource");
  nodes_.push_back({kNoDef, root_type, kNone, kNone, kNone, kNone, Node::kNoValue, 0, false});
}

void Draft::reserve(std::size_t elements, std::size_t text_bytes) {
  nodes_.reserve(elements);
  heap_.reserve(text_bytes);
}

Draft::Id Draft::append(Id parent, DefId def, TypeId type) {
  // asked of primitive elements only: those with parts are never attributes
  if (fhir::primitive(nodes_[parent].type) != fhir::Primitive::none && kElements[nodes_[parent].def].xml_attribute)
    refuse("an element's id and an extension's url are plain text");
  if (nodes_.size() >= kNone) throw std::length_error("a document has at most 4294967294 elements");
  const Id id = static_cast<Id>(nodes_.size());
  Made& made = nodes_.emplace_back();  // filled in place: copying what was just put together waits for its parts to be stored
  made.def = def;
  made.type = type;
  made.parent = parent;
  made.first = made.last = made.next = kNone;
  made.offset = Node::kNoValue;
  link_last(parent, id);
  return id;
}

void Draft::link_last(Id parent, Id id) {
  Made& above = nodes_[parent];
  if (above.first == kNone) {
    above.first = id;
  } else {
    nodes_[above.last].next = id;
    above.unordered |= nodes_[id].def < nodes_[above.last].def;
  }
  above.last = id;
}

void Draft::unlink(Id id) {
  if (id == root()) refuse("a document's root cannot be removed or moved");
  Made& above = nodes_[nodes_[id].parent];
  Id before = kNone;
  for (Id at = above.first; at != id; at = nodes_[at].next) before = at;
  const Id after = nodes_[id].next;
  (before == kNone ? above.first : nodes_[before].next) = after;
  if (above.last == id) above.last = before;
  nodes_[id].next = kNone;
}

Draft::Id Draft::add(Id parent, DefId def) {
  const fhir::ElementInfo& element = kElements[def];
  if (element.owner != nodes_[parent].type) refuse(text(element.name, " is no element of ", fhir::type(nodes_[parent].type).name));
  if (element.any_resource) refuse(text(element.name, " holds a resource: its type must be named"));
  return append(parent, def, element.type);
}

Draft::Id Draft::add(Id parent, std::string_view name) { return add(parent, known_element(type(parent), name)); }

Draft::Id Draft::add_resource(Id parent, DefId def, TypeId type) {
  const fhir::ElementInfo& element = kElements[def];
  if (element.owner != nodes_[parent].type) refuse(text(element.name, " is no element of ", fhir::type(nodes_[parent].type).name));
  if (!element.any_resource) refuse(text(element.name, " holds no resource"));
  if (fhir::type(type).kind != fhir::Kind::resource) refuse(text(fhir::type(type).name, " is no FHIR R4 resource"));
  return append(parent, def, type);
}

Draft::Id Draft::add_resource(Id parent, std::string_view name, std::string_view type) {
  return add_resource(parent, known_element(this->type(parent), name), known_resource(type));
}

Draft::Id Draft::get_or_add(Id parent, std::string_view name) {
  const DefId def = known_element(type(parent), name);
  const Id found = child(parent, def);
  return found == kNone ? add(parent, def) : found;
}

Draft::Id Draft::add_value(Id parent, std::string_view name, std::string_view value) {
  const Id id = add(parent, name);
  set_value(id, value);
  return id;
}

Draft::Id Draft::copy(Id parent, Element from) { return copy(parent, from.name(), from); }

Draft::Id Draft::copy(Id parent, std::string_view name, Element from) {
  const DefId def = known_element(type(parent), name);
  const fhir::ElementInfo& element = kElements[def];
  const bool fits = element.any_resource ? from.is_resource() : element.type == from.type_id();
  if (!fits) refuse(text(name, " of ", fhir::type(type(parent)).name, " cannot hold a ") + std::string(from.type()));
  const Tree& tree = from.tree();
  std::vector<std::pair<Id, std::uint32_t>> open;  // copied element, end of its original
  const Id top = append(parent, def, from.type_id());
  for (std::uint32_t i = from.index(), end = tree.node(i).end; i < end; ++i) {
    const Node& node = tree.node(i);
    while (!open.empty() && open.back().second <= i) open.pop_back();
    const Id id = open.empty() ? top : append(open.back().first, node.def, node.type);
    if (node.offset != Node::kNoValue) set_value(id, tree.heap().substr(node.offset, node.length));
    open.emplace_back(id, node.end);
  }
  return top;
}

void Draft::set_value(Id id, std::string_view value) {
  Made& node = nodes_[id];
  if (fhir::primitive(node.type) == fhir::Primitive::none) refuse(text(fhir::type(node.type).name, " has elements, not a value"));
  if (value.empty()) return clear_value(id);
  if (value.size() >= Node::kNoValue - heap_.size()) throw std::length_error("a document holds less than 4 GiB of text");
  node.offset = static_cast<std::uint32_t>(heap_.size());
  node.length = static_cast<std::uint32_t>(value.size());
  heap_.append(value);
}

void Draft::clear_value(Id id) {
  nodes_[id].offset = Node::kNoValue;
  nodes_[id].length = 0;
}

void Draft::remove(Id id) { unlink(id); }

void Draft::move(Id id, Id new_parent, DefId def) {
  const fhir::ElementInfo& element = kElements[def];
  if (element.owner != type(new_parent)) refuse(text(element.name, " is no element of ", fhir::type(type(new_parent)).name));
  const bool fits = element.any_resource ? fhir::type(type(id)).kind == fhir::Kind::resource : element.type == type(id);
  if (!fits) refuse(text(element.name, " cannot hold a ", fhir::type(type(id)).name));
  for (Id at = new_parent; at != kNone; at = nodes_[at].parent) {
    if (at == id) refuse("an element cannot be moved below itself");
  }
  unlink(id);
  nodes_[id].parent = new_parent;
  nodes_[id].def = def;
  link_last(new_parent, id);
}

std::string_view Draft::value(Id id) const {
  return has_value(id) ? std::string_view(heap_).substr(nodes_[id].offset, nodes_[id].length) : std::string_view();
}

Draft::Id Draft::child(Id id, std::string_view name) const {
  const DefRange range = fhir::find_range(type(id), name);
  for (Id at = first_child(id); at != kNone; at = next_sibling(at)) {
    if (range.has(def(at))) return at;
  }
  return kNone;
}

Draft::Id Draft::child(Id id, DefId def) const {
  for (Id at = first_child(id); at != kNone; at = next_sibling(at)) {
    if (this->def(at) == def) return at;
  }
  return kNone;
}

}  // namespace caseway
