#include "validation/examination.h"

#include "validation/conformance.h"

namespace caseway::validation {

Answer Examination::conforms_to(Element element, std::string_view url) const {
  const Profile* profile = profiles_.find(url);
  return profile == nullptr ? Answer::unknown : conforms_to(element, *profile);
}

Answer Examination::conforms_to(Element element, const Profile& profile) const {
  const auto [place, is_new] = asked_.try_emplace({element.index(), &profile}, Answer::yes);
  if (!is_new) return place->second;
  if (!profile.constraint) return place->second = element.type_id() == profile.type || profile.abstract ? Answer::yes : Answer::no;
  if (depth_ == kMaxQuestions) return place->second = Answer::unknown;
  ++depth_;
  Findings silent(tree_);
  Conformance(*this, silent).check(element, profile);
  --depth_;
  return asked_[{element.index(), &profile}] = silent.errors() == 0 ? Answer::yes : Answer::no;
}

bool Examination::holds(const Constraint& constraint, Element element) const {
  if (constraint.absent_passes && constraint.expression->evaluate(element, environment_).empty()) return true;
  return constraint.expression->test(element, environment_);
}

void Examination::check_constraints(const ElementRule& rule, Element element, Findings& findings) const {
  if (rule.constraints.empty()) return;
  environment_.resource = resources_.owner(element.index());
  environment_.root_resource = environment_.resource;
  if (environment_.resource.name() == "contained")
    if (const Element holder = resources_.resolve("#", element)) environment_.root_resource = holder;
  for (const Constraint& constraint : rule.constraints) {
    if (!constraint.expression) {
      findings.note(element.index(), "validation.expression", "The invariant " + constraint.key + " could not be compiled: " + constraint.fault);
      continue;
    }
    try {
      if (holds(constraint, element)) continue;
      findings.add(constraint.error ? Severity::error : Severity::warning, element.index(), "validation.invariant",
                   constraint.key + ": " + constraint.human, {});
    } catch (const fhirpath::EvaluationError& fault) {
      findings.warning(element.index(), "validation.expression", "The invariant " + constraint.key + " could not be evaluated: " + fault.what());
    }
  }
}

}  // namespace caseway::validation
