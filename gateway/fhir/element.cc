#include "caseway/element.h"

#include "fhir/model_table.h"

namespace caseway {

Element Tree::root() const { return at(0); }
Element Tree::at(std::uint32_t i) const { return i < nodes_.size() ? Element(this, i) : Element(); }

std::string_view Element::name() const {
  if (!tree_) return {};
  return node().def == kNoDef ? type() : fhir::table::kElements[node().def].name;
}

std::string_view Element::type() const { return tree_ ? fhir::table::kTypes[node().type].name : std::string_view(); }
bool Element::is_resource() const { return tree_ && fhir::table::kTypes[node().type].kind == fhir::Kind::resource; }

Element Element::first_child() const {
  if (!tree_ || index_ + 1 >= node().end) return {};
  return Element(tree_, index_ + 1);
}

Element Element::next_sibling(std::uint32_t parent_end) const {
  if (!tree_ || node().end >= parent_end) return {};
  return Element(tree_, node().end);
}

Element::Children Element::children() const {
  if (!tree_) return {};
  return Children(tree_, index_ + 1, node().end, DefRange{});
}

Element::Children Element::children(std::string_view name) const {
  if (!tree_) return {};
  return Children(tree_, index_ + 1, node().end, fhir::find_range(node().type, name));
}

Element Element::child(std::string_view name) const {
  const Children found = children(name);
  const auto first = found.begin();
  return first == found.end() ? Element() : *first;
}

}  // namespace caseway
