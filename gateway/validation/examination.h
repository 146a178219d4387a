// One document being validated: what every rule sees of it and of what is known. Belongs to one call of validate().
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "caseway/element.h"
#include "fhir/documents.h"
#include "fhirpath/fhirpath.h"
#include "validation/findings.h"
#include "validation/profiles.h"
#include "validation/terminology.h"

namespace caseway::validation {

class Examination : public fhirpath::Knowledge {
 public:
  Examination(const Tree& tree, const fhir::Resources& resources, const Profiles& profiles, const Terminology& terminology)
      : tree_(tree), resources_(resources), profiles_(profiles), terminology_(terminology) {
    environment_.resources = &resources_;
    environment_.knowledge = this;
  }

  const Tree& tree() const { return tree_; }
  const fhir::Resources& resources() const { return resources_; }
  const Profiles& profiles() const { return profiles_; }
  const Terminology& terminology() const { return terminology_; }

  // Whether the element conforms, without a word about why not; unknown when no package has the profile, or when one question led to another more
  // than kMaxQuestions times. What is being asked already (profiles and references may go in circles) counts as yes. Answers are kept.
  static constexpr int kMaxQuestions = 32;
  Answer conforms_to(Element element, std::string_view profile) const override;
  Answer conforms_to(Element element, const Profile& profile) const;

  Answer member_of(std::string_view value_set, std::string_view system, std::string_view code) const override {
    return terminology_.contains(value_set, system, code);
  }
  Answer subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const override {
    return terminology_.subsumes(system, ancestor, code);
  }

  // Evaluates the invariants of a rule at an element; each that does not hold is a finding.
  void check_constraints(const ElementRule& rule, Element element, Findings& findings) const;

 private:
  bool holds(const Constraint& constraint, Element element) const;

  const Tree& tree_;
  const fhir::Resources& resources_;
  const Profiles& profiles_;
  const Terminology& terminology_;
  mutable fhirpath::Environment environment_;
  mutable int depth_ = 0;
  mutable std::map<std::pair<std::uint32_t, const Profile*>, Answer> asked_;
};

}  // namespace caseway::validation
