// A tree as one buffer: magic, number of nodes, bytes of heap, the nodes as they stand in memory, the heap. For the way between two processes
// of one machine, so byte order is the machine's.
#include <cstring>
#include <type_traits>

#include "caseway/element.h"

namespace caseway {

namespace {

struct Header {
  char magic[4];
  std::uint32_t nodes;
  std::uint32_t heap;
};
constexpr char kMagic[4] = {'C', 'W', 'T', '1'};
static_assert(sizeof(Node) == 16 && std::is_trivially_copyable_v<Node> && sizeof(Header) == 12);

}  // namespace

std::string Tree::to_bytes() const {
  Header header{{}, static_cast<std::uint32_t>(nodes_.size()), static_cast<std::uint32_t>(heap_.size())};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  std::string bytes;
  bytes.reserve(sizeof header + nodes_.size() * sizeof(Node) + heap_.size());
  bytes.append(reinterpret_cast<const char*>(&header), sizeof header);
  bytes.append(reinterpret_cast<const char*>(nodes_.data()), nodes_.size() * sizeof(Node));
  return bytes += heap_;
}

bool Tree::from_bytes(std::string_view bytes, Tree& out) {
  Header header;
  if (bytes.size() < sizeof header) return false;
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  const std::size_t node_bytes = std::size_t{header.nodes} * sizeof(Node);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || bytes.size() != node_bytes + header.heap) return false;
  std::vector<Node> nodes(header.nodes);
  if (node_bytes > 0) std::memcpy(nodes.data(), bytes.data(), node_bytes);
  out = Tree(std::move(nodes), std::string(bytes.substr(node_bytes)));
  return true;
}

}  // namespace caseway
