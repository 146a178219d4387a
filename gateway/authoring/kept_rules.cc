#include "authoring/kept_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "authoring/rule_values.h"
#include "authoring/their_places.h"
#include "mapping/through.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::size_t kCells = 60000;  // looked at, in all rounds together

class Mending {
 public:
  explicit Mending(const Mapping& mapping) : mapping_(mapping), plan_(mapping.plan()) {
    for (const auto& link : plan_.links) fixed_.insert(link.columns.begin(), link.columns.end());
    for (Index i = 0; i < plan_.columns.size(); ++i)
      if (i == plan_.key || plan_.columns[i].key) fixed_.insert(i);
  }

  std::vector<Part> run(std::vector<Part> x) {
    const auto rounds = kCells / std::max<std::size_t>(1, places_of(plan_, x).size());
    for (std::uint32_t round = 1; round <= rounds; ++round) {
      const auto broken = broken_rules(x);
      if (broken.empty()) break;
      auto places = places_of(plan_, x);
      for (const auto& [rule, row] : broken) change(*rule, row, round, places);
      x = with_values(plan_, x, places);
    }
    return x;
  }

 private:
  // The rules that x breaks, each with the row that does: the place of its issue up to the columns.
  std::set<std::pair<const Rule*, std::string>> broken_rules(const std::vector<Part>& x) const {
    std::set<std::pair<const Rule*, std::string>> made;
    Issues issues;
    Context context;
    context.limits = Limits::batch();
    context.now = "2026-01-01T00:00:00Z";
    context.settings["rules"] = "warn";
    context.issues = &issues;
    Payload payload(x);
    Documents unused;
    mapping_.read(context, payload, unused);
    for (const auto& issue : issues.all())
      for (const auto& rule : plan_.rules->all)
        if (rule.id == issue.id && rule.severity == Severity::error && issue.place.path.ends_with(columns_text(plan_, rule.columns)))
          made.emplace(&rule, issue.place.path.substr(0, issue.place.path.find(", column")));
    return made;
  }

  // Another value in one of the rule's columns, another column and value in each round; where it asks nothing of the row itself, in the rows
  // that it counts.
  void change(const Rule& rule, const std::string& row, std::uint32_t round, std::vector<TheirPlace>& places) {
    std::set<Index> columns(rule.columns.begin(), rule.columns.end());
    for (const auto& node : rule.nodes)
      if (rule.columns.empty()) columns.insert(node.column);
    std::vector<TheirPlace*> cells;
    for (auto& place : places)
      if (columns.contains(place.column) && place.column != kNone && !fixed_.contains(place.column) &&
          (rule.columns.empty() || place.place.starts_with(row + ", column")))
        cells.push_back(&place);
    if (cells.empty()) return;
    auto& cell = *cells[round % cells.size()];
    const auto values = RuleValues(plan_, rule).of(cell.column);
    const auto& from = round % 2 == 0 ? values.asked : values.any;
    cell.value = from[(++turns_ * 7919u) % from.size()];
  }

  const Mapping& mapping_;
  const Plan& plan_;
  std::set<Index> fixed_;
  std::uint32_t turns_ = 0;
};

}  // namespace

std::vector<Part> keeping_rules(const Mapping& mapping, std::vector<Part> x) {
  if (mapping.plan().rules == nullptr || mapping.plan().rules->all.empty()) return x;
  return Mending(mapping).run(std::move(x));
}

}  // namespace caseway::authoring
