#include "validation/profiles.h"

#include "fhir/model.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kTypeBase = "http://hl7.org/fhir/StructureDefinition/";
const ElementRule kNothing;

bool says_something(const ElementRule& rule) {
  if (!rule.constraints.empty() || rule.binding.strength > Strength::example || rule.max_length > 0) return true;
  for (const TypeRule& type : rule.types)
    if (!type.targets.empty()) return true;
  return false;
}

}  // namespace

Profiles::Profiles(const Packages& packages) : packages_(packages), by_element_(fhir::elements().size()), by_type_(fhir::types().size()) {}

const Profile* Profiles::find(std::string_view canonical) const {
  const std::lock_guard lock(mutex_);
  const auto [place, is_new] = by_url_.try_emplace(std::string(canonical));
  if (!is_new) return place->second.get();
  const Tree* definition = packages_.structure(canonical);
  if (definition == nullptr) return nullptr;
  if (auto profile = compile_profile(*definition)) place->second = std::make_unique<Profile>(std::move(*profile));
  return place->second.get();
}

const Profile* Profiles::of_type(TypeId type) const { return find(std::string(kTypeBase).append(fhir::type(type).name)); }

TypeId Profiles::type_of(std::string_view canonical) const {
  if (canonical.starts_with(kTypeBase))
    if (const TypeId type = fhir::find_type(canonical.substr(kTypeBase.size())); type != kNoType) return type;
  const Profile* profile = find(canonical);
  return profile == nullptr ? kNoType : profile->type;
}

const ElementRule* Profiles::at_element(DefId def) const { return def == kNoDef ? nullptr : rules_at(by_element_[def], fhir::element(def).owner); }

const ElementRule* Profiles::at_type(TypeId type) const { return rules_at(by_type_[type], type); }

const ElementRule* Profiles::rules_at(const Slot& slot, TypeId type) const {
  const ElementRule* rule = slot.load(std::memory_order_acquire);
  if (rule == nullptr) {
    settle(type);
    rule = slot.load(std::memory_order_acquire);
  }
  return rule == &kNothing ? nullptr : rule;
}

// Fills the places of the definition that the type belongs to: "Patient" for "Patient.contact". Two threads may do it at once: both write the same.
void Profiles::settle(TypeId type) const {
  const std::string_view name = fhir::type(type).name;
  const std::string_view root_name = name.substr(0, name.find('.'));
  const TypeId root = fhir::find_type(root_name);
  const Profile* profile = root == kNoType ? nullptr : of_type(root);
  if (profile != nullptr) {
    const ElementRule* rule = says_something(profile->root()) ? &profile->root() : &kNothing;
    by_type_[root].store(rule, std::memory_order_release);
    spread(*profile, profile->root(), root);
  }
  for (TypeId other = 0; other < fhir::types().size(); ++other) {
    const fhir::TypeInfo& info = fhir::type(other);
    if (other != type && info.name.substr(0, info.name.find('.')) != root_name) continue;
    const ElementRule* unset = nullptr;
    by_type_[other].compare_exchange_strong(unset, &kNothing);
    for (std::uint32_t def = info.first; def < std::uint32_t{info.first} + info.count; ++def) {
      unset = nullptr;
      by_element_[def].compare_exchange_strong(unset, &kNothing);
    }
  }
}

void Profiles::spread(const Profile& profile, const ElementRule& rule, TypeId owner) const {
  for (const std::uint32_t child : rule.children) {
    const ElementRule& place = profile.elements[child];
    const DefRange range = fhir::find_range(owner, place.name);
    if (range.first > range.last) continue;
    for (std::uint32_t def = range.first; def <= range.last; ++def)
      by_element_[def].store(says_something(place) ? &place : &kNothing, std::memory_order_release);
    if (!place.borrowed && !place.children.empty()) spread(profile, place, fhir::element(range.first).type);
  }
}

}  // namespace caseway::validation
