#include "validation/value_set.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace caseway::validation {
namespace {

// What an expansion says when it is only a part of the value set.
constexpr std::array<std::string_view, 2> kPartialExtensions = {"http://hl7.org/fhir/StructureDefinition/valueset-unclosed",
                                                                "http://hl7.org/fhir/StructureDefinition/valueset-toocostly"};
constexpr std::string_view kPartialParameter = "limitedExpansion";

bool is_whole(Element expansion, std::size_t count) {
  for (Element extension : expansion.children("extension")) {
    const std::string_view url = extension.child_value("url");
    if (std::find(kPartialExtensions.begin(), kPartialExtensions.end(), url) != kPartialExtensions.end()) return false;
  }
  for (Element parameter : expansion.children("parameter")) {
    if (parameter.child_value("name") == kPartialParameter) return false;
  }
  const std::string_view total = expansion.child_value("total");
  const std::string_view offset = expansion.child_value("offset");
  return expansion && (total.empty() || total == std::to_string(count)) && (offset.empty() || offset == "0");
}

}  // namespace

ValueSet::ValueSet(const Tree& tree) {
  const Element compose = tree.root().child("compose");
  composed_ = static_cast<bool>(compose);
  without_inactive_ = compose.child_value("inactive") == "false";
  for (Element include : compose.children("include")) read_rule(include, includes_);
  for (Element exclude : compose.children("exclude")) read_rule(exclude, excludes_);
  const Element expansion = tree.root().child("expansion");
  const std::size_t count = read_expansion(expansion);
  whole_expansion_ = is_whole(expansion, count);
}

// Lists of one system are one rule, so that a value set is asked in constant time however it is written.
void ValueSet::read_rule(Element rule, ValueSetRules& rules) {
  ValueSetRule made;
  made.version = rule.child_value("version");
  made.lists = static_cast<bool>(rule.child("concept"));
  for (Element filter : rule.children("filter")) made.filters.emplace_back(filter);
  for (Element url : rule.children("valueSet")) made.value_sets.push_back(url.value());
  const std::string_view system = rule.child_value("system");
  if (system.empty()) {
    rules.of_value_sets.push_back(std::move(made));
    return;
  }
  std::vector<ValueSetRule>& same = rules.by_system[system];
  const auto is_list = [](const ValueSetRule& r) { return r.lists && r.filters.empty() && r.value_sets.empty(); };
  auto place = is_list(made) ? std::find_if(same.begin(), same.end(), is_list) : same.end();
  if (place == same.end()) place = same.insert(place, std::move(made));
  for (Element listed : rule.children("concept")) place->codes.insert(listed.child_value("code"));
}

// Recursion follows the nesting of the resource, which the reader limits. Gives the number of entries.
std::size_t ValueSet::read_expansion(Element parent) {
  std::size_t count = 0;
  for (Element entry : parent.children("contains")) {
    const std::string_view code = entry.child_value("code");
    if (!code.empty()) expansion_[entry.child_value("system")].insert(code);
    count += 1 + read_expansion(entry);
  }
  return count;
}

Answer ValueSet::expanded(std::string_view system, std::string_view code) const {
  const auto codes = expansion_.find(system);
  if (codes != expansion_.end() && codes->second.contains(code)) return Answer::yes;
  return whole_expansion_ ? Answer::no : Answer::unknown;
}

}  // namespace caseway::validation
