#include "mapping/outline.h"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

#include "fhir/heap.h"
#include "fhir/model.h"

namespace caseway::mapping {

namespace {
constexpr std::uint32_t kUrlLength = kUrn.size() + 36;  // urn:uuid: and a UUID
}

void Outline::opened(Index instance) {
  Known known;
  known.slots = static_cast<Index>(at_.size());
  known_.push_back(known);
  at_.resize(at_.size() + plan_.slots[plan_.variables[instances_[instance].variable].slots].slots.size(), Draft::kNone);
}

Outline::Id Outline::add(Line line, Index instance) {
  line.instance = known_[instance].local;
  ++known_[instances_[instance].root].lines;
  lines_.push_back(line);
  instance_of_.push_back(instance);
  return static_cast<Id>(lines_.size() - 1);
}

// Instances are numbered within their resource, in the order in which they are needed.
void Outline::enter(Index instance) {
  if (known_[instance].local != kNone) return;
  const auto [variable, ordinal, owner, root, live] = instances_[instance];
  if (owner != kNone) {
    enter(owner);
    note_made(owner, plan_.variables[variable].at.slot);
  }
  known_[instance].local = known_[root].locals++;
  add({.kind = Line::Kind::instance, .slot = owner == kNone ? kNone : known_[owner].local, .n = variable}, instance);
}

// Only related tables ask what is taken.
void Outline::note_made(Index instance, Index slot) {
  if (plan_.their_tables.empty()) return;
  for (; slot != kNone; slot = plan_.slot(instances_[instance].variable, slot).parent) {
    const auto& what = plan_.slot(instances_[instance].variable, slot);
    made_.insert({instance, what.parent, what.def});
  }
}

bool Outline::taken(Index variable) const {
  const auto& what = plan_.variables[variable];
  if (what.resource || current(what.at.variable) == kNone) return false;
  const auto& slot = plan_.slot(what.at.variable, what.at.slot);
  return !fhir::element(slot.def).list && made_.contains({current(what.at.variable), slot.parent, slot.def});
}

Outline::Id Outline::node(Index instance) {
  if (known_[instance].node == Draft::kNone) {
    enter(instance);
    known_[instance].node = add({.kind = Line::Kind::node}, instance);
  }
  return known_[instance].node;
}

Outline::Id Outline::place(const OursPath& path) {
  touch(path.variable);
  const auto instance = current(path.variable);
  if (path.slot == kNone) return node(instance);
  const auto at = known_[instance].slots + path.slot;
  if (at_[at] == Draft::kNone) {
    enter(instance);
    note_made(instance, path.slot);
    at_[at] = add({.kind = Line::Kind::place, .slot = path.slot}, instance);
  }
  return at_[at];
}

Outline::Id Outline::fresh(const OursPath& path) {
  if (path.repeat == kNone) return place(path);
  touch(path.variable);
  const auto instance = current(path.variable);
  enter(instance);
  note_made(instance, path.repeat);
  return add({.kind = Line::Kind::fresh, .slot = path.slot, .repeat = path.repeat}, instance);
}

// Forgets what stands at a place and below it, as Places does.
void Outline::forget(Index instance, Index slot) {
  const auto first = known_[instance].slots;
  const auto& slots = plan_.slots[plan_.variables[instances_[instance].variable].slots].slots;
  at_[first + slot] = Draft::kNone;
  std::vector<char> gone(slots.size(), 0);
  gone[slot] = 1;
  for (Index i = slot + 1; i < slots.size(); ++i)  // children come after their parents
    if (slots[i].parent != kNone && gone[slots[i].parent] != 0) {
      gone[i] = 1;
      at_[first + i] = Draft::kNone;
    }
}

Outline::Id Outline::numbered(const OursPath& path, std::uint32_t n) {
  if (path.repeat == kNone) return place(path);
  touch(path.variable);
  const auto instance = current(path.variable);
  forget(instance, path.repeat);
  if (path.slot == path.repeat)
    for (const auto& known : numbered_)
      if (known.instance == instance && known.slot == path.slot && known.n == n) return at_[known_[instance].slots + path.slot] = known.id;
  enter(instance);
  note_made(instance, path.slot);
  const auto id = add({.kind = Line::Kind::numbered, .slot = path.slot, .repeat = path.repeat, .n = n}, instance);
  if (path.slot == path.repeat) numbered_.push_back({instance, path.slot, n, id});
  return at_[known_[instance].slots + path.slot] = id;
}

Outline::Id Outline::below(Id id, DefId def) {
  const auto instance = instance_of_[id];
  for (auto later = id + 1; later < lines_.size(); ++later)
    if (lines_[later].kind == Line::Kind::below && lines_[later].n == id && lines_[later].def == def) return Draft::kNone;
  const auto& slots = plan_.slots[plan_.variables[instances_[instance].variable].slots].slots;
  for (Index i = 0; i < slots.size() && lines_[id].kind != Line::Kind::fresh; ++i)
    if (slots[i].parent == lines_[id].slot && slots[i].def == def && at_[known_[instance].slots + i] != Draft::kNone) return Draft::kNone;
  return add({.kind = Line::Kind::below, .def = def, .n = id}, instance);
}

Outline::Id Outline::absent_at(const OursPath& path, std::string_view reason) {
  const auto instance = current(path.variable);
  enter(instance);
  note_made(instance, path.slot);
  const auto id = add({.kind = Line::Kind::absent, .slot = path.slot}, instance);
  set(id, reason);
  return id;
}

void Outline::set(Id id, std::string_view value) {
  if (value.size() >= Node::kNoValue - text_.size()) throw std::length_error("a document holds less than 4 GiB of text");
  auto& line = lines_[id];
  line.says = !value.empty();
  line.offset = static_cast<std::uint32_t>(text_.size());
  line.length = static_cast<std::uint32_t>(value.size());
  text_.append(value);
}

void Outline::finish(std::string_view key, Document& document) {
  bring_links_to_life();
  end_outline(key);
  sort_lines();
  document.tree = make_tree(key);
  settle_links(document.tree, node_of_, values_);
  document.ledger = std::move(ledger_);
  document.residual = std::move(residual_);
  forget_document();
  forms_.forget_many();
  lines_.clear();
  instance_of_.clear();
  at_.clear();
  known_.clear();
  numbered_.clear();
  made_.clear();
  expected_ = document.tree.heap().size();
  text_.clear();
  text_.reserve(expected_ + expected_ / 4);
}

// What stands in every document of the kind, the names of the resources that are there, and the references between them.
void Outline::end_outline(std::string_view key) {
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!instances_[i].live) continue;
    const bool constants = !plan_.variables[instances_[i].variable].constants.empty();
    if (constants || plan_.variables[instances_[i].variable].resource) enter(i);
    if (constants) add({.kind = Line::Kind::constants}, i);
  }
  for (const auto& each : fixed_) {
    if (!instances_[each.instance].live) continue;
    enter(each.instance);
    add({.kind = Line::Kind::fixed, .slot = each.path->slot, .what = each.what}, each.instance);
  }
  for (const auto& [instance, code] : labels_) {
    if (!is_there(instance)) continue;
    set(add({.kind = Line::Kind::label}, instance), code);
    ledger_.add(2);
  }
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    known_[i].url = static_cast<std::uint32_t>(text_.size());
    append_url(text_, i, key);
  }
  for (const auto& pending : pending_)
    if (instances_[pending.from].live && is_there(pending.to)) add_reference(pending);
}

