// Sets of items for distinct(), union and the rest.
#include <bit>
#include <chrono>
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

// Equal moments have equal parts at UTC; fractions of a second are left out, because 10:30:00 equals 10:30:00.0.
std::uint64_t moment_hash(const Temporal& moment) {
  using namespace std::chrono;
  const auto day =
      sys_days(year(moment.year()) / month(static_cast<unsigned>(moment.month())) / std::chrono::day(static_cast<unsigned>(moment.day())));
  const std::int64_t minutes = (day.time_since_epoch().count() * 24 + moment.hour()) * 60 + moment.minute() - moment.zone_minutes();
  return mix(static_cast<std::uint64_t>(minutes), static_cast<std::uint64_t>(moment.second()));
}

}  // namespace

// The System value where there is one, so that it is made once and not at every comparison.
Item Seen::plain(const Item& item) const {
  if (!item.is_element() || system_kind_of(item.node().type) == Kind::none) return item;
  const Item value = machine_.value_of(item);
  return value ? value : item;
}

std::uint64_t Seen::hash(const Item& item) const {
  switch (item.kind) {
    case Kind::element:
      machine_.count(item.node().end - item.extent);
      return tree_hash(item.element());
    case Kind::string:
      return text_hash(item.text());
    case Kind::boolean:
      return item.truth() ? 1 : 2;
    case Kind::integer:
    case Kind::decimal:
      return text_hash(item.number().normal().text());
    case Kind::date:
    case Kind::date_time:
    case Kind::time:
      return moment_hash(item.moment());
    case Kind::type:
      return item.extent;
    default:
      return 0;
  }
}

bool Seen::same(const Item& a, const Item& b) const {
  machine_.count();
  return a.is_number() == b.is_number() && equal(machine_, a, b) == Truth::yes;
}

bool Seen::holds(const Item& item) const { return holds_plain(plain(item)); }

bool Seen::holds_plain(const Item& item) const {
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

bool Seen::add(const Item& given) {
  const Item item = plain(given);
  if (holds_plain(item)) return false;
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
