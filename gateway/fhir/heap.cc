#include "fhir/heap.h"

#include <algorithm>
#include <stdexcept>

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

std::uint32_t TextHeap::add_to_larger(std::string_view text) {
  constexpr std::size_t kFirst = 1024;
  if (text.size() >= Node::kNoValue - size_) throw std::length_error("a document holds less than 4 GiB of text");
  const auto room = std::max({kFirst, 2 * room_, size_ + text.size()});
  auto bytes = std::make_unique_for_overwrite<char[]>(room);
  if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
  copy(bytes.get() + size_, text);  // before the old bytes go
  bytes_ = std::move(bytes);
  room_ = room;
  const auto begins = static_cast<std::uint32_t>(size_);
  size_ += text.size();
  return begins;
}

}  // namespace caseway::fhir
