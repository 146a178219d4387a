#include "mapping/validity.h"

#include <algorithm>
#include <set>

#include "mapping/plan.h"

namespace caseway::mapping {

bool Validity::covers(std::string_view day) const {
  if (!limited()) return true;
  if (day.size() < 4) return false;
  constexpr std::string_view kFirst = "0000-01-01";
  constexpr std::string_view kLast = "0000-12-31";
  day = day.substr(0, kFirst.size());
  const auto first = std::string(day).append(kFirst.substr(day.size()));
  const auto last = std::string(day).append(kLast.substr(day.size()));
  return (from.empty() || from <= first) && (until.empty() || last <= until);
}

bool Validity::apart(const Validity& other) const {
  const auto before = [](const Validity& a, const Validity& b) { return !a.until.empty() && !b.from.empty() && a.until < b.from; };
  return before(*this, other) || before(other, *this);
}

std::string Validity::spelled() const {
  return (from.empty() ? std::string() : "from " + from) + (from.empty() || until.empty() ? "" : " ") + (until.empty() ? "" : "until " + until);
}

namespace {

template <class Plan, class Act>
void each_validity(Plan& plan, const Act& act) {
  act(plan.valid);
  for (auto& block : plan.blocks)
    for (auto& field : block.fields) act(field.valid);
  for (auto& table : plan.tables)
    for (auto& row : table.rows) act(row.valid);
}

}  // namespace

std::vector<std::string> days_of(const Plan& plan) {
  std::set<std::string> named;
  each_validity(plan, [&](const Validity& valid) {
    for (const auto& end : {valid.from, valid.until})
      if (!end.empty()) named.insert(end);
  });
  std::vector<std::string> ends(named.begin(), named.end());
  for (const char* end : {"0001-01-01", "9999-12-31"}) ends.emplace_back(end);  // before and after them all
  std::set<std::vector<bool>> seen;
  std::vector<std::string> days;
  for (const auto& day : ends) {
    if (!plan.valid.covers(day)) continue;
    std::vector<bool> covered;
    each_validity(plan, [&](const Validity& valid) { covered.push_back(valid.covers(day)); });
    if (seen.insert(std::move(covered)).second) days.push_back(day);
  }
  return days;
}

Plan on_day(const Plan& plan, std::string_view day) {
  Plan made = plan;
  for (auto& block : made.blocks) std::erase_if(block.fields, [&](const Field& field) { return !field.valid.covers(day); });
  for (auto& table : made.tables) {
    const auto gone = [&](Index row) { return !table.rows[row].valid.covers(day); };
    std::erase_if(table.by_theirs, gone);
    std::erase_if(table.by_ours, gone);
    for (auto& row : table.rows)
      if (!row.valid.covers(day)) row.only = Way::neither;
  }
  each_validity(made, [](Validity& valid) { valid = {}; });
  made.day = plan.dated ? day : std::string_view();
  return made;
}

}  // namespace caseway::mapping
