// The value sets of R4's bindings against HL7's own expansions of them, code by code. What we say "yes" to must be in the expansion and the other way
// round, but for codes that their system calls deprecated or retired: the expansions leave them out, the standard allows them.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "formats/cpu_time.h"
#include "validation/terminology.h"

namespace caseway::validation {
namespace {

using Coding = std::pair<std::string_view, std::string_view>;  // system and code

struct Suites {
  explicit Suites(const std::filesystem::path& folder) {
    Issues issues;
    EXPECT_TRUE(core->add((folder / "r4-definitions").string(), issues));
    EXPECT_TRUE(expansions->add((folder / "r4-definitions-extra").string(), issues));
    EXPECT_TRUE(issues.empty());
  }
  std::shared_ptr<Packages> core = std::make_shared<Packages>();
  std::shared_ptr<Packages> expansions = std::make_shared<Packages>();
};

std::set<std::string> bound(const Packages& core, std::string_view strength) {
  std::set<std::string> value_sets;
  for (const std::string& url : core.urls("StructureDefinition")) {
    for (Element element : core.structure(url)->root().child("snapshot").children("element")) {
      const Element binding = element.child("binding");
      const std::string_view value_set = binding.child_value("valueSet");
      if (binding.child_value("strength") == strength && !value_set.empty()) value_sets.emplace(value_set);
    }
  }
  return value_sets;
}

void add_expansion(Element parent, std::set<Coding>& codings) {
  for (Element entry : parent.children("contains")) {
    if (!entry.child_value("code").empty()) codings.emplace(entry.child_value("system"), entry.child_value("code"));
    add_expansion(entry, codings);
  }
}

bool is_limited(Element expansion) {
  for (Element parameter : expansion.children("parameter")) {
    if (parameter.child_value("name") == "limitedExpansion") return true;
  }
  return !expansion.children("extension").empty();
}

// The codes of a system, without those that it calls deprecated or retired.
void add_codes(Element parent, std::vector<std::string_view>& codes) {
  for (Element item : parent.children("concept")) {
    bool current = true;
    for (Element property : item.children("property")) current = current && property.child_value("code") != "status";
    if (current) codes.push_back(item.child_value("code"));
    add_codes(item, codes);
  }
}

// "" when all agree; else the first code that does not.
std::string difference(const Terminology& terminology, const Suites& suites, const std::string& value_set, Element expansion) {
  std::set<Coding> in;
  add_expansion(expansion, in);
  std::set<std::string_view> systems;
  for (const auto& [system, code] : in) {
    systems.insert(system);
    if (terminology.contains(value_set, system, code) != Answer::yes) return "we miss " + std::string(system) + "#" + std::string(code);
  }
  if (is_limited(expansion)) return {};
  for (std::string_view system : systems) {
    const Tree* tree = suites.core->code_system(system);
    if (tree == nullptr) continue;
    std::vector<std::string_view> codes;
    add_codes(tree->root(), codes);
    for (std::string_view code : codes) {
      const bool ours = terminology.contains(value_set, system, code) == Answer::yes;
      if (ours != in.contains({system, code})) return "we have " + std::string(system) + "#" + std::string(code);
    }
  }
  return {};
}

void compare(const Suites& suites, const Terminology& terminology, std::string_view strength, const std::string& row) {
  std::size_t compared = 0;
  std::size_t equal = 0;
  std::map<std::string, std::size_t> foreign;  // what the value sets say of a code that nobody has
  for (const std::string& value_set : bound(*suites.core, strength)) {
    static constexpr const char* kAnswers[] = {"no", "yes", "unknown"};
    ++foreign[kAnswers[static_cast<std::size_t>(terminology.contains(value_set, "", "no-such-code"))]];
    const Tree* expanded = suites.expansions->value_set(value_set);
    if (expanded == nullptr || suites.core->value_set(value_set) == nullptr) continue;
    const std::string why = difference(terminology, suites, value_set, expanded->root().child("expansion"));
    ++compared;
    equal += why.empty();
    if (!why.empty()) std::printf("%s binding, %s: %s\n", std::string(strength).c_str(), value_set.c_str(), why.c_str());
  }
  std::printf("%s bindings: a code that nobody has is refused by %zu value sets, unknown to %zu, taken by %zu\n", std::string(strength).c_str(),
              foreign["no"], foreign["unknown"], foreign["yes"]);
  EXPECT_GT(compared, 50u);
  EXPECT_EQ(foreign["yes"], 0u);
  conformance::figure(row, equal, compared);
}

TEST(FhirTerminology, ExpandsTheValueSetsOfR4sBindingsAsHl7Does) {
  CASEWAY_SUITE(folder, "r4-definitions", "");
  const Suites suites(folder);
  const Terminology terminology(suites.core);
  compare(suites, terminology, "required", "R4 required bindings, our value sets and HL7's expansions code by code");
  compare(suites, terminology, "extensible", "R4 extensible bindings, our value sets and HL7's expansions code by code");
}

// With the expansions at hand every code of theirs is in its value set, whatever system it is from.
TEST(FhirTerminology, TakesEveryCodeThatAnExpansionLists) {
  CASEWAY_SUITE(folder, "r4-definitions", "");
  const Suites suites(folder);
  const Terminology terminology(suites.expansions);
  std::size_t codes = 0;
  for (const std::string& url : suites.expansions->urls("ValueSet")) {
    std::set<Coding> in;
    add_expansion(suites.expansions->value_set(url)->root().child("expansion"), in);
    for (const auto& [system, code] : in) EXPECT_EQ(terminology.contains(url, system, code), Answer::yes) << url << ' ' << system << '#' << code;
    codes += in.size();
  }
  EXPECT_GT(codes, 10'000u);
}

TEST(FhirPackages, HoldR4sDefinitionsInAFractionOfASecond) {
  CASEWAY_SUITE(folder, "r4-definitions", "r4-definitions");
  Packages packages;
  Issues issues;
  const double begin = cpu_milliseconds();
  ASSERT_TRUE(packages.add(folder.string(), issues));
  EXPECT_LT(cpu_milliseconds() - begin, 1'000) << "41 MB are looked through, not parsed";
  EXPECT_TRUE(packages.has_core());
  std::size_t definitions = 0;
  for (const auto* type : {"StructureDefinition", "ValueSet", "CodeSystem", "SearchParameter", "ConceptMap", "OperationDefinition"}) {
    for (const std::string& url : packages.urls(type)) definitions += packages.find(type, url) != nullptr;
  }
  EXPECT_GT(definitions, 4'500u);
  EXPECT_TRUE(packages.faults().empty());
}

}  // namespace
}  // namespace caseway::validation
