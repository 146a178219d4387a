#include "mapping/tree/place_text.h"

#include "fhir/model.h"
#include "fhir/path_step.h"

namespace caseway::mapping {

namespace {

// Of two places: how many names they begin with alike; all of both count one more.
std::size_t steps_in_common(std::string_view one, std::string_view other) {
  std::size_t steps = 0;
  for (std::size_t i = 0;; ++i) {
    const bool ends = i == one.size() || one[i] == '.';
    if (ends != (i == other.size() || other[i] == '.')) return steps;
    if (ends) ++steps;
    if (i == one.size() || i == other.size()) return steps + (one.size() == other.size() ? 1 : 0);
    if (one[i] != other[i]) return steps;
  }
}

}  // namespace

std::string place_text(const Plan& plan, const OursPath& path) {
  std::string steps;
  for (auto at = path.slot; at != kNone; at = plan.slot(path.variable, at).parent)
    steps.insert(0, "." + std::string(fhir::path_step(plan.slot(path.variable, at).def)));
  const auto& variable = plan.variables[path.variable];
  if (variable.resource || variable.at.variable == kNone) return std::string(fhir::type(variable.type).name) + steps;
  return place_text(plan, variable.at) + steps;
}

Index column_for(const Plan& plan, std::string_view place) {
  constexpr std::size_t kNear = 2;
  std::size_t nearest = kNear;
  Index column = kNone;
  bool several = false;
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields) {
      if (field.kind != FieldKind::relation || field.columns.empty() || !has(field.ways, Way::receiving)) continue;
      for (const auto& ours : field.ours) {
        const auto steps = steps_in_common(place_text(plan, ours), place);
        if (steps < nearest) continue;
        several = steps == nearest && column != kNone && (several || column != field.columns.front());
        nearest = steps;
        column = field.columns.front();
      }
    }
  return several ? kNone : column;
}

}  // namespace caseway::mapping
