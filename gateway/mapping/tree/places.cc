#include "mapping/tree/places.h"

#include <algorithm>

#include "fhir/model.h"
#include "mapping/tree/assembly.h"
#include "mapping/tree/sensitivity.h"

namespace caseway::mapping {

void Places::forget_document() {
  instances_.clear();
  places_.clear();
  numbered_.clear();
  linked_.clear();
}

Index Places::add(Index variable, Index owner, Draft::Id node) {
  const auto& what = plan_.variables[variable];
  instances_.push_back({variable, owner, static_cast<Index>(places_.size()), node});
  places_.resize(places_.size() + plan_.slots[what.slots].slots.size(), Draft::kNone);
  return static_cast<Index>(instances_.size() - 1);
}

bool Places::taken(Index owner, const OursPath& at) const {
  const auto& slot = plan_.slot(at.variable, at.slot);
  if (fhir::element(slot.def).list) return false;
  const auto& instance = instances_[owner];
  const auto parent = slot.parent == kNone ? instance.node : places_[instance.places + slot.parent];
  return parent != Draft::kNone && draft_.child(parent, slot.def) != Draft::kNone;
}

Draft::Id Places::node(Index index) {
  if (instances_[index].node != Draft::kNone) return instances_[index].node;
  const auto& at = plan_.variables[instances_[index].variable].at;
  const auto& slot = plan_.slot(at.variable, at.slot);
  const auto parent = place(instances_[index].owner, slot.parent);
  const auto made = draft_.add(parent, slot.def);
  for (const auto& selector : slot.selectors) constant(made, selector);
  instances_[index].node = made;
  return made;
}

Draft::Id Places::place(Index index, Index slot) {
  if (slot == kNone) return node(index);
  const auto at = instances_[index].places + slot;
  if (places_[at] != Draft::kNone) return places_[at];
  const auto& what = plan_.slot(instances_[index].variable, slot);
  const auto parent = place(index, what.parent);
  const auto made = draft_.add(parent, what.def);
  for (const auto& selector : what.selectors) constant(made, selector);
  if (what.type == bundle_parts().narrative)
    draft_.set_value(draft_.add(made, bundle_parts().narrative_status), "additional");  // what theirs says may be more than the resource
  places_[at] = made;
  return made;
}

// Forgets a place and everything below it, so that the next use makes them anew.
void Places::forget(Index index, Index slot) {
  const auto first = instances_[index].places;
  const auto& slots = plan_.slots[plan_.variables[instances_[index].variable].slots].slots;
  places_[first + slot] = Draft::kNone;
  for (Index i = slot + 1; i < slots.size(); ++i)  // children come after their parents
    if (slots[i].parent != kNone && places_[first + slots[i].parent] == Draft::kNone) places_[first + i] = Draft::kNone;
}

Draft::Id Places::fresh(Index index, const OursPath& path) {
  if (path.repeat == kNone) return place(index, path.slot);
  // what stands at these places otherwise is not touched: a repeated value has an element of its own
  const auto first = places_.begin() + instances_[index].places;
  const auto size = static_cast<std::ptrdiff_t>(plan_.slots[plan_.variables[instances_[index].variable].slots].slots.size());
  const std::vector<Draft::Id> before(first, first + size);
  forget(index, path.repeat);
  const auto made = place(index, path.slot);
  const auto parent = plan_.slot(path.variable, path.repeat).parent;
  auto after = before;
  for (auto slot = parent; slot != kNone; slot = plan_.slot(path.variable, slot).parent) after[slot] = places_[instances_[index].places + slot];
  std::copy(after.begin(), after.end(), places_.begin() + instances_[index].places);
  return made;
}

Draft::Id Places::numbered(Index index, const OursPath& path, std::uint32_t n) {
  if (path.repeat == kNone) return fresh(index, path);
  forget(index, path.repeat);
  for (const auto& known : numbered_)
    if (known.instance == index && known.slot == path.repeat && known.n == n) {
      places_[instances_[index].places + path.repeat] = known.node;
      return place(index, path.slot);
    }
  const auto made = place(index, path.slot);
  numbered_.push_back({index, path.repeat, n, places_[instances_[index].places + path.repeat]});
  return made;
}

// Beside the value just placed: below the same repeated element when there is one.
Draft::Id Places::beside(Draft::Id id, DefId def) {
  const auto parent = draft_.parent(id);
  const auto there = draft_.child(parent, def);
  return there != Draft::kNone ? there : draft_.add(parent, def);
}

// Elements that may be there once are shared with what is there already.
Draft::Id Places::constant(Draft::Id parent, const Constant& what) {
  auto made = fhir::element(what.def).list ? Draft::kNone : draft_.child(parent, what.def);
  if (made == Draft::kNone) made = draft_.add(parent, what.def);
  if (what.children.empty() && !draft_.has_value(made)) draft_.set_value(made, what.value);
  for (const auto& child : what.children) constant(made, child);
  return made;
}

void Places::constants(Index instance) {
  const auto& what = plan_.variables[instances_[instance].variable];
  if (what.constants.empty()) return;
  const auto at = node(instance);
  for (const auto& each : what.constants) constant(at, each);
}

void Places::fixed(Index instance, Index slot, const std::vector<Constant>& what) {
  const auto at = place(instance, slot);
  for (const auto& each : what) {
    if (each.def == kNoDef && !draft_.has_value(at)) draft_.set_value(at, each.value);
    if (each.def != kNoDef) constant(at, each);
  }
}

Draft::Id Places::absent(Draft::Id id, std::string_view reason) {
  const auto extension = draft_.add(id, "extension");
  draft_.add_value(extension, "url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
  return draft_.add_value(extension, "valueCode", reason);
}

Draft::Id Places::absent_at(Index instance, const OursPath& path, std::string_view reason) {
  auto top = path.slot;
  while (plan_.slot(path.variable, top).parent != kNone) top = plan_.slot(path.variable, top).parent;
  const auto& element = fhir::element(plan_.slot(path.variable, top).def);
  if (element.choice == 0 || fhir::choice_name(element.choice) != "value[x]" || fhir::type(element.owner).name != "Observation")
    return absent(place(instance, path.slot), reason);
  const auto coding = draft_.add(draft_.get_or_add(node(instance), "dataAbsentReason"), "coding");
  draft_.add_value(coding, "system", "http://terminology.hl7.org/CodeSystem/data-absent-reason");
  return draft_.add_value(coding, "code", reason);
}

Draft::Id Places::label(Index instance, std::string_view code) {
  const auto security = draft_.add(draft_.get_or_add(node(instance), "meta"), "security");
  draft_.add_value(security, "system", kLabelSystem);
  return draft_.add_value(security, "code", code);
}

Draft::Id Places::refer(Index from, const OursPath& path, bool append, Index to, std::string_view url, bool again) {
  const auto reference = bundle_parts().reference;
  auto at = place(from, path.slot);
  auto target = draft_.child(at, reference);
  if (append && path.repeat != kNone) {
    if (target != Draft::kNone && draft_.value(target) != url) {
      if (linked_.contains({from, path.slot, to})) return Draft::kNone;
      forget(from, path.repeat);
      at = place(from, path.slot);
      target = draft_.child(at, reference);
    }
    if (again) linked_.insert({from, path.slot, to});
  }
  if (target != Draft::kNone) return target;
  target = draft_.add(at, reference);
  draft_.set_value(target, url);
  return target;
}

}  // namespace caseway::mapping
