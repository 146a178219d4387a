#include "validation/slicing.h"

#include "fhir/model.h"
#include "validation/content_rules.h"
#include "validation/discriminator_path.h"
#include "validation/pattern.h"

namespace caseway::validation {

namespace {

// Both must be yes; a no decides.
Answer both(Answer a, Answer b) {
  if (a == Answer::no || b == Answer::no) return Answer::no;
  return a == Answer::unknown || b == Answer::unknown ? Answer::unknown : Answer::yes;
}
Answer answer(bool yes) { return yes ? Answer::yes : Answer::no; }

// What the standard implies where a snapshot leaves the discriminators out: extensions are told apart by url, choices by type.
std::vector<Discriminator> implied(const ElementRule& sliced) {
  if (sliced.name == "extension" || sliced.name == "modifierExtension") return {{Discriminator::Kind::value, discriminator_path("url")}};
  if (sliced.is_choice()) return {{Discriminator::Kind::type, {}}};
  return {};
}

}  // namespace

Slicer::Slicer(const Examination& examination, const Profile& profile, const ElementRule& sliced)
    : examination_(examination), profile_(profile), sliced_(sliced) {
  if (sliced.slicing) discriminators_ = sliced.slicing->discriminators;
  if (discriminators_.empty()) discriminators_ = implied(sliced);
}

Slicer::Place Slicer::place_of(Element member) const {
  Place place;
  for (std::size_t i = 0; i < sliced_.slices.size(); ++i) {
    const Answer fit = fits(member, profile_.elements[sliced_.slices[i]]);
    if (fit == Answer::yes) return {i, false};
    place.undecided = place.undecided || fit == Answer::unknown;
  }
  return place;
}

Answer Slicer::fits(Element member, const ElementRule& slice) const {
  Answer all = Answer::yes;
  for (const Discriminator& discriminator : discriminators_) {
    all = both(all, fits(member, slice, discriminator));
    if (all == Answer::no) break;
  }
  return all;
}

Answer Slicer::fits(Element member, const ElementRule& slice, const Discriminator& discriminator) const {
  const Spot spot = spot_of(slice, discriminator.path);
  if (spot.rule == nullptr) return Answer::unknown;
  const std::vector<Element> reached = follow(discriminator.path, member, examination_.resources());
  const bool resolved = !discriminator.path.empty() && discriminator.path.back().kind == Step::Kind::resolve;
  switch (discriminator.kind) {
    case Discriminator::Kind::value:
    case Discriminator::Kind::pattern:
      return has_value(reached, spot);
    case Discriminator::Kind::type:
      return has_type(reached, spot, resolved);
    case Discriminator::Kind::exists:
      return answer(spot.rule->max == 0 ? reached.empty() : !reached.empty());
    case Discriminator::Kind::profile:
      return conforms(reached, spot, resolved);
  }
  return Answer::unknown;
}

Answer Slicer::has_value(const std::vector<Element>& reached, const Spot& spot) const {
  bool says_something = false;
  Answer best = Answer::no;
  for (const Element element : reached) {
    const Answer fit = matches_below(element, spot, says_something);
    if (fit == Answer::yes && says_something) return fit;
    if (fit == Answer::unknown) best = fit;
  }
  return best;
}

// The spot's own fixed value, pattern or binding; without one, those of the elements below it, all of them.
Answer Slicer::matches_below(Element element, const Spot& spot, bool& says_something) const {
  const ElementRule& rule = *spot.rule;
  if (rule.fixed || rule.pattern || rule.binding.strength == Strength::required) says_something = true;
  if (rule.fixed) return answer(equals_fixed(element, rule.fixed));
  if (rule.pattern) return answer(matches_pattern(element, rule.pattern));
  if (rule.binding.strength == Strength::required) return is_bound(element, rule.binding, examination_.terminology());
  Answer all = Answer::yes;
  for (const std::uint32_t index : rule.children) {
    const Spot below{spot.profile, &spot.profile->elements[index]};
    if (below.rule->min == 0 && !below.rule->fixed && !below.rule->pattern) continue;
    Answer any = Answer::no;
    bool speaks = false;
    for (const Element child : element.children(below.rule->name)) {
      const Answer fit = matches_below(child, below, speaks);
      if (fit != Answer::no) any = any == Answer::yes ? any : fit;
    }
    if (speaks) all = both(all, any);
    says_something = says_something || speaks;
  }
  return all;
}

Answer Slicer::has_type(const std::vector<Element>& reached, const Spot& spot, bool through_reference) const {
  for (const Element element : reached)
    for (const TypeRule& type : spot.rule->types) {
      if (!through_reference && type.type == element.type_id()) return Answer::yes;
      for (const std::string& target : type.targets)
        if (through_reference && examination_.profiles().type_of(target) == element.type_id()) return Answer::yes;
    }
  return Answer::no;
}

Answer Slicer::conforms(const std::vector<Element>& reached, const Spot& spot, bool through_reference) const {
  Answer best = Answer::no;
  for (const Element element : reached)
    for (const TypeRule& type : spot.rule->types)
      for (const std::string& url : through_reference ? type.targets : type.profiles) {
        const Answer fit = examination_.conforms_to(element, url);
        if (fit == Answer::yes) return fit;
        if (fit == Answer::unknown) best = fit;
      }
  return best;
}

Slicer::Spot Slicer::spot_of(const ElementRule& slice, const std::vector<Step>& path) const {
  Spot spot{&profile_, &slice};
  for (std::size_t i = 0; i < path.size() && spot.rule != nullptr; ++i) {
    const Step& step = path[i];
    if (step.kind == Step::Kind::child) spot = child_of(spot, step.name);
    if (step.kind == Step::Kind::extension) spot = extension_of(spot, step.name);
    if (step.kind == Step::Kind::resolve && i + 1 < path.size()) {  // the last one is judged by the targets themselves
      std::vector<std::string> targets;
      for (const TypeRule& type : spot.rule->types) targets.insert(targets.end(), type.targets.begin(), type.targets.end());
      if (const Spot target = profile_of(targets); target.rule != nullptr) spot = target;
    }
  }
  return spot;
}

Slicer::Spot Slicer::child_of(const Spot& spot, const std::string& name, int depth) const {
  constexpr int kMaxProfiles = 8;  // that lead from one to the next
  if (depth == kMaxProfiles) return {};
  for (const std::uint32_t index : spot.rule->children) {
    const ElementRule& child = spot.profile->elements[index];
    if (child.name != name && child.name != name + "[x]") continue;
    for (const std::uint32_t slice : child.slices)  // a slice that must be there says more than the element that is sliced
      if (spot.profile->elements[slice].min > 0) return {spot.profile, &spot.profile->elements[slice]};
    return {spot.profile, &child};
  }
  for (const TypeRule& type : spot.rule->types)
    if (const Spot typed = profile_of(type.profiles); typed.rule != nullptr && typed.rule != spot.rule) return child_of(typed, name, depth + 1);
  if (spot.rule->types.size() == 1 && spot.rule->types.front().type != kNoType)
    if (const Profile* base = examination_.profiles().of_type(spot.rule->types.front().type); base != nullptr && base != spot.profile)
      return child_of({base, &base->root()}, name, depth + 1);
  return {};
}

Slicer::Spot Slicer::extension_of(const Spot& spot, const std::string& url) const {
  const Spot extensions = child_of(spot, "extension");
  if (extensions.rule == nullptr) return {};
  for (const std::uint32_t index : extensions.rule->slices) {
    const Spot slice{extensions.profile, &extensions.profile->elements[index]};
    const Spot its_url = child_of(slice, "url");
    if (its_url.rule != nullptr && its_url.rule->fixed.value() == url) return slice;
  }
  return profile_of({url});
}

Slicer::Spot Slicer::profile_of(const std::vector<std::string>& profiles) const {
  if (profiles.size() != 1) return {};
  const Profile* profile = examination_.profiles().find(profiles.front());
  return profile == nullptr ? Spot{} : Spot{profile, &profile->root()};
}

}  // namespace caseway::validation
