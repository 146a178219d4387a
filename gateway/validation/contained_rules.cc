#include "validation/contained_rules.h"

#include <unordered_set>

#include "fhir/model.h"

namespace caseway::validation {

namespace {

bool is_address(fhir::Primitive type) {
  return type == fhir::Primitive::uri || type == fhir::Primitive::url || type == fhir::Primitive::canonical || type == fhir::Primitive::string;
}

// The ids of "#id" among the values of a part of a tree; "" stands for "#" alone: the container.
class Fragments {
 public:
  void read(Element from) {
    const Tree& tree = from.tree();
    for (std::uint32_t i = from.index(); i < tree.node(from.index()).end; ++i) {
      const Node& node = tree.node(i);
      if (node.offset == Node::kNoValue) continue;
      const std::string_view value = tree.heap().substr(node.offset, node.length);
      const fhir::Primitive type = fhir::primitive(node.type);
      if (type == fhir::Primitive::xhtml) read_links(value);
      if (value.front() == '#' && is_address(type)) ids_.insert(value.substr(1));
    }
  }
  bool has(std::string_view id) const { return ids_.count(id) != 0; }

 private:
  void read_links(std::string_view div) {
    for (std::size_t at = div.find('#'); at != std::string_view::npos; at = div.find('#', at + 1)) {
      if (at == 0 || (div[at - 1] != '"' && div[at - 1] != '\'')) continue;
      const std::size_t end = div.find(div[at - 1], at);
      if (end != std::string_view::npos) ids_.insert(div.substr(at + 1, end - at - 1));
    }
  }

  std::unordered_set<std::string_view> ids_;
};

}  // namespace

void check_contained(Element resource, Findings& findings) {
  if (!resource.child("contained")) return;
  Fragments all;
  all.read(resource);
  for (const Element contained : resource.children("contained")) {
    const Element id = contained.child("id");
    if (id && all.has(id.value())) continue;
    Fragments own;
    own.read(contained);
    if (own.has("")) continue;
    findings.error(contained.index(), "validation.contained",
                   "Nothing in the resource refers to this contained resource, and it does not refer to the resource (dom-3).");
  }
}

}  // namespace caseway::validation
