#include "exchange/journey.h"

#include <algorithm>

namespace caseway::exchange {
namespace {

bool arrived(Fate fate) { return fate == Fate::copied || fate == Fate::converted; }

std::string reason_of(Fate fate, const std::string& receiver) {
  switch (fate) {
    case Fate::withheld:
      return "the policy for " + receiver + " does not let it pass";
    case Fate::no_room:
      return "the format of " + receiver + " has no place for it";
    case Fate::kept:
      return "no place in the canonical document; kept for the way back";
    case Fate::ignored:
      return "a rule of the mapping says why";
    case Fate::undecided:
      return "nobody decided yet";
    default:
      return {};
  }
}

// What became of each node of the canonical tree on its way through policy and writing.
class Canonical {
 public:
  Canonical(const Hops& hops, Detail detail) : hops_(hops) {
    if (detail == Detail::values) paths_ = hops.document.tree.paths();
    const auto nodes = hops.document.tree.size();
    fates_.assign(nodes, Fate::none);
    view_node_.assign(nodes, Ledger::kNoTarget);
    policy_rule_.assign(nodes, 0);
    write_link_.assign(hops.view.tree.size(), nullptr);
    for (const auto& link : hops.view.ledger.links()) {
      if (link.leaf >= nodes) continue;
      if (link.target < hops.view.tree.size() && arrived(hops.view.ledger.fate(link.leaf))) view_node_[link.leaf] = link.target;
      policy_rule_[link.leaf] = link.rule;
    }
    for (const auto& link : hops.written.links())
      if (link.leaf < write_link_.size() && !write_link_[link.leaf]) write_link_[link.leaf] = &link;
    arrived_before_.assign(nodes + 1, 0);
    withheld_before_.assign(nodes + 1, 0);
    for (std::uint32_t n = 0; n < nodes; ++n) {
      fates_[n] = leaf_fate(n);
      arrived_before_[n + 1] = arrived_before_[n] + (arrived(fates_[n]) ? 1 : 0);
      withheld_before_[n + 1] = withheld_before_[n] + (fates_[n] == Fate::withheld ? 1 : 0);
    }
  }

  // Of a leaf: its fate. Of an element with children: converted when anything in it arrived, else what kept it away.
  Fate fate(std::uint32_t n) const {
    if (fates_[n] != Fate::none) return fates_[n];
    const auto end = hops_.document.tree.node(n).end;
    if (arrived_before_[end] > arrived_before_[n]) return Fate::converted;
    return withheld_before_[end] > withheld_before_[n] ? Fate::withheld : Fate::no_room;
  }
  std::size_t size() const { return fates_.size(); }
  bool is_leaf(std::uint32_t n) const { return fates_[n] != Fate::none; }

  // Where it went in the receiver's words, or the FHIRPath at which it stopped; and the rule that decided.
  void tell(std::uint32_t n, Value& value) const {
    const auto view = view_node_[n];
    const auto* link = view == Ledger::kNoTarget ? nullptr : write_link_[view];
    if (link && link->target != Ledger::kNoTarget) {
      value.to = hops_.written.target_text(link->target);
    } else {
      value.to = paths_[n];
    }
    if (link && link->rule)
      value.rule = hops_.written.rule_text(link->rule);
    else if (policy_rule_[n])
      value.rule = hops_.view.ledger.rule_text(policy_rule_[n]);
  }

 private:
  Fate leaf_fate(std::uint32_t n) const {
    const auto& policy = hops_.view.ledger;
    const auto said = n < policy.size() ? policy.fate(n) : Fate::none;
    if (!arrived(said)) return said;
    const auto view = view_node_[n];
    if (view == Ledger::kNoTarget || view >= hops_.written.size()) return Fate::no_room;
    const auto wrote = hops_.written.fate(view);
    return wrote == Fate::none ? Fate::none : std::max(said, wrote);
  }

