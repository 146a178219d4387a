#include "mapping/markup/siblings.h"

namespace caseway::mapping {

Siblings::Siblings(const XmlOut& out, Id parent) {
  for (const auto child : out.children(parent)) {
    const auto [at, first] = only_.try_emplace(out.name(child), child);
    if (!first) at->second = XmlOut::kNo;
    last_[out.name(child)] = child;
    ranks_.emplace(child, ranks_.size() + 1);
    end_ = child;
  }
}

Siblings::Id Siblings::only(std::string_view name) const {
  const auto found = only_.find(name);
  return found == only_.end() ? XmlOut::kNo : found->second;
}

Siblings::Id Siblings::behind(std::string_view name) const {
  if (name == ".") return XmlOut::kNo;
  const auto found = last_.find(name);
  return found == last_.end() ? end_ : found->second;
}

// What comes later stood later, so of its name it is the last unless one that was written stands behind it.
void Siblings::insert(Id made, std::string_view name, Id behind) {
  const auto where = rank(behind);
  ranks_.emplace(made, where);
  const auto [at, first] = last_.try_emplace(name, made);
  if (!first && rank(at->second) <= where) at->second = made;
  if (end_ == behind) end_ = made;
}

}  // namespace caseway::mapping
