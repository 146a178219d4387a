#include "formats/xml_source.h"

#include <algorithm>
#include <limits>

#include "formats/xml_source_builder.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kMaxBytes = 0x7fffffff;  // of a document: offsets are 32 bits
constexpr std::size_t kMaxHeap = 0xf0000000;
constexpr std::size_t kBytesPerNode = 40;  // of a C-CDA document, as seen
constexpr std::size_t kSmall = 4096;       // below this, being many times longer does not matter

}  // namespace

bool XmlSource::read(std::string_view bytes, const Shape& shape, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues) {
  const std::size_t max_heap = std::min(kMaxHeap, kSmall + bytes.size() * limits.output_factor);
  XmlSourceBuilder builder(*this, shape, max_heap, issues);
  const std::size_t enough = std::min(bytes.size(), limits.*max_bytes);
  nodes_.reserve(enough / kBytesPerNode);
  heap_.reserve(enough / 2);
  Limits bounded = limits;
  bounded.*max_bytes = std::min(limits.*max_bytes, kMaxBytes);
  return read_xml(bytes, builder, bounded, max_bytes, issues);
}

void XmlSource::add_leaves(Ledger& ledger, bool name_leaves) const {
  for (const std::uint32_t index : leaf_nodes_) {
    const std::uint32_t leaf = ledger.add_leaf(nodes_[index].structural ? Fate::structural : Fate::undecided);
    if (name_leaves) ledger.name_leaf(leaf, place(index));
  }
}

std::uint16_t XmlSource::find_name(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? std::uint16_t{0} : static_cast<std::uint16_t>(found - names_.begin());
}

void XmlSource::name_anew(std::uint32_t node, std::string_view name) {
  auto number = find_name(name);
  if (number == 0) {
    if (names_.size() > std::numeric_limits<std::uint16_t>::max()) return;
    number = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(name);
  }
  nodes_[node].name = number;
}

XmlSource::Children XmlSource::children(std::uint32_t element) const {
  const std::uint32_t end = nodes_[element].end;
  std::uint32_t begin = element + 1;
  while (begin < end && nodes_[begin].kind == XmlNode::Kind::attribute) ++begin;
  return {nodes_.data(), begin, end};
}

std::uint32_t XmlSource::attribute(std::uint32_t element, std::uint16_t name) const {
  const std::uint32_t end = nodes_[element].end;
  for (std::uint32_t i = element + 1; i < end && nodes_[i].kind == XmlNode::Kind::attribute; ++i) {
    if (nodes_[i].name == name) return i;
  }
  return XmlNode::kNone;
}

std::uint32_t XmlSource::child(std::uint32_t element, std::uint16_t name) const {
  for (const std::uint32_t i : children(element)) {
    if (nodes_[i].name == name && nodes_[i].kind == XmlNode::Kind::element) return i;
  }
  return XmlNode::kNone;
}

std::uint32_t XmlSource::next_child(std::uint32_t after) const {
  const XmlNode& node = nodes_[after];
  const std::uint32_t end = node.parent == XmlNode::kNone ? node.end : nodes_[node.parent].end;
  for (std::uint32_t i = node.end; i < end; i = nodes_[i].end) {
    if (nodes_[i].name == node.name && nodes_[i].kind == XmlNode::Kind::element) return i;
  }
  return XmlNode::kNone;
}

// One pass over the children of every element: linear, however many siblings there are.
const std::vector<std::uint32_t>& XmlSource::positions() const {
  if (!positions_.empty()) return positions_;
  positions_.assign(nodes_.size(), 0);
  struct Seen {
    std::uint32_t parent = XmlNode::kNone;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  std::vector<Seen> seen(names_.size());
  for (std::uint32_t parent = 0; parent < nodes_.size(); ++parent) {
    if (nodes_[parent].kind != XmlNode::Kind::element) continue;
    for (const std::uint32_t i : children(parent)) {
      Seen& name = seen[nodes_[i].name];
      if (name.parent != parent) name = {parent, i, 0};
      if (++name.count == 1) continue;
      positions_[name.first] = 1;
      positions_[i] = name.count;
    }
  }
  return positions_;
}

// A JSON Pointer; the root is "". Items count from 0 among their namesakes.
std::string XmlSource::pointer(std::uint32_t node) const {
  std::vector<std::uint32_t> steps;
  for (std::uint32_t i = node; i != XmlNode::kNone; i = nodes_[i].parent)
    if (nodes_[i].kind == XmlNode::Kind::element && nodes_[i].parent != XmlNode::kNone) steps.push_back(i);
  std::string out = record_ == 0 ? "/" + std::to_string(ordinal_) : std::string();
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const auto& at = nodes_[*step];
    const bool nested = at.structural && nodes_[at.parent].structural && name(at) == "item";  // an item of an array in an array has an index only
    if (!nested) out += '/';
    for (const char c : nested ? std::string_view() : name(at)) c == '~' ? out += "~0" : c == '/' ? out += "~1" : out += c;
    if (at.structural) out.append("/").append(std::to_string(*step == record_ ? ordinal_ : std::max(positions()[*step], 1u) - 1));
  }
  return out;
}

std::string XmlSource::path(std::uint32_t node) const {
  if (pointers_) return pointer(node);
  std::vector<std::uint32_t> steps;
  for (std::uint32_t i = node; i != XmlNode::kNone; i = nodes_[i].parent) steps.push_back(i);
  std::string out;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const XmlNode& at = nodes_[*step];
    out += at.kind == XmlNode::Kind::attribute ? "/@" : "/";
    out += at.kind == XmlNode::Kind::text ? std::string_view("text()") : name(at);
    const std::uint32_t position = positions()[*step];
    if (position > 0) out.append("[").append(std::to_string(position)).append("]");
  }
  return out;
}

Place XmlSource::place(std::uint32_t node) const { return {path(node), nodes_[node].at.line, nodes_[node].at.column}; }

}  // namespace caseway::formats
