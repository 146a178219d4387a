// Tests on ours (`if:`, `where:`), asked of a document.
#include <algorithm>

#include "fhirpath/fhirpath.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

bool Finding::holds(const OursTest& test) {
  switch (test.kind) {
    case OursTest::Kind::always:
      return true;
    case OursTest::Kind::all:
      return std::all_of(test.parts.begin(), test.parts.end(), [&](const OursTest& part) { return holds(part); });
    case OursTest::Kind::any:
      return std::any_of(test.parts.begin(), test.parts.end(), [&](const OursTest& part) { return holds(part); });
    case OursTest::Kind::none:
      return !holds(test.parts.front());
    case OursTest::Kind::exists:
      return static_cast<bool>(at(test.path));
    case OursTest::Kind::equals:
      for (const auto& found : all(test.path))
        if (found.element.value() == test.value) return true;
      return false;
    case OursTest::Kind::fhirpath:
      return holds_fhirpath(test);
  }
  return false;
}

// A variable that is nothing is an empty collection.
bool Finding::holds_fhirpath(const OursTest& test) {
  fhirpath::Environment environment;
  environment.resources = &resources_;
  environment.now = context_.now;
  for (const auto& [name, variable] : test.names) {
    auto& items = environment.variables[name];
    if (bound_[variable]) items.emplace_back(bound_[variable]);
  }
  try {
    return test.expression->test(tree_->root(), environment);
  } catch (const fhirpath::EvaluationError&) {
    return false;  // several where the test expects one: it does not hold of this document
  }
}

}  // namespace caseway::mapping
