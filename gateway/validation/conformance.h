// Whether an element conforms to a profile: cardinality, types, fixed values and patterns, limits, bindings, references, invariants and slices, for
// the element and everything below it. The document as a whole is checked against the base definitions apart from this (standard_rules.h).
#pragma once

#include <vector>

#include "validation/examination.h"

namespace caseway::validation {

class Conformance {
 public:
  Conformance(const Examination& examination, Findings& findings) : examination_(examination), findings_(findings) {}

  void check(Element element, const Profile& profile);

 private:
  struct Group {  // the elements of one name below one parent
    Element parent;
    const std::vector<Element>& members;
  };
  void check(Element element, const Profile& profile, const ElementRule& rule);
  void check_content(Element element, const ElementRule& rule);
  void check_types(Element element, const ElementRule& rule);
  void check_nested(Element element, const Profile& profile);
  void check_profiles(Element element, const std::vector<std::string>& profiles);
  void check_children(Element element, const Profile& profile, const ElementRule& rule);
  void check_count(const Group& group, const ElementRule& rule);
  void check_slices(const Group& group, const Profile& profile, const ElementRule& sliced);
  void check_order(const std::vector<std::size_t>& slice_of, const std::vector<Element>& members, const ElementRule& sliced);

  const Examination& examination_;
  Findings& findings_;
  static constexpr int kMaxNested = 32;  // profiles within profiles: published ones have a few
  int depth_ = 0;
};

}  // namespace caseway::validation
