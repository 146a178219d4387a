// A compiled policy.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// What must be so of a document and a resource for a rule to be about it.
struct Conditions {
  std::vector<std::string> documents;  // kinds; empty: all
  std::vector<Test> when;
  std::vector<Test> unless;
  bool hold(std::string_view document, Element resource) const;
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
