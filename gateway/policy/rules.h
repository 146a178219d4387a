// A compiled policy.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhirpath/fhirpath.h"
#include "policy/path.h"

namespace caseway::policy {

enum class Action : std::uint8_t { allow, generalise, deny };  // by strength

// How much a path that allows covers below it.
enum class Reach : std::uint8_t {
  listed,     // no free text, no extensions but those of the policy
  free_text,  // free text too
  everything  // extensions and contained resources too
};

// What stands in place of a particular value.
struct General {
  std::string text;
  std::string system;
  std::string code;
};

// Element paths with the values that must be there, all of them, or a FHIRPath expression that must be true.
struct Condition {
  std::vector<Test> tests;
  std::optional<fhirpath::Expression> expression;
  bool given() const { return expression || !tests.empty(); }
  std::optional<bool> holds(Element resource) const;  // nothing when the expression cannot say (fhirpath::EvaluationError)
};

// What must be so of a document and a resource for a rule to be about it.
struct Conditions {
  std::vector<std::string> documents;  // kinds; empty: all
  Condition when;
  Condition unless;
  // in_doubt: what to take for true when an expression cannot say; a rule that allows is then not about the resource, one that denies is.
  bool hold(std::string_view document, Element resource, bool in_doubt) const;
};

struct Rule {
  Action action;
  Reach reach;
  std::uint32_t conditions;  // index into Rules::conditions
  std::uint32_t text;        // index into Rules::texts
  Path path;                 // no steps: the whole resource
  General to;                // generalise
};

struct Rules {
  std::string name;
  bool passes_all = false;  // allow_all()
  bool replaces_ids = false;
  bool references_outside = false;
  std::set<std::string, std::less<>> extensions;  // urls
  std::set<std::string, std::less<>> labels;      // codes of meta.security
  std::vector<Conditions> conditions;
  std::unordered_map<TypeId, std::vector<Rule>> rules;  // by resource type
  std::vector<std::string> texts;                       // what a report says of a rule; the first: no rule allows it
};

}  // namespace caseway::policy
