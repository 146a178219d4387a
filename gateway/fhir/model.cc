#include "fhir/model.h"

#include "fhir/model_table.h"

namespace caseway::fhir {

namespace {

using namespace table;

// As in generate_model.py: FNV-1a, started from the owner.
std::uint32_t hash_name(std::uint32_t owner, std::string_view name) {
  std::uint32_t h = 2166136261u ^ (owner * 0x9E3779B1u);
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h ^ (h >> 15);
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
