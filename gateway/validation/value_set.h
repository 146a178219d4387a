// A value set as it is asked: the rules of its compose by system, and the expansion that it carries.
//
//   spec     https://hl7.org/fhir/R4/valueset.html#compositions
//   threads  any; nothing changes after it is made
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "caseway/element.h"
#include "validation/answer.h"
#include "validation/code_filter.h"

namespace caseway::validation {

using Codes = std::unordered_set<std::string_view>;

// One include or exclude. A rule that lists concepts holds for them; else for all codes of its system that pass the filters and are not abstract; and
// what it holds for must be in all of the value sets too.
struct ValueSetRule {
  std::string_view version;  // of the system; "" for any
  bool lists = false;
  Codes codes;
  std::vector<CodeFilter> filters;
  std::vector<std::string_view> value_sets;
};

// The rules of all includes, or of all excludes.
struct ValueSetRules {
  std::unordered_map<std::string_view, std::vector<ValueSetRule>> by_system;
  std::vector<ValueSetRule> of_value_sets;  // without a system
};

// Holds views into the tree, which must outlive it.
class ValueSet {
 public:
  explicit ValueSet(const Tree& tree);

  bool composed() const { return composed_; }
  bool without_inactive() const { return without_inactive_; }
  const ValueSetRules& includes() const { return includes_; }
  const ValueSetRules& excludes() const { return excludes_; }
  // What the expansion says: unknown when there is none, or when it leaves codes out and this is not among those it has.
  Answer expanded(std::string_view system, std::string_view code) const;
  const std::unordered_map<std::string_view, Codes>& expansion() const { return expansion_; }

 private:
  void read_rule(Element rule, ValueSetRules& rules);
  std::size_t read_expansion(Element parent);

  bool composed_ = false;
  bool without_inactive_ = false;
  bool whole_expansion_ = false;
  ValueSetRules includes_;
  ValueSetRules excludes_;
  std::unordered_map<std::string_view, Codes> expansion_;
};

}  // namespace caseway::validation
