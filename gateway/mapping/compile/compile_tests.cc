// Conditions: tests on ours (`if:`, `where:`), in paths of ours or in FHIRPath.
#include <algorithm>

#include "fhir/model.h"
#include "fhirpath/fhirpath.h"
#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kLongest = 4000;  // characters of a test

bool has_variable(std::string_view text) {
  char quote = 0;
  for (const char c : text) {
    if (quote == 0 && c == '%') return true;
    if (quote == 0 && (c == '\'' || c == '"'))
      quote = c;
    else if (c == quote)
      quote = 0;
  }
  return false;
}

// A template's parameter `$who` is %who.
std::string plain(std::string_view variable) { return std::string(variable.substr(variable.starts_with('$') ? 1 : 0)); }

}  // namespace

OursTest Compiler::fhirpath_test(std::string_view text, Position at, const Scope& scope) {
  OursTest test;
  test.kind = OursTest::Kind::fhirpath;
  std::vector<std::string> names;
  std::vector<TypeId> types;
  for (const Scope* around = &scope; around != nullptr; around = around->outer)
    for (const auto& [name, variable] : around->variables) {
      if (std::find(names.begin(), names.end(), plain(name)) != names.end()) continue;  // an inner one hides it
      names.push_back(plain(name));
      types.push_back(plan_.variables[variable].type);
      if (text.find("%" + names.back()) != std::string_view::npos) test.names.emplace_back(names.back(), variable);
    }
  fhirpath::Error error;
  auto made = fhirpath::Expression::compile(text, fhir::find_type("Bundle"), error, names, types);
  if (!made) {
    fault(at, "`" + std::string(text) + "` is no FHIRPath: character " + std::to_string(error.at + 1) + ": " + error.text);
    return test;
  }
  test.expression = std::make_shared<const fhirpath::Expression>(std::move(*made));
  return test;
}

// `a.b = 'v' and c exists`, `not c exists`, `a.b != 'v'`; with a % outside quotes it is FHIRPath.
OursTest Compiler::ours_test(std::string_view text, Position at, const Scope& scope) {
  if (text.size() > kLongest) {
    fault(at, "a test has " + std::to_string(kLongest) + " characters at most");
    return {};
  }
  if (has_variable(text)) return fhirpath_test(text, at, scope);
  for (const auto& [word, kind] :
       {std::pair{std::string_view(" or "), OursTest::Kind::any}, std::pair{std::string_view(" and "), OursTest::Kind::all}}) {
    const auto parts = split_outside_brackets(text, word);
    if (parts.size() < 2) continue;
    OursTest test;
    test.kind = kind;
    for (const auto part : parts) test.parts.push_back(ours_test(part, at, scope));
    return test;
  }
  return ours_term(trimmed(text), at, scope);
}

OursTest Compiler::ours_term(std::string_view text, Position at, const Scope& scope) {
  OursTest test;
  if (text.starts_with("not ")) {
    test.kind = OursTest::Kind::none;
    test.parts.push_back(ours_term(trimmed(text.substr(4)), at, scope));
    return test;
  }
  if (text.ends_with(" exists")) {
    test.kind = OursTest::Kind::exists;
    test.path = ours_path(text.substr(0, text.size() - 7), at, scope);
    return test;
  }
  const auto parts = split_outside_brackets(text, "=");
  if (parts.size() != 2) {
    fault(at, "`" + std::string(text) +
                  "` is no test; write VARIABLE.path = 'value', VARIABLE.path exists, or FHIRPath with a % before each variable, as in "
                  "\"%task.status.exists()\"");
    return test;
  }
  const bool differs = parts[0].ends_with("!");
  test.kind = OursTest::Kind::equals;
  test.path = ours_path(differs ? parts[0].substr(0, parts[0].size() - 1) : parts[0], at, scope);
  test.value = unquoted(parts[1]);
  if (test.path.variable != kNone) check_code(test.path, test.value, at);
  if (!differs) return test;
  OursTest not_it;
  not_it.kind = OursTest::Kind::none;
  not_it.parts.push_back(std::move(test));
  return not_it;
}

// { id, check, says } of xml and json: a test on ours.
void Compiler::read_our_rule(const ConfigNode& node) {
  if (!known_keys(node, {"id", "check", "says", "severity", "only"}, "a rule of xml or json")) return;
  OursRule rule;
  rule.id = node.text("id");
  rule.says = node.text("says");
  rule.ways = way(node, "only", Way::both);
  rule.severity = rule_severity(node, rule.id, rule.says);
  const auto* check = node.find("check");
  if (check == nullptr) return fault(node.at, "a rule of xml or json has `check`, a test on ours as in `if`");
  rule.test = ours_test(check->scalar, check->at, document_);
  plan_.our_rules.push_back(std::move(rule));
}

}  // namespace caseway::mapping