void Outline::add_reference(const Pending& pending) {
  enter(pending.from);
  const auto& path = *pending.path;
  const auto id =
      add({.kind = Line::Kind::reference, .appended = pending.append, .again = met_again_, .slot = path.slot, .repeat = path.repeat, .n = pending.to},
          pending.from);
  lines_[id].says = true;
  lines_[id].offset = static_cast<std::uint32_t>(text_.size());
  lines_[id].length = kUrlLength;
  text_.append(text_, known_[pending.to].url, kUrlLength);
}

// The lines of one resource together, in order, with what they say of others of its lines.
void Outline::sort_lines() {
  std::uint32_t first = 0;
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    known_[i].first = first;
    first += std::exchange(known_[i].lines, 0);
  }
  sorted_.resize(first);
  node_of_.resize(lines_.size());
  for (Id id = 0; id < lines_.size(); ++id) {
    auto& known = known_[instances_[instance_of_[id]].root];
    if (known.first == kNone) continue;  // of what is not there
    node_of_[id] = known.first + known.lines++;
    auto& line = sorted_[node_of_[id]] = lines_[id];
    if (line.kind == Line::Kind::beside || line.kind == Line::Kind::below) line.n = node_of_[line.n] - known.first;
  }
  number_references();
}

// What a form has to know of a reference is which others lead to the same resource.
void Outline::number_references() {
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    std::uint32_t referred = 0;
    for (auto& line : std::span(sorted_).subspan(known_[i].first, known_[i].lines)) {
      if (line.kind != Line::Kind::reference) continue;
      auto& to = known_[line.n];
      if (std::exchange(to.referred_by, i) != i) to.number = referred++;
      line.n = to.number;
    }
  }
}

