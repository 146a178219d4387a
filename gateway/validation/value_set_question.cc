#include "validation/value_set_question.h"

namespace caseway::validation {

Answer ValueSetQuestion::ask(const ValueSet& value_set) {
  if (depth_ == kMaxNesting) return Answer::unknown;
  const auto [place, first] = asked_.emplace(&value_set, Answer::unknown);
  if (!first) return place->second;
  ++depth_;
  Answer said = value_set.composed() ? by_compose(value_set) : Answer::unknown;
  --depth_;
  if (said == Answer::unknown) said = value_set.expanded(system_, code_);
  return asked_[&value_set] = said;
}

Answer ValueSetQuestion::by_compose(const ValueSet& value_set) {
  const Answer included = by_rules(value_set.includes(), value_set.without_inactive());
  if (included == Answer::no) return included;
  return both(included, negate(by_rules(value_set.excludes(), false)));
}

Answer ValueSetQuestion::by_rules(const ValueSetRules& rules, bool without_inactive) {
  Answer said = Answer::no;
  if (const auto own = rules.by_system.find(system_); own != rules.by_system.end()) {
    for (const ValueSetRule& rule : own->second) {
      if (said != Answer::yes) said = either(said, by_rule(rule, true, without_inactive));
    }
  }
  for (const ValueSetRule& rule : rules.of_value_sets) {
    if (said != Answer::yes) said = either(said, by_rule(rule, false, without_inactive));
  }
  return said;
}

Answer ValueSetQuestion::by_rule(const ValueSetRule& rule, bool has_system, bool without_inactive) {
  Answer said = answer(!rule.lists || rule.codes.contains(code_));
  if (said == Answer::no) return said;
  if (has_system && (!rule.lists || without_inactive || !rule.filters.empty())) {
    const CodeSystem* system = definitions_.code_system(system_, rule.version);
    if (!rule.lists) said = system == nullptr ? Answer::unknown : system->exists(code_);
    for (const CodeFilter& filter : rule.filters) said = both(said, system == nullptr ? Answer::unknown : system->matches(filter, code_));
    if (!rule.lists && system != nullptr) said = both(said, negate(system->abstract(code_)));
    if (without_inactive && system != nullptr) said = both(said, negate(system->inactive(code_)));
  }
  for (std::string_view canonical : rule.value_sets) {
    if (said != Answer::no) said = both(said, by_value_set(canonical));
  }
  return said;
}

Answer ValueSetQuestion::by_value_set(std::string_view canonical) {
  const ValueSet* other = definitions_.value_set(canonical);
  return other == nullptr ? Answer::unknown : ask(*other);
}

}  // namespace caseway::validation
