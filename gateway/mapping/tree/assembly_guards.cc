// A field, a group or an alternative with `if` says of a document what its test allows. What was read against it is told: it would not be written
// again.
#include <algorithm>

#include "mapping/tree/assembly.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

namespace {

void add_variables(const OursTest& test, std::vector<Index>& variables) {
  for (const auto& part : test.parts) add_variables(part, variables);
  for (const auto& [name, variable] : test.names) variables.push_back(variable);
  if (test.kind == OursTest::Kind::equals || test.kind == OursTest::Kind::exists) variables.push_back(test.path.variable);
}

bool share_a_place(const Block& one, const Block& other) {
  for (const auto& a : one.fields)
    for (const auto& b : other.fields)
      for (const auto& place : a.ours)
        for (const auto& same : b.ours)
          if (has(a.ways, Way::sending) && place.variable == same.variable && place.slot == same.slot) return true;
  return false;
}

}  // namespace

bool Assembly::asks(const OursTest& test, Index block) const {
  if (test.kind == OursTest::Kind::always) return false;
  const auto& fields = plan_.blocks[block].fields;
  return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
    const bool carries =
        field.kind == FieldKind::relation || field.kind == FieldKind::group || field.kind == FieldKind::choose || field.kind == FieldKind::call;
    return carries && field.ways == Way::both;
  });
}

// Another alternative that says the same of ours writes it as well.
void Assembly::guard(const Field& choose, const Alternative& taken, Place place) {
  if (!asks(taken.if_, taken.block)) return;
  std::vector<const OursTest*> tests;
  for (const auto& other : choose.alternatives) {
    if (&other != &taken && !share_a_place(plan_.blocks[other.block], plan_.blocks[taken.block])) continue;
    if (other.if_.kind == OursTest::Kind::always) return;
    tests.push_back(&other.if_);
  }
  guard_any(std::move(tests), std::move(place));
}

void Assembly::guard_any(std::vector<const OursTest*> tests, Place place) {
  Guard guard{std::move(tests), std::move(place), {}};
  std::vector<Index> variables;
  for (const auto* test : guard.tests) add_variables(*test, variables);
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
    if (std::none_of(guard.tests.begin(), guard.tests.end(), [&](const OursTest* test) { return finding.holds(*test); }))
      context_.issues->add(
          Severity::warning, "mapping.guard.unmet", guard.place,
          "this value is carried, but what else was read does not meet the `if` that it stands under; it would not be written back here");
  }
}

}  // namespace caseway::mapping
