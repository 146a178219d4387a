// Places in a draft by the steps of a path: found, made, removed.
#include <algorithm>

#include "fhir/model.h"
#include "mapping/tree/revision.h"

namespace caseway::mapping {

std::vector<Index> Revision::chain_of(const OursPath& path) const {
  std::vector<Index> chain;
  const auto& slots = plan_.slots[plan_.variables[path.variable].slots].slots;
  for (auto slot = path.slot; slot != kNone; slot = slots[slot].parent) chain.push_back(slot);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

// Everything at a path; the resource itself when the path is no more than its type.
std::vector<Revision::Found> Revision::find(Id resource, const OursPath& path) const {
  std::vector<Found> found;
  std::vector<Id> trail{resource};
  find(trail, chain_of(path), plan_.slots[plan_.variables[path.variable].slots].slots, found);
  return found;
}

void Revision::find(std::vector<Id>& trail, const std::vector<Index>& chain, const std::vector<Slot>& slots, std::vector<Found>& out) const {
  const auto step = trail.size() - 1;
  if (step == chain.size()) return out.push_back({trail});
  const auto& slot = slots[chain[step]];
  std::uint32_t count = 0;
  for (Id child = draft_.first_child(trail.back()); child != Draft::kNone; child = draft_.next_sibling(child)) {
    const auto def = draft_.def(child);
    if (def != slot.def && std::find(slot.choices.begin(), slot.choices.end(), def) == slot.choices.end()) continue;
    if (!std::all_of(slot.selectors.begin(), slot.selectors.end(), [&](const Constant& each) { return matches(each, child); })) continue;
    if (slot.position != 0 && ++count != slot.position) continue;
    trail.push_back(child);
    find(trail, chain, slots, out);
    trail.pop_back();
  }
}

Revision::Id Revision::matching(const Constant& what, Id parent) const {
  for (Id child = draft_.first_child(parent); child != Draft::kNone; child = draft_.next_sibling(child)) {
    if (draft_.def(child) != what.def) continue;
    if (what.children.empty() ? draft_.value(child) == what.value
                              : std::all_of(what.children.begin(), what.children.end(), [&](const Constant& each) { return matches(each, child); }))
      return child;
  }
  return Draft::kNone;
}

bool Revision::matches(const Constant& what, Id parent) const { return matching(what, parent) != Draft::kNone; }

Revision::Id Revision::place(Id resource, Index variable, Index slot) {
  if (slot == kNone) return resource;
  const auto& what = plan_.slot(variable, slot);
  const auto parent = place(resource, variable, what.parent);
  for (Id child = draft_.first_child(parent); child != Draft::kNone; child = draft_.next_sibling(child))
    if (draft_.def(child) == what.def &&
        std::all_of(what.selectors.begin(), what.selectors.end(), [&](const Constant& each) { return matches(each, child); }))
      return child;
  const auto made = draft_.add(parent, what.def);
  for (const auto& selector : what.selectors) make(made, selector);
  return made;
}

// Elements that may be there once are shared with what is there already.
void Revision::make(Id parent, const Constant& what) {
  auto made = fhir::element(what.def).list ? Draft::kNone : draft_.child(parent, what.def);
  if (made == Draft::kNone) made = draft_.add(parent, what.def);
  if (what.children.empty()) draft_.set_value(made, what.value);
  for (const auto& child : what.children) make(made, child);
}

void Revision::became(Id id, Fate fate, const Field* field, std::string_view reason) {
  if (id < became_.size()) became_[id] = {fate, field, reason};
}

void Revision::remove(Id id, Fate fate, const Field* field, std::string_view reason) {
  std::vector<Id> open{id};
  while (!open.empty()) {
    const auto each = open.back();
    open.pop_back();
    became(each, fate, field, reason);
    for (Id child = draft_.first_child(each); child != Draft::kNone; child = draft_.next_sibling(child)) open.push_back(child);
  }
  draft_.remove(id);
}

// What stood around something that is gone, when no more is left of it than what the path itself says.
void Revision::prune(const Field& field, const Found& found, const OursPath& path) {
  const auto chain = chain_of(path);
  for (std::size_t step = chain.size() - 1; step > 0; --step) {
    const auto id = found.trail[step];  // the element of chain[step - 1]
    const auto& selectors = plan_.slot(path.variable, chain[step - 1]).selectors;
    for (Id child = draft_.first_child(id); child != Draft::kNone; child = draft_.next_sibling(child))
      if (std::none_of(selectors.begin(), selectors.end(), [&](const Constant& each) { return matching(each, id) == child; })) return;
    if (draft_.has_value(id)) return;
    remove(id, Fate::converted, &field, {});
  }
}

}  // namespace caseway::mapping
