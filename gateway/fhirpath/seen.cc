// Sets of items for distinct(), union and the rest.
#include <bit>
#include <functional>

#include "fhirpath/comparison.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return (std::rotl(a, 5) ^ b) * 0x9E3779B97F4A7C15u; }

std::uint64_t text_hash(std::string_view text) { return std::hash<std::string_view>{}(text); }

// By structure and by the texts that can only be equal when they are the same.
std::uint64_t tree_hash(Element element) {
  const Tree& tree = element.tree();
  const std::uint32_t end = tree.node(element.index()).end;
  std::uint64_t hash = element.type_id();
  for (std::uint32_t i = element.index(); i < end; ++i) {
    const Node& node = tree.node(i);
    hash = mix(hash, node.type);
    if (system_kind_of(node.type) == Kind::string) hash = mix(hash, text_hash(tree.at(i).value()));
  }
  return hash;
}

bool stands_for_number(const Item& item) {
  const Kind kind = item.is_element() ? system_kind_of(item.node().type) : item.kind;
  return kind == Kind::integer || kind == Kind::decimal;
}

}  // namespace

std::uint64_t Seen::hash(const Item& item) const {
  if (item.is_element() && system_kind_of(item.node().type) == Kind::none) return tree_hash(item.element());
  const Item value = machine_.value_of(item);
  switch (value.kind) {
    case Kind::string:
      return text_hash(value.text());
    case Kind::boolean:
      return value.truth() ? 1 : 2;
    case Kind::integer:
    case Kind::decimal:
      return text_hash(value.number().normal().text());
    case Kind::type:
      return value.extent;
    default:
      return 0;
  }
}

bool Seen::same(const Item& a, const Item& b) const {
  machine_.count();
  if (equal(machine_, a, b) != Truth::yes) return false;
  return stands_for_number(a) == stands_for_number(b);
}

bool Seen::holds(const Item& item) const {
  if (entries_.size() <= kFew) {
    for (const Entry& entry : entries_)
      if (same(entry.item, item)) return true;
    return false;
  }
  const std::uint64_t wanted = hash(item);
  for (std::uint32_t i = heads_[wanted % heads_.size()]; i != 0; i = entries_[i - 1].next)
    if (entries_[i - 1].hash == wanted && same(entries_[i - 1].item, item)) return true;
  return false;
}

void Seen::grow() {
  heads_.assign(entries_.size() * 4 + 1, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::uint32_t& head = heads_[entries_[i].hash % heads_.size()];
    entries_[i].next = head;
    head = static_cast<std::uint32_t>(i + 1);
  }
}

bool Seen::add(const Item& item) {
  if (holds(item)) return false;
  entries_.push_back({item, 0, 0});
  const std::size_t count = entries_.size();
  if (count <= kFew) return true;
  if (count == kFew + 1) {
    for (Entry& entry : entries_) entry.hash = hash(entry.item);
    grow();
    return true;
  }
  entries_.back().hash = hash(item);
  if (count > heads_.size()) {
    grow();
    return true;
  }
  std::uint32_t& head = heads_[entries_.back().hash % heads_.size()];
  entries_.back().next = head;
  head = static_cast<std::uint32_t>(count);
  return true;
}

}  // namespace caseway::fhirpath
