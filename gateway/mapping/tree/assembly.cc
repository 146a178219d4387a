#include "mapping/tree/assembly.h"

#include <algorithm>

#include "fhir/model.h"

namespace caseway::mapping {

const BundleParts& bundle_parts() {
  static const BundleParts parts = [] {
    BundleParts made;
    made.bundle = fhir::find_type("Bundle");
    made.composition = fhir::find_type("Composition");
    made.narrative = fhir::find_type("Narrative");
    made.type = fhir::find_element(made.bundle, "type");
    made.timestamp = fhir::find_element(made.bundle, "timestamp");
    made.identifier = fhir::find_element(made.bundle, "identifier");
    made.identifier_system = fhir::find_element(fhir::element(made.identifier).type, "system");
    made.identifier_value = fhir::find_element(fhir::element(made.identifier).type, "value");
    made.entry = fhir::find_element(made.bundle, "entry");
    made.entry_type = fhir::element(made.entry).type;
    made.full_url = fhir::find_element(made.entry_type, "fullUrl");
    made.resource = fhir::find_element(made.entry_type, "resource");
    made.narrative_status = fhir::find_element(made.narrative, "status");
    made.reference = fhir::find_element(fhir::find_type("Reference"), "reference");
    return made;
  }();
  return parts;
}

Assembly::Assembly(const Plan& plan, const Context& context)
    : plan_(plan),
      context_(context),
      current_(plan.variables.size(), kNone),
      counts_(plan.variables.size(), 0),
      ids_(context.id_seed + "\n" + plan.name) {}

void Assembly::forget_document() {
  ledger_ = Ledger("read");
  std::fill(current_.begin(), current_.end(), kNone);
  std::fill(counts_.begin(), counts_.end(), 0);
  instances_.clear();
  pending_.clear();
  fixed_.clear();
  guards_.clear();
  day_.clear();
  same_.clear();
  labels_.clear();
  residual_.clear();
  rules_.clear();
  met_again_ = false;
}

Index Assembly::open(Index variable) {
  const auto& what = plan_.variables[variable];
  const auto index = static_cast<Index>(instances_.size());
  const auto owner = what.resource ? kNone : current_[what.at.variable];
  instances_.push_back({variable, counts_[variable]++, owner, owner == kNone ? index : instances_[owner].root, false});
  current_[variable] = index;
  opened(index);
  return index;
}

void Assembly::open(const std::vector<Index>& variables) {
  for (const auto variable : variables) open(variable);
  for (const auto variable : variables) connect(variable);
}

Index Assembly::reopen(Index variable, Index instance) {
  current_[variable] = instance;
  met_again_ = true;
  connect(variable);
  return instance;
}

void Assembly::connect(Index variable) {
  const auto& what = plan_.variables[variable];
  const auto instance = current_[variable];
  for (const auto& path : what.links)
    if (const auto from = current_[path.variable]; from != kNone) pending_.push_back({from, &path, instance, true, {}, nullptr});
  for (const auto& reference : what.references)
    if (const auto to = current_[reference.to]; to != kNone) pending_.push_back({instance, &reference.from, to, false, {}, nullptr});
  if (what.always) touch(variable);
}

// A live instance makes the element it stands in live too.
void Assembly::touch(Index variable) {
  auto index = current_[variable];
  while (index != kNone && !instances_[index].live) {
    instances_[index].live = true;
    index = instances_[index].owner;
  }
}

// What links to a live instance is there too, even when nothing else is known of it.
void Assembly::bring_links_to_life() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& pending : pending_) {
      if (!pending.append || !instances_[pending.to].live || instances_[pending.from].live) continue;
      for (auto index = pending.from; index != kNone && !instances_[index].live; index = instances_[index].owner) instances_[index].live = true;
      changed = true;
    }
  }
}

void Assembly::fixed(const OursPath& path, const std::vector<Constant>& what) {
  if (current_[path.variable] != kNone) fixed_.push_back({current_[path.variable], &path, &what});
}

