#include "validation/conformance.h"

#include "fhir/model.h"
#include "validation/content_rules.h"
#include "validation/pattern.h"
#include "validation/slicing.h"

namespace caseway::validation {

namespace {

constexpr std::size_t kNoSlice = static_cast<std::size_t>(-1);

// The element's name in FHIRPath: "value" of value[x]. Which slice is meant, the text says by the definition's id.
std::string_view name_of(const ElementRule& rule) { return std::string_view(rule.name).substr(0, rule.name.find("[x]")); }

// Whether the structure alone already asks for as much (fhir/validate.h has then said so).
bool model_needs(Element parent, const ElementRule& rule) {
  const DefRange range = fhir::find_range(parent.type_id(), rule.name);
  return range.first <= range.last && fhir::element(range.first).min >= rule.min && rule.slice_name.empty();
}
bool model_forbids_more(Element parent, const ElementRule& rule) {
  const DefRange range = fhir::find_range(parent.type_id(), rule.name);
  return range.first <= range.last && !fhir::element(range.first).list && rule.max == 1;
}

}  // namespace

void Conformance::check(Element element, const Profile& profile) {
  if (element.type_id() != profile.type && !profile.abstract && profile.constraint) {
    findings_.error(element.index(), "validation.type", "The profile " + profile.url + " is about another type than this one.");
    return;
  }
  check(element, profile, profile.root());
}

void Conformance::check(Element element, const Profile& profile, const ElementRule& rule) {
  check_content(element, rule);
  check_children(element, profile, rule);
}

void Conformance::check_content(Element element, const ElementRule& rule) {
  const std::uint32_t node = element.index();
  if (rule.fixed && !equals_fixed(element, rule.fixed))
    findings_.error(node, "validation.fixed", "The profile fixes the value of " + rule.id + "; this one differs.");
  if (rule.pattern && !matches_pattern(element, rule.pattern))
    findings_.error(node, "validation.pattern", "The value does not hold everything that the profile's pattern for " + rule.id + " asks for.");
  check_types(element, rule);
  check_limits(element, rule, findings_);
  check_binding(element, rule, examination_, findings_);
  check_reference(element, rule, examination_, findings_);
  examination_.check_constraints(rule, element, findings_);
}

// Of a choice or a place that holds any resource, the type must be one that the profile allows; and where the profile says which profiles a type must
// conform to, it must conform to one.
void Conformance::check_types(Element element, const ElementRule& rule) {
  if (rule.types.empty()) return;
  const bool open = rule.is_choice() || element.is_resource();
  const TypeRule* matching = nullptr;
  for (const TypeRule& type : rule.types) {
    if (type.type == kNoType) return;
    if (type.type == element.type_id() || fhir::type(type.type).kind == fhir::Kind::abstract) matching = &type;
  }
  if (matching == nullptr) {
    if (open) findings_.error(element.index(), "validation.type", "The profile does not allow this type for " + rule.id + ".");
    return;
  }
  if (!matching->profiles.empty()) check_profiles(element, matching->profiles);
}

void Conformance::check_profiles(Element element, const std::vector<std::string>& profiles) {
  bool known = false;
  for (const std::string& url : profiles) {
    if (element.type() == "Extension" && element.child_value("url") == url) return;  // checked against its definition wherever it stands
    const Profile* profile = examination_.profiles().find(url);
    if (profile == nullptr)
      return findings_.warning(element.index(), "validation.profile_unknown", "No package has the profile " + url + "; it was not checked.");
    if (profiles.size() == 1) return check_nested(element, *profile);
    known = true;
    if (examination_.conforms_to(element, *profile) != Answer::no) return;
  }
  if (known) findings_.error(element.index(), "validation.profile", "The element conforms to none of the profiles that are allowed here.");
}

void Conformance::check_nested(Element element, const Profile& profile) {
  if (depth_ == kMaxNested)
    return findings_.warning(element.index(), "validation.profile", "Profiles ask for one another without end; the last one was not checked.");
  ++depth_;
  check(element, profile);
  --depth_;
}

void Conformance::check_children(Element element, const Profile& profile, const ElementRule& rule) {
  std::vector<Element> members;
  for (const std::uint32_t index : rule.children) {
    const ElementRule& child = profile.elements[index];
    members.clear();
    for (const Element member : element.children(child.name)) members.push_back(member);
    const Group group{element, members};
    check_count(group, child);
    for (const Element member : members) check(member, profile, child);
    if (!child.slices.empty()) check_slices(group, profile, child);
  }
}

void Conformance::check_count(const Group& group, const ElementRule& rule) {
  const std::size_t count = group.members.size();
  if (count < rule.min && !(count == 0 && model_needs(group.parent, rule)))
    findings_.error_at(group.parent.index(), name_of(rule), "validation.cardinality",
                       "The profile wants at least " + std::to_string(rule.min) + " of " + rule.id + "; here " + std::to_string(count) + " stand.");
  if (count > rule.max && !model_forbids_more(group.parent, rule))
    findings_.error(group.members[rule.max].index(), "validation.cardinality",
                    "The profile allows at most " + std::to_string(rule.max) + " of " + rule.id + "; here " + std::to_string(count) + " stand.");
}

void Conformance::check_slices(const Group& group, const Profile& profile, const ElementRule& sliced) {
  const Slicer slicer(examination_, profile, sliced);
  if (!slicer.usable()) return;
  std::vector<std::vector<Element>> sorted(sliced.slices.size());
  std::vector<std::size_t> slice_of;
  bool undecided = false;
  for (const Element member : group.members) {
    const Slicer::Place place = slicer.place_of(member);
    undecided = undecided || place.undecided;
    slice_of.push_back(place.slice == Slicer::kNone ? kNoSlice : place.slice);
    if (place.slice != Slicer::kNone) {
      sorted[place.slice].push_back(member);
    } else if (sliced.slicing && sliced.slicing->rules == Slicing::Rules::closed && !place.undecided) {
      findings_.error(member.index(), "validation.slice",
                      "The profile allows only its own slices of " + sliced.id + "; this element is none of them.");
    }
  }
  check_order(slice_of, group.members, sliced);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const ElementRule& slice = profile.elements[sliced.slices[i]];
    const Group members{group.parent, sorted[i]};
    if (!(undecided && sorted[i].size() < slice.min)) check_count(members, slice);
    for (const Element member : sorted[i]) check(member, profile, slice);
    if (!slice.slices.empty()) check_slices(members, profile, slice);
  }
}

void Conformance::check_order(const std::vector<std::size_t>& slice_of, const std::vector<Element>& members, const ElementRule& sliced) {
  if (!sliced.slicing) return;
  std::size_t last = 0;
  bool free = false;  // an element of no slice has been seen
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (slice_of[i] == kNoSlice) {
      free = true;
      continue;
    }
    if (free && sliced.slicing->rules == Slicing::Rules::open_at_end)
      findings_.error(members[i].index(), "validation.slice", "Elements outside the slices of " + sliced.id + " may stand only at the end.");
    if (sliced.slicing->ordered && slice_of[i] < last)
      findings_.error(members[i].index(), "validation.slice", "The slices of " + sliced.id + " have an order; this element comes too late.");
    last = slice_of[i];
  }
}

}  // namespace caseway::validation
