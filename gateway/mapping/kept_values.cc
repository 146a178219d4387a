#include "mapping/kept_values.h"

#include <algorithm>

namespace caseway::mapping {

namespace {

constexpr std::size_t kPlacesNamed = 10;

// "`colour` (3), `note`"
std::string spelled(const std::map<std::string, std::size_t>& places) {
  std::string text;
  std::size_t named = 0;
  for (const auto& [place, count] : places) {
    if (named++ == kPlacesNamed) return text + ", ...";
    text += (text.empty() ? "`" : ", `") + place + "`" + (count > 1 ? " (" + std::to_string(count) + ")" : "");
  }
  return text;
}

}  // namespace

void KeptValues::add(const std::vector<Kept>& kept) {
  for (const auto& each : kept) {
    auto& named = named_[each.anchor];
    const auto [at, fresh] = named.at.try_emplace(each.path, named.values.size());
    if (fresh)
      named.values.push_back({each.path, each.value});
    else if (named.values[at->second].value != each.value)
      named.values[at->second].ambiguous = true;
  }
}

KeptValues::Values* KeptValues::of(std::string_view name) {
  const auto found = named_.find(name);
  if (found == named_.end()) return nullptr;
  asked_.emplace_back(name);
  return &found->second.values;
}

const KeptValues::Value* KeptValues::take(std::string_view name, std::string_view path) {
  const auto found = named_.find(name);
  if (found == named_.end()) return nullptr;
  const auto at = found->second.at.find(std::string(path));
  if (at == found->second.at.end()) return nullptr;
  auto& value = found->second.values[at->second];
  if (value.ambiguous) return nullptr;
  asked_.emplace_back(name);
  value.given = true;
  return &value;
}

void KeptValues::forget_given() {
  for (const auto& name : asked_) {
    const auto found = named_.find(name);
    if (found == named_.end()) continue;
    auto& named = found->second;
    std::erase_if(named.values, [](const Value& value) { return value.given; });
    named.at.clear();
    for (std::size_t i = 0; i < named.values.size(); ++i) named.at.emplace(named.values[i].path, i);
    if (named.values.empty()) named_.erase(found);
  }
  asked_.clear();
}

void KeptValues::tell_left(Issues& issues) const {
  std::map<std::string, std::size_t> orphaned, ambiguous;
  for (const auto& [name, named] : named_)
    for (const auto& value : named.values) ++(value.ambiguous ? ambiguous : orphaned)[value.path];
  if (!orphaned.empty())
    issues.add(Severity::warning, "carry.orphaned", {},
               "what was kept of these places was not written, because what it belonged to is not in this result: " + spelled(orphaned));
  if (!ambiguous.empty())
    issues.add(Severity::warning, "carry.ambiguous", {},
               "what was kept of these places was not written, because it stood in rows or elements that cannot be told apart: " +
                   spelled(ambiguous) + "; `key` of their group in the mapping says what names one");
}

}  // namespace caseway::mapping