void Assembly::mark(std::uint32_t leaf, Fate fate, Draft::Id target, const Field* field) {
  if (ledger_.fate(leaf) == Fate::structural) return;
  ledger_.mark(leaf, fate, target, field == nullptr || context_.detail == Detail::counts ? 0 : rule_of(*field));
  if (field != nullptr && !field->labels.empty()) label(*field);
}

void Assembly::ignore(std::uint32_t leaf, std::string_view reason) {
  if (ledger_.fate(leaf) == Fate::structural) return;
  ledger_.mark(leaf, Fate::ignored, Ledger::kNoTarget, ledger_.rule(reason));
}

void Assembly::keep(std::uint32_t leaf, std::string_view anchor, std::string path, std::string_view value) {
  if (ledger_.fate(leaf) != Fate::undecided) return;
  ledger_.mark(leaf, Fate::kept);
  residual_.push_back({std::string(anchor), std::move(path), std::string(value)});
}

std::uint32_t Assembly::rule_of(const Field& field) {
  if (context_.detail == Detail::counts) return 0;
  const auto slot = field.place.line + 16384u * field.file;
  if (rules_.size() <= slot) rules_.resize(slot + 1, 0);
  if (rules_[slot] == 0) rules_[slot] = ledger_.rule(plan_.line_of(field));
  return rules_[slot];
}

void Assembly::label(const Field& field) {
  const auto instance = field.ours.empty() ? kNone : current_[field.ours.front().variable];
  if (instance == kNone || !plan_.variables[instances_[instances_[instance].root].variable].resource) return;
  for (const auto& code : field.labels)
    if (const std::pair made{instances_[instance].root, std::string_view(code)}; std::find(labels_.begin(), labels_.end(), made) == labels_.end())
      labels_.push_back(made);
}

void Assembly::append_url(std::string& out, Index instance, std::string_view key) {
  const auto& variable = plan_.variables[instances_[instance].variable];
  name_.assign(key).append("\n").append(variable.name).append("\n").append(std::to_string(instances_[instance].ordinal));
  if (variable.namesake > 0) name_.append("\n").append(std::to_string(variable.namesake));
  out.append(kUrn);
  ids_.append(out, name_);
}

bool Assembly::is_document() const {
  for (const auto& instance : instances_)
    if (instance.live && plan_.variables[instance.variable].resource) return plan_.variables[instance.variable].type == bundle_parts().composition;
  return false;
}

std::string Assembly::document_id(std::string_view key) {
  std::string id(kUrn);
  ids_.append(id, std::string(key) + "\nBundle");
  return id;
}

// What is said again arrives where it arrived the first time.
void Assembly::repeat_links() {
  if (same_.empty()) return;
  auto links = ledger_.links();
  const auto by_leaf = [](const Ledger::Link& a, const Ledger::Link& b) { return a.leaf < b.leaf; };
  std::stable_sort(links.begin(), links.end(), by_leaf);
  for (const auto& same : same_) {
    const auto fate = ledger_.fate(same.first);
    if (fate == Fate::undecided || fate == Fate::structural) continue;
    const auto [begin, end] = std::equal_range(links.begin(), links.end(), Ledger::Link{same.first, 0, 0}, by_leaf);
    for (auto link = begin; link != end; ++link) ledger_.mark(same.leaf, fate, link->target, link->rule);
    if (begin == end) ledger_.mark(same.leaf, fate);
  }
}

void Assembly::settle_links(const Tree& tree, const std::vector<std::uint32_t>& node_of, std::size_t values) {
  reached_.assign(tree.size(), 0);
  std::vector<std::uint32_t> lost;
  for (auto& link : ledger_.links()) {
    if (link.target == Ledger::kNoTarget) continue;
    const auto node = node_of[link.target];
    link.target = node;
    if (node == Draft::kNone) {
      lost.push_back(link.leaf);
    } else if (reached_[node] == 0) {
      reached_[node] = 1;
      values -= tree.node(node).offset != Node::kNoValue ? 1 : 0;
    }
  }
  for (const auto leaf : lost) ledger_.settle(leaf, Fate::undecided);
  repeat_links();
  ledger_.add(values);
}

}  // namespace caseway::mapping
