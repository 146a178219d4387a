#include "mapping/our_rules.h"

#include <algorithm>

namespace caseway::mapping {

bool keeps_rules(const Plan& plan, const Context& context, Finding& finding, Way way, const Place& place) {
  const auto told = context.settings.find("rules");
  const std::string_view setting = told == context.settings.end() ? std::string_view() : told->second;
  if (setting == "off") return true;
  bool kept = true;
  for (const auto& rule : plan.our_rules) {
    if (!has(rule.ways, way) || finding.holds(rule.test)) continue;
    const auto severity = setting == "warn" ? std::max(rule.severity, Severity::warning) : rule.severity;
    context.issues->add(severity, rule.id, place, rule.says);
    kept = kept && severity != Severity::error;
  }
  return kept;
}

}  // namespace caseway::mapping
