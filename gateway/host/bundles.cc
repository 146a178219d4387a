#include "host/bundles.h"

#include <algorithm>

namespace caseway::host {
namespace {

// Moves leaves from one ledger into another, with their names and rules.
void carry(const Ledger& from, std::uint32_t leaf, Ledger& to, std::uint32_t& into) {
  into = to.add_leaf(from.fate(leaf));
  if (const auto* place = from.place(leaf)) to.name_leaf(into, *place);
}

bool is_bare(Element element) {
  for ([[maybe_unused]] Element child : element.children()) return false;
  return true;
}

bool holds_one_bundle(Element entry) {
  for (Element child : entry.children())
    if (child.name() != "resource" || child.type() != "Bundle") return false;
  return !is_bare(entry);
}

}  // namespace

bool is_collection(const Tree& tree) {
  if (tree.empty() || tree.root().type() != "Bundle" || tree.root().child_value("type") != "collection") return false;
  bool any = false;
  for (Element child : tree.root().children()) {
    if (child.name() == "type") {
      if (!is_bare(child)) return false;
    } else if (child.name() != "entry" || !holds_one_bundle(child)) {
      return false;  // an id, a time, a tag of the collection's own would be lost with it
    } else {
      any = true;
    }
  }
  return any;
}

std::vector<Document> split(const Tree& tree, const Ledger& ledger, Ledger& rest) {
  std::vector<Document> documents;
  std::vector<std::uint32_t> begins;
  for (Element entry : tree.root().children("entry")) {
    begins.push_back(entry.child("resource").index());
    documents.push_back({});
    documents.back().tree = fhir::subtree(tree, begins.back());
  }

  // Where each leaf went first decides whose it is.
  constexpr std::size_t kRest = ~std::size_t{0};
  std::vector<std::size_t> owner(ledger.size(), kRest);
  for (const auto& link : ledger.links()) {
    if (link.target == Ledger::kNoTarget || owner[link.leaf] != kRest) continue;
    const auto after = std::upper_bound(begins.begin(), begins.end(), link.target);
    if (after == begins.begin()) continue;
    const auto which = static_cast<std::size_t>(after - begins.begin()) - 1;
    if (link.target < tree.node(begins[which]).end) owner[link.leaf] = which;
  }
  std::vector<std::uint32_t> id(ledger.size());
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf)
    carry(ledger, leaf, owner[leaf] == kRest ? rest : documents[owner[leaf]].ledger, id[leaf]);
  for (const auto& link : ledger.links()) {
    const auto which = owner[link.leaf];
    auto& to = which == kRest ? rest : documents[which].ledger;
    const bool inside = which != kRest && link.target >= begins[which] && link.target < tree.node(begins[which]).end;
    to.mark(id[link.leaf], ledger.fate(link.leaf), inside ? link.target - begins[which] : Ledger::kNoTarget, to.rule(ledger.rule_text(link.rule)));
  }
  return documents;
}

}  // namespace caseway::host
