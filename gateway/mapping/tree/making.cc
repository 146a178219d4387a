#include "mapping/tree/making.h"

#include <algorithm>

namespace caseway::mapping {

Making::Making(const Plan& plan, const Context& context) : Assembly(plan, context), draft_(bundle_parts().bundle), places_(plan, draft_) {}

void Making::opened(Index instance) {
  const auto& what = plan_.variables[instances_[instance].variable];
  auto entry = Draft::kNone;
  auto node = Draft::kNone;
  if (what.resource) {
    entry = draft_.add(draft_.root(), bundle_parts().entry);
    draft_.add(entry, bundle_parts().full_url);  // stands first; its value comes last
    node = draft_.add_resource(entry, bundle_parts().resource, what.type);
  }
  entries_.push_back(entry);
  places_.add(instances_[instance].variable, instances_[instance].owner, node);
}

bool Making::taken(Index variable) const {
  const auto& what = plan_.variables[variable];
  const auto owner = what.resource ? kNone : current(what.at.variable);
  return owner != kNone && places_.taken(owner, what.at);
}

Draft::Id Making::place(const OursPath& path) {
  touch(path.variable);
  return places_.place(current(path.variable), path.slot);
}

Draft::Id Making::fresh(const OursPath& path) {
  touch(path.variable);
  return places_.fresh(current(path.variable), path);
}

Draft::Id Making::numbered(const OursPath& path, std::uint32_t n) {
  touch(path.variable);
  return places_.numbered(current(path.variable), path, n);
}

void Making::refer(const OursPath& path, std::string key, std::vector<std::uint32_t> leaves, const Field* field) {
  by_id_.push_back({current(path.variable), &path, std::move(key), std::move(leaves), field});
}

// Ids of theirs that turned out to be a resource of this document become references.
void Making::resolve_ids() {
  for (auto& wish : by_id_)
    if (const auto found = identified_.find(wish.key); found != identified_.end() && found->second != wish.from) {
      met_again_ = true;
      pending_.push_back({wish.from, wish.path, found->second, true, std::move(wish.leaves), wish.field});
    }
}

void Making::finish(std::string_view key, Document& document) {
  resolve_ids();
  bring_links_to_life();
  add_fixed();
  name_resources(key);
  complete_bundle(key);
  find_guarded();
  std::vector<std::uint32_t> node_of;
  document.tree = draft_.freeze(&node_of);
  const auto& nodes = document.tree.nodes();
  settle_links(document.tree, node_of,
               static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), [](const Node& node) { return node.offset != Node::kNoValue; })));
  ask_guards(document.tree, node_of);
  document.ledger = std::move(ledger_);
  document.residual = std::move(residual_);
  forget_document();
  places_.forget_document();
  entries_.clear();
  by_id_.clear();
  identified_.clear();
}

// What stands in every document of the kind; instances that no value has arrived at go.
void Making::add_fixed() {
  for (Index i = 0; i < instances_.size(); ++i) {
    if (instances_[i].live)
      places_.constants(i);
    else if (entries_[i] != Draft::kNone)
      draft_.remove(entries_[i]);
    else if (places_.node_if_made(i) != Draft::kNone)
      draft_.remove(places_.node(i));
  }
  for (const auto& each : fixed_)
    if (instances_[each.instance].live) places_.fixed(each.instance, each.path->slot, *each.what);
  for (const auto& [instance, code] : labels_) {
    places_.label(instance, code);
    ledger_.add(2);
  }
}

// fullUrl of every resource that is there, and the references between them.
void Making::name_resources(std::string_view key) {
  std::vector<std::string> urls(instances_.size());
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!instances_[i].live || entries_[i] == Draft::kNone) continue;
    append_url(urls[i], i, key);
    draft_.set_value(draft_.first_child(entries_[i]), urls[i]);
  }
  for (const auto& pending : pending_) {
    if (!instances_[pending.from].live || !instances_[pending.to].live) continue;
    const auto target = places_.refer(pending.from, *pending.path, pending.append, pending.to, urls[pending.to], met_again_);
    if (target == Draft::kNone) continue;
    for (const auto leaf : pending.leaves) mark(leaf, Fate::converted, target, pending.field);
  }
}

// Bundle.type; a document Bundle needs an identifier and a timestamp (https://hl7.org/fhir/R4/bundle.html, invariants bdl-9 and bdl-10).
void Making::complete_bundle(std::string_view key) {
  const auto& parts = bundle_parts();
  draft_.set_value(draft_.add(draft_.root(), parts.type), is_document() ? "document" : "collection");
  if (!is_document()) return;
  const auto identifier = draft_.add(draft_.root(), parts.identifier);
  draft_.set_value(draft_.add(identifier, parts.identifier_system), "urn:ietf:rfc:3986");
  draft_.set_value(draft_.add(identifier, parts.identifier_value), document_id(key));
  if (!context_.now.empty()) draft_.set_value(draft_.add(draft_.root(), parts.timestamp), context_.now);
}

Draft::Id Target::node() {
  if (node_ != Draft::kNone) return node_;
  if (chosen_ == kNoDef) {
    node_ = repeats_ ? making_.fresh(path_) : making_.place(path_);
    return node_;
  }
  making_.touch(path_.variable);
  const auto& slot = making_.plan().slot(path_.variable, path_.slot);
  OursPath above = path_;
  above.slot = slot.parent;
  node_ = making_.draft().add(making_.place(above), chosen_);
  return node_;
}

}  // namespace caseway::mapping
