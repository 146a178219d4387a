// One question: is a code of a system in a value set, and in the value sets that this one is made of.
//
// A value set that is met again while it is being asked (a cycle) is unknown there; so is what is nested deeper than kMaxNesting.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "validation/code_system.h"
#include "validation/value_set.h"

namespace caseway::validation {

// Where value sets and code systems come from; nullptr when there is none.
class Definitions {
 public:
  virtual ~Definitions() = default;
  virtual const ValueSet* value_set(std::string_view canonical) const = 0;
  virtual const CodeSystem* code_system(std::string_view system, std::string_view version) const = 0;
};

class ValueSetQuestion {
 public:
  static constexpr std::size_t kMaxNesting = 100;
  ValueSetQuestion(const Definitions& definitions, std::string_view system, std::string_view code)
      : definitions_(definitions), system_(system), code_(code) {}

  Answer ask(const ValueSet& value_set);

 private:
  Answer by_compose(const ValueSet& value_set);
  Answer by_rules(const ValueSetRules& rules, bool without_inactive);
  Answer by_rule(const ValueSetRule& rule, bool has_system, bool without_inactive);
  Answer by_value_set(std::string_view canonical);

  const Definitions& definitions_;
  std::string_view system_;
  std::string_view code_;
  std::size_t depth_ = 0;
  std::unordered_map<const ValueSet*, Answer> asked_;  // each is asked once, however often it is referred to
};

}  // namespace caseway::validation
