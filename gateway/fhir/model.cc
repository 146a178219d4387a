#include "fhir/model.h"

#include "fhir/model_table.h"

namespace caseway::fhir {

namespace {

using namespace table;

std::uint64_t load(const char* from, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);  // one load, little-endian
  return value;
}

// As in generate_model.py: the first and the last 8 bytes (4 for shorter names), the length and the owner.
std::uint32_t hash_name(std::uint32_t owner, std::string_view name) {
  const char* const p = name.data();
  const std::size_t n = name.size();
  std::uint64_t first = 0, last = 0;
  if (n >= 8) {
    first = load(p, 8), last = load(p + n - 8, 8);
  } else if (n >= 4) {
    first = load(p, 4), last = load(p + n - 4, 4);
  } else if (n > 0) {
    first = load(p, 1), last = load(p + n / 2, 1) | load(p + n - 1, 1) << 8;
  }
  std::uint64_t h = first * 0x9E3779B97F4A7C15u ^ (last + (n + (std::uint64_t{owner} << 8)) * 0xC2B2AE3D27D4EB4Fu);
  h = (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9u;
  return static_cast<std::uint32_t>(h >> 32);
}

}  // namespace

std::span<const TypeInfo> types() { return {kTypes, kTypeCount}; }
std::span<const ElementInfo> elements() { return {kElements, kElementCount}; }

TypeId find_type(std::string_view name) {
  for (std::uint32_t slot = hash_name(0, name) & kTypeSlotMask;; slot = (slot + 1) & kTypeSlotMask) {
    const TypeId found = kTypeSlots[slot];
    if (found == kFree) return kNoType;
    if (kTypes[found].name == name) return found;
  }
}

DefId find_element(TypeId owner, std::string_view name) {
  for (std::uint32_t slot = hash_name(owner, name) & kElementSlotMask;; slot = (slot + 1) & kElementSlotMask) {
    const DefId found = kElementSlots[slot];
    if (found == kFree) return kNoDef;
    if (kElements[found].owner == owner && kElements[found].name == name) return found;
  }
}

DefRange find_range(TypeId owner, std::string_view name) {
  if (owner >= kTypeCount) return kNoRange;
  if (!name.ends_with("[x]")) {
    const DefId def = find_element(owner, name);
    return def == kNoDef ? kNoRange : DefRange{def, def};
  }
  const std::uint32_t end = kTypes[owner].first + kTypes[owner].count;
  for (std::uint32_t def = kTypes[owner].first; def < end; ++def) {
    if (kElements[def].choice == 0 || kChoices[kElements[def].choice] != name) continue;
    std::uint32_t last = def;
    while (last + 1 < end && kElements[last + 1].choice == kElements[def].choice) ++last;
    return {static_cast<DefId>(def), static_cast<DefId>(last)};
  }
  return kNoRange;
}

std::span<const std::string_view> codes(std::uint16_t list) {
  if (list >= kCodeListCount) return {};
  return {kCodes + kCodeLists[list].first, kCodeLists[list].count};
}

std::string_view choice_name(std::uint16_t choice) { return kChoices[choice]; }

}  // namespace caseway::fhir