  const Hops& hops_;
  std::vector<std::string> paths_;  // Detail::values only
  std::vector<Fate> fates_;
  std::vector<std::uint32_t> view_node_;
  std::vector<std::uint32_t> policy_rule_;
  std::vector<const Ledger::Link*> write_link_;
  std::vector<std::uint32_t> arrived_before_, withheld_before_;
};

// The links of each leaf as one sorted run, without sorting when they already are in order (the usual case).
std::vector<Ledger::Link> by_leaf(const Ledger& ledger) {
  auto links = ledger.links();
  const auto less = [](const Ledger::Link& a, const Ledger::Link& b) { return a.leaf < b.leaf; };
  if (!std::is_sorted(links.begin(), links.end(), less)) std::stable_sort(links.begin(), links.end(), less);
  return links;
}

void tell_value(const Ledger& read, std::uint32_t leaf, Fate fate, Value value, Journey& journey) {
  value.fate = fate;
  if (const auto* place = read.place(leaf)) value.place = *place;
  value.reason = reason_of(fate, journey.receiver_name);
  journey.values.push_back(std::move(value));
}

}  // namespace

void compose(const Hops& hops, Detail detail, Journey& journey) {
  const Canonical canonical(hops, detail);
  const auto& read = hops.document.ledger;
  const auto links = by_leaf(read);
  std::vector<bool> sourced(canonical.size(), false);
  std::size_t at = 0;
  for (std::uint32_t leaf = 0; leaf < read.size(); ++leaf) {
    const auto said = read.fate(leaf);
    Fate fate = said;
    const Ledger::Link* worst = nullptr;
    for (; at < links.size() && links[at].leaf <= leaf; ++at) {
      const auto& link = links[at];
      if (link.leaf != leaf) continue;
      if (!worst) worst = &link;
      if (link.target >= canonical.size()) continue;
      sourced[link.target] = true;
      if (!arrived(said)) continue;
      if (const auto there = canonical.fate(link.target); there > fate || worst->target == Ledger::kNoTarget) {
        fate = std::max(fate, there);
        worst = &link;
      }
    }
    if (fate == Fate::none) continue;
    ++journey.total[fate];
    if (detail != Detail::values || fate == Fate::structural) continue;
    Value value;
    if (worst) {
      if (worst->target < canonical.size()) canonical.tell(worst->target, value);
      if (value.rule.empty() && worst->rule) value.rule = read.rule_text(worst->rule);
    }
    tell_value(read, leaf, fate, std::move(value), journey);
  }
  for (std::uint32_t n = 0; n < canonical.size(); ++n)
    if (canonical.is_leaf(n) && !sourced[n] && arrived(canonical.fate(n))) ++journey.total.added;
  journey.total.added += hops.written.counts().added;
}

void compose_rest(const Ledger& rest, Detail detail, Journey& journey) {
  for (std::uint32_t leaf = 0; leaf < rest.size(); ++leaf) {
    const auto fate = rest.fate(leaf);
    if (fate == Fate::none) continue;
    ++journey.total[fate];
    if (detail == Detail::values && fate != Fate::structural) tell_value(rest, leaf, fate, {}, journey);
  }
}

void compose_nothing(Journey& journey) {
  journey.total = journey.hops.empty() ? Counts{} : journey.hops.front().counts;
  for (const auto fate : {Fate::copied, Fate::converted}) {
    journey.total[Fate::undecided] += journey.total[fate];
    journey.total[fate] = 0;
  }
  journey.total.added = 0;
}

Journey journey_in_slices(const Request& request, const Slicing& slicing, host::SlicedResult sliced) {
  Journey journey;
  journey.from = slicing.from;
  journey.to = slicing.to;
  journey.receiver_name = slicing.receiver_name;
  journey.test = true;
  journey.what = slicing.what;
  journey.document = request.kind.empty() ? sliced.streamed.kind : request.kind;
  journey.crashed = sliced.crashed;
  journey.issues = std::move(sliced.streamed.issues);
  journey.total = sliced.streamed.total;
  journey.hops.push_back({"read", sliced.streamed.read});
  if (!sliced.streamed.good) return journey;
  Counts passed;  // every canonical value, whatever writing then makes of it
  passed[Fate::copied] = sliced.streamed.written.total();
  journey.hops.push_back({"policy", passed});
  journey.hops.push_back({"write", sliced.streamed.written});
  journey.result_bytes = sliced.bytes;
  journey.parts.push_back({"", slicing.media_type, ""});
  return journey;
}

}  // namespace caseway::exchange
