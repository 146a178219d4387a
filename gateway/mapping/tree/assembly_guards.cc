// A field with `if` says of a document what its test allows. What was read against it is told: it would not be written again.
#include "mapping/tree/assembly.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

namespace {

void add_variables(const OursTest& test, std::vector<Index>& variables) {
  for (const auto& part : test.parts) add_variables(part, variables);
  for (const auto& [name, variable] : test.names) variables.push_back(variable);
  if (test.kind == OursTest::Kind::equals || test.kind == OursTest::Kind::exists) variables.push_back(test.path.variable);
}

}  // namespace

void Assembly::guard(const OursTest& test, Place place) {
  Guard guard{&test, std::move(place), {}};
  std::vector<Index> variables;
  add_variables(test, variables);
  for (const auto variable : variables) guard.bound.emplace_back(variable, current_[variable]);
  guards_.push_back(std::move(guard));
}

void Assembly::find_guarded() {
  for (auto& guard : guards_)
    for (auto& [variable, bound] : guard.bound) bound = bound == kNone ? Draft::kNone : made(bound);
}

void Assembly::ask_guards(const Tree& tree, const std::vector<std::uint32_t>& node_of) {
  if (guards_.empty()) return;
  Finding finding(plan_, context_);
  finding.begin(tree);
  for (const auto& guard : guards_) {
    for (const auto& [variable, bound] : guard.bound) {
      const auto node = bound == Draft::kNone ? Draft::kNone : node_of[bound];
      finding.bind(variable, node == Draft::kNone ? Element() : tree.at(node));
    }
    if (!finding.holds(*guard.test))
      context_.issues->add(Severity::warning, "mapping.guard.unmet", guard.place,
                           "this value is carried, but what else was read does not meet the `if` of its field; it would not be written back here");
  }
}

}  // namespace caseway::mapping
