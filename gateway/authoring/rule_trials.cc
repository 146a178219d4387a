#include "authoring/rule_trials.h"

#include <algorithm>
#include <memory>

#include "authoring/rule_values.h"
#include "mapping/rules.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::uint32_t kTrials = 20000;              // rows, where none breaks the rule or none keeps it
constexpr std::uint32_t kMostRows = 4;                // that lead to one row
constexpr std::string_view kForeign = "in no table";  // a rule may be there for it
constexpr std::string_view kToday = "2026-01-01T00:00:00Z";

// A row and those around it, another world at each trial: every row leads somewhere, and up to three rows lead to it.
class TrialRows final : public TheirRows {
 public:
  TrialRows(const Plan& plan, const Rule& rule) : said_(plan.columns.size()) {
    const RuleValues values(plan, rule);
    for (const auto& node : rule.nodes)
      if (node.column != kNone && said_[node.column].any.empty()) {
        said_[node.column] = values.of(node.column);
        if (said_[node.column].closed) said_[node.column].any.emplace_back(kForeign);
      }
    for (Row row = 1; row <= kMostRows; ++row) leading_.push_back(row);
    first_.push_back(0);
    first_.insert(first_.end(), leading_.begin(), leading_.end());
  }
  void next() { ++trial_; }

  TheirRows::Said cell(Index column, Row row) const override {
    const auto& said = said_[column];
    if (said.any.empty()) return {};
    const auto draw = chance(column, row);
    const auto turn = trial_ % 3;  // what the rule names, anything, or now this and now that
    const auto& from = turn == 0 || (turn == 1 && (draw & 1u) != 0) ? said.asked : said.any;
    return {from[(draw >> 1) % from.size()]};
  }
  Row led_to(Index link, Row from) const override { return (from + 1) * kFar + link; }
  std::span<const Row> leading_to(Index link, Row to) const override {
    const auto& rows = link == kNone ? first_ : leading_;
    return std::span(rows).first((link == kNone ? 1 : 0) + chance(link, to) % kMostRows);
  }
  Place place(Row, Index, std::span<const Index>) const override { return {}; }

 private:
  static constexpr Row kFar = 64;  // links are fewer in any rule
  // Numbers that look random and are the same each time.
  std::uint64_t chance(Index column, Row row) const {
    auto x = (static_cast<std::uint64_t>(trial_) << 40) ^ (static_cast<std::uint64_t>(column) << 20) ^ row;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
  }
  std::vector<RuleValues::OfColumn> said_;  // by column
  std::vector<Row> leading_, first_;
  std::uint32_t trial_ = 1;
};

// Whether it is kept by some row, and broken by some.
std::pair<bool, bool> tried(const Plan& plan, const Rule& rule) {
  auto rules = std::make_shared<Rules>();
  rules->all = {rule};
  rules->senses = plan.rules->senses;
  auto alone = plan;
  alone.rules = rules;
  Context context;
  context.now = kToday;
  TrialRows rows(plan, rule);
  bool kept = false;
  bool broken = false;
  for (std::uint32_t i = 0; i < kTrials && !(kept && broken); ++i, rows.next()) {
    Issues issues;
    context.issues = &issues;
    RuleCheck check(alone, context, has(rule.ways, Way::receiving) ? Way::receiving : Way::sending);
    rule.of_document ? check.document(rows) : check.row(rows, rule.table, 0);
    (issues.all().empty() ? kept : broken) = true;
  }
  return {kept, broken};
}

}  // namespace

std::vector<IdleRule> idle_rules(const Plan& plan) {
  std::vector<IdleRule> made;
  if (plan.rules == nullptr) return made;
  for (const auto& rule : plan.rules->all) {
    if (rule.nodes.empty()) continue;  // unique columns: two rows keep it or break it as they like
    const auto [kept, broken] = tried(plan, rule);
    if (!kept || !broken) made.push_back({rule.id, !kept, rule.severity == Severity::error});
  }
  return made;
}

}  // namespace caseway::authoring
