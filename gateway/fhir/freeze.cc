// Draft -> Tree: one pass in pre-order over the linked children, which are first put into the standard's order where they came otherwise.
#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "caseway/element.h"
#include "fhir/heap.h"
#include "fhir/model_table.h"

namespace caseway {

namespace {
constexpr std::size_t kFew = 64;
}

// Definitions of one type are numbered in the standard's order, so ordering by definition is ordering by the standard.
void Draft::order_children(Id id) {
  Made& above = nodes_[id];
  std::array<std::uint64_t, kFew> few;  // definition, place among the children, id: in one number, whose order is the order wanted
  std::size_t count = 0;
  Id at = above.first;
  for (; at != kNone && count < kFew; at = nodes_[at].next) {
    const std::uint64_t key = std::uint64_t{nodes_[at].def} << 48 | std::uint64_t{count} << 32 | at;
    std::size_t to = count++;
    for (; to > 0 && key < few[to - 1]; --to) few[to] = few[to - 1];
    few[to] = key;
  }
  if (at == kNone) {
    for (std::size_t i = 0; i < count; ++i) nodes_[static_cast<Id>(few[i])].next = i + 1 < count ? static_cast<Id>(few[i + 1]) : kNone;
    above.first = count > 0 ? static_cast<Id>(few[0]) : kNone;
    above.last = count > 0 ? static_cast<Id>(few[count - 1]) : kNone;
    return;
  }
  unordered_.clear();
  for (at = above.first; at != kNone; at = nodes_[at].next) unordered_.push_back(at);
  std::stable_sort(unordered_.begin(), unordered_.end(), [this](Id a, Id b) { return nodes_[a].def < nodes_[b].def; });
  above.first = kNone;
  for (const Id child : unordered_) {
    nodes_[child].next = kNone;
    link_last(id, child);
  }
}

Tree Draft::freeze(std::vector<std::uint32_t>* index_of) {
  std::vector<Node> nodes;
  nodes.reserve(nodes_.size());
  if (index_of) index_of->assign(nodes_.size(), kNone);
  std::array<std::uint32_t, kMaxDepth> open;  // node indices from the root down to `at`
  std::size_t depth = 0;

  const auto enter = [&](Id id) {
    if (depth >= kMaxDepth) throw std::length_error("a document is nested at most " + std::to_string(kMaxDepth) + " elements deep");
    open[depth++] = static_cast<std::uint32_t>(nodes.size());
    const Made& made = nodes_[id];
    Node& node = nodes.emplace_back();  // filled in place, as in append()
    node.def = made.def;
    node.type = made.type;
    node.offset = made.offset;
    node.length = made.length;
    if (made.unordered) order_children(id);
  };
  const auto leave = [&](Id id) {
    const std::uint32_t index = open[--depth];
    const bool bare = index + 1 == nodes.size() && nodes[index].offset == Node::kNoValue;
    if (bare && fhir::table::kTypes[nodes[index].type].kind != fhir::Kind::resource) {
      nodes.pop_back();
      return;
    }
    nodes[index].end = static_cast<std::uint32_t>(nodes.size());
    if (index_of) (*index_of)[id] = index;
  };

  Id at = root();
  enter(at);
  while (depth > 0) {
    if (nodes_[at].first != kNone) {
      at = nodes_[at].first;
      enter(at);
      continue;
    }
    leave(at);
    while (depth > 0 && nodes_[at].next == kNone) {
      at = nodes_[at].parent;
      leave(at);
    }
    if (depth > 0) {
      at = nodes_[at].next;
      enter(at);
    }
  }
  drop_unused_text(nodes);
  const TypeId type = nodes_[root()].type;
  nodes_.clear();
  nodes_.push_back({kNoDef, type, kNone, kNone, kNone, kNone, Node::kNoValue, 0, false});
  return Tree(std::move(nodes), std::exchange(heap_, {}));
}

void Draft::drop_unused_text(std::vector<Node>& nodes) { fhir::drop_unused_text(nodes, heap_); }

}  // namespace caseway