Tree Outline::make_tree(std::string_view key) {
  std::size_t size = 8;
  std::size_t text = 128;
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    auto& known = known_[i];
    known.form = &forms_.of(std::span(sorted_).subspan(known.first, known.lines), text_);
    size += known.form->nodes.size() + 2;
    text += known.form->text.size();
  }
  std::vector<Node> nodes;
  nodes.reserve(size);
  text_.reserve(text_.size() + text);
  used_ = values_ = 0;
  begin_bundle(key, nodes);
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    known_[i].begins = static_cast<std::uint32_t>(nodes.size() + 2);
    add_entry(known_[i], nodes);
  }
  nodes.front().end = static_cast<std::uint32_t>(nodes.size());
  if (text_.size() >= Node::kNoValue || nodes.size() >= Draft::kNone) throw std::length_error("a document holds less than 4 GiB of text");
  settle_nodes();
  if (used_ != text_.size()) fhir::drop_unused_text(nodes, text_);
  return Tree(std::move(nodes), std::move(text_));
}

void Outline::add_node(std::vector<Node>& nodes, DefId def, std::string_view value) {
  nodes.push_back({def, fhir::element(def).type, static_cast<std::uint32_t>(nodes.size() + 1), static_cast<std::uint32_t>(text_.size()),
                   static_cast<std::uint32_t>(value.size())});
  text_.append(value);
  used_ += value.size();
  ++values_;
}

// Bundle.type; a document Bundle needs an identifier and a timestamp (https://hl7.org/fhir/R4/bundle.html, invariants bdl-9 and bdl-10).
void Outline::begin_bundle(std::string_view key, std::vector<Node>& nodes) {
  const auto& parts = bundle_parts();
  nodes.push_back({kNoDef, parts.bundle, 0, Node::kNoValue, 0});
  const bool document = is_document();
  if (document) {
    nodes.push_back({parts.identifier, fhir::element(parts.identifier).type, static_cast<std::uint32_t>(nodes.size() + 3), Node::kNoValue, 0});
    add_node(nodes, parts.identifier_system, "urn:ietf:rfc:3986");
    add_node(nodes, parts.identifier_value, document_id(key));
  }
  add_node(nodes, parts.type, document ? "document" : "collection");
  if (document && !context_.now.empty()) add_node(nodes, parts.timestamp, context_.now);
}

// The nodes of its form, moved to where they stand in the tree, with its own texts.
void Outline::add_entry(const Known& resource, std::vector<Node>& nodes) {
  const auto& parts = bundle_parts();
  const auto& form = *resource.form;
  const auto begins = resource.begins;
  const auto text = static_cast<std::uint32_t>(text_.size());
  const auto end = static_cast<std::uint32_t>(begins + form.nodes.size());
  nodes.push_back({parts.entry, parts.entry_type, end, Node::kNoValue, 0});
  nodes.push_back({parts.full_url, fhir::element(parts.full_url).type, begins, resource.url, kUrlLength});
  text_.append(form.text);
  used_ += form.text.size() + kUrlLength;
  values_ += form.values + 1;
  nodes.insert(nodes.end(), form.nodes.begin(), form.nodes.end());
  for (auto& node : std::span(nodes).subspan(begins)) {
    node.end += begins;
    node.offset += node.offset == Node::kNoValue ? 0 : text;
  }
  nodes[begins].def = parts.resource;
  for (const auto& filled : form.filled) {
    const auto& line = sorted_[resource.first + filled.line];
    nodes[begins + filled.node].offset = line.offset;
    nodes[begins + filled.node].length = line.length;
    used_ += line.length;
  }
}

void Outline::settle_nodes() {
  for (Id id = 0; id < lines_.size(); ++id) {
    const auto& known = known_[instances_[instance_of_[id]].root];
    const auto node = known.first == kNone ? Draft::kNone : known.form->node_of[node_of_[id] - known.first];
    node_of_[id] = node == Draft::kNone ? Draft::kNone : known.begins + node;
  }
}

}  // namespace caseway::mapping
