#include "fhir/heap.h"

namespace caseway::fhir {

void drop_unused_text(std::vector<Node>& nodes, std::string& heap) {
  std::size_t used = 0;
  for (const Node& node : nodes) used += node.length;
  if (used == heap.size()) return;
  std::string kept;
  kept.reserve(used);
  for (Node& node : nodes) {
    if (node.offset == Node::kNoValue) continue;
    const std::size_t from = node.offset;
    node.offset = static_cast<std::uint32_t>(kept.size());
    kept.append(heap, from, node.length);
  }
  heap = std::move(kept);
}

}  // namespace caseway::fhir
