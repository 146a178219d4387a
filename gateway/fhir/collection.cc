#include "fhir/collection.h"

#include "fhir/model.h"

namespace caseway::fhir {

namespace {

// The definitions a collection is made of; looked up once.
struct Words {
  TypeId bundle = find_type("Bundle");
  TypeId entry = find_type("Bundle.entry");
  DefId bundle_type = find_element(bundle, "type");
  DefId bundle_entry = find_element(bundle, "entry");
  DefId entry_resource = find_element(entry, "resource");
};
const Words& words() {
  static const Words kWords;
  return kWords;
}

}  // namespace

Collection::Collection() {
  const Words& w = words();
  nodes_.push_back({kNoDef, w.bundle, 0, Node::kNoValue, 0});
  heap_ = "collection";
  nodes_.push_back({w.bundle_type, element(w.bundle_type).type, 2, 0, static_cast<std::uint32_t>(heap_.size())});
}

std::uint32_t Collection::add(const Tree& resource) {
  const Words& w = words();
  const auto root = static_cast<std::uint32_t>(nodes_.size() + 1);
  const auto heap = static_cast<std::uint32_t>(heap_.size());
  nodes_.push_back({w.bundle_entry, w.entry, root + static_cast<std::uint32_t>(resource.size()), Node::kNoValue, 0});
  for (Node node : resource.nodes()) {
    node.end += root;
    if (node.offset != Node::kNoValue) node.offset += heap;
    nodes_.push_back(node);
  }
  nodes_[root].def = w.entry_resource;
  heap_.append(resource.heap());
  return root;
}

Tree Collection::finish() {
  nodes_.front().end = static_cast<std::uint32_t>(nodes_.size());
  return Tree(std::move(nodes_), std::move(heap_));
}

Tree subtree(const Tree& tree, std::uint32_t root) {
  std::vector<Node> nodes;
  std::string heap;
  const auto end = tree.node(root).end;
  nodes.reserve(end - root);
  for (auto i = root; i < end; ++i) {
    Node node = tree.node(i);
    node.end -= root;
    if (node.offset != Node::kNoValue) {
      const auto value = tree.heap().substr(node.offset, node.length);
      node.offset = static_cast<std::uint32_t>(heap.size());
      heap.append(value);
    }
    nodes.push_back(node);
  }
  nodes.front().def = kNoDef;
  return Tree(std::move(nodes), std::move(heap));
}

}  // namespace caseway::fhir
