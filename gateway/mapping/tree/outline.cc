#include "mapping/tree/outline.h"

#include <cstring>
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
  const auto root = instances_[instance].root;
  if (root == instance) resources_.push_back({forms_.begin()});
  known_.push_back({root == instance ? static_cast<Index>(resources_.size() - 1) : known_[root].resource, slots_});
  const auto slots = plan_.slots[plan_.variables[instances_[instance].variable].slots].slots.size();
  if (at_.size() < slots_ + slots) at_.resize(2 * (slots_ + slots));
  static_assert(Draft::kNone == 0xffffffffu);
  std::memset(at_.data() + slots_, 0xff, slots * sizeof(Id));
  slots_ += static_cast<Index>(slots);
}

Outline::Id Outline::add(Index instance, Line&& line, std::string_view value) {
  const auto& known = known_[instance];
  auto& resource = resources_[known.resource];
  line.instance = known.local;
  resource.at = forms_.follow(resource.at, line);
  texts_.push_back({known.resource, instance, resource.lines++, text_.add(value), static_cast<std::uint32_t>(value.size())});
  return static_cast<Id>(texts_.size() - 1);
}

// Instances are numbered within their resource, in the order in which they are needed.
void Outline::enter(Index instance) {
  if (known_[instance].local != kNone) return;
  const auto owner = instances_[instance].owner;
  const auto variable = instances_[instance].variable;
  if (owner != kNone) {
    enter(owner);
    note_made(owner, plan_.variables[variable].at.slot);
  }
  known_[instance].local = resources_[known_[instance].resource].instances++;
  add(instance, {.kind = Line::Kind::instance, .slot = owner == kNone ? kNone : known_[owner].local, .n = variable});
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
    known_[instance].node = add(instance, {.kind = Line::Kind::node});
  }
  return known_[instance].node;
}

Outline::Id Outline::made(Index instance) { return known_[instance].local == kNone ? Draft::kNone : node(instance); }

Outline::Id Outline::place(const OursPath& path) {
  const auto instance = current(path.variable);
  if (!instances_[instance].live) touch(path.variable);
  if (path.slot == kNone) return node(instance);
  const auto known = at_[known_[instance].slots + path.slot];
  return known != Draft::kNone ? known : first_at(instance, path.slot, {});
}

Outline::Id Outline::first_at(Index instance, Index slot, std::string_view value) {
  if (known_[instance].local == kNone) enter(instance);
  note_made(instance, slot);
  return at_[known_[instance].slots + slot] = add(instance, {.kind = Line::Kind::place, .slot = slot}, value);
}

Outline::Id Outline::put(const OursPath& path, std::string_view value) {
  const auto instance = current(path.variable);
  if (path.slot != kNone && instances_[instance].live && at_[known_[instance].slots + path.slot] == Draft::kNone)
    return first_at(instance, path.slot, value);
  const auto id = place(path);
  if (has_value(id)) return Draft::kNone;
  set(id, value);
  return id;
}

Outline::Id Outline::fresh(const OursPath& path) {
  if (path.repeat == kNone) return place(path);
  touch(path.variable);
  const auto instance = current(path.variable);
  enter(instance);
  note_made(instance, path.repeat);
  return add(instance, {.kind = Line::Kind::fresh, .slot = path.slot, .repeat = path.repeat});
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
  auto& at = at_[known_[instance].slots + path.slot];
  const bool element = path.slot == path.repeat;  // the element that repeats is the place
  for (const auto& known : numbered_)
    if (element && known.instance == instance && known.slot == path.slot && known.n == n) return at = known.id;
  enter(instance);
  note_made(instance, path.slot);
  const auto id = add(instance, {.kind = Line::Kind::numbered, .slot = path.slot, .repeat = path.repeat, .n = n});
  if (element) numbered_.push_back({instance, path.slot, n, id});
  return at = id;
}

Outline::Id Outline::beside(Id id, DefId def) { return add(texts_[id].instance, {.kind = Line::Kind::beside, .def = def, .n = texts_[id].line}); }

Outline::Id Outline::absent_at(const OursPath& path, std::string_view reason) {
  const auto instance = current(path.variable);
  enter(instance);
  note_made(instance, path.slot);
  const auto id = add(instance, {.kind = Line::Kind::absent, .slot = path.slot});
  set(id, reason);
  return id;
}

void Outline::set(Id id, std::string_view value) {
  texts_[id].offset = text_.add(value);
  texts_[id].length = static_cast<std::uint32_t>(value.size());
}

void Outline::finish(std::string_view key, Document& document) {
  bring_links_to_life();
  end_outline(key);
  find_guarded();
  document.tree = make_tree(key);
  settle_links(document.tree, node_of_, values_);
  ask_guards(document.tree, node_of_);
  document.ledger = std::move(ledger_);
  document.residual = std::move(residual_);
  forget_document();
  forms_.forget_many();
  texts_.clear();
  slots_ = 0;
  known_.clear();
  resources_.clear();
  numbered_.clear();
  made_.clear();
  referred_.clear();
  text_.clear();
}

// What stands in every document of the kind, the names of the resources that are there, and the references between them.
void Outline::end_outline(std::string_view key) {
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!instances_[i].live) continue;
    const bool constants = !plan_.variables[instances_[i].variable].constants.empty();
    if (constants || is_there(i)) enter(i);
    if (constants) add(i, {.kind = Line::Kind::constants});
  }
  for (const auto& each : fixed_) {
    if (!instances_[each.instance].live) continue;
    enter(each.instance);
    add(each.instance, {.kind = Line::Kind::fixed, .slot = each.path->slot, .what = each.what});
  }
  for (const auto& [instance, code] : labels_) {
    if (!is_there(instance)) continue;
    set(add(instance, {.kind = Line::Kind::label}), code);
    ledger_.add(2);
  }
  for (Index i = 0; i < instances_.size(); ++i) {
    if (!is_there(i)) continue;
    url_.clear();
    append_url(url_, i, key);
    resources_[known_[i].resource].url = text_.add(url_);
  }
  for (const auto& pending : pending_)
    if (instances_[pending.from].live && is_there(pending.to)) add_reference(pending);
}

// What a form has to know of a link is which others lead to the same resource.
void Outline::add_reference(const Pending& pending) {
  const auto& path = *pending.path;
  const auto from = known_[pending.from].resource;
  const auto to = known_[pending.to].resource;
  Line line{.kind = Line::Kind::reference, .slot = path.slot, .repeat = path.repeat};
  line.flags = static_cast<std::uint8_t>((pending.append ? Line::kAppended : 0) | (met_again_ ? Line::kAgain : 0));
  if (pending.append && path.repeat != kNone) {
    const auto [known, first] = referred_.try_emplace({from, to}, resources_[from].referred);
    resources_[from].referred += first ? 1 : 0;
    line.n = known->second;
  }
  enter(pending.from);
  const auto id = add(pending.from, std::move(line));
  set(id, text_.view(resources_[to].url, kUrlLength));
}

Tree Outline::make_tree(std::string_view key) {
  find_forms();
  std::size_t size = 8;
  for (const auto& resource : resources_) {
    if (resource.lines == 0) continue;
    size += resource.form->nodes.size() + 2;
  }
  std::vector<Node> nodes;
  nodes.reserve(size);
  used_ = values_ = 0;
  begin_bundle(key, nodes);
  for (auto& resource : resources_)
    if (resource.lines > 0) add_entry(resource, nodes);
  nodes.front().end = static_cast<std::uint32_t>(nodes.size());
  if (nodes.size() >= Draft::kNone) throw std::length_error("a document holds less than 4 GiB of text");
  fill_in(nodes);
  auto heap = text_.text();
  if (used_ != heap.size()) fhir::drop_unused_text(nodes, heap);
  return Tree(std::move(nodes), std::move(heap));
}

void Outline::find_forms() {
  bool known = true;
  for (auto& resource : resources_) {
    resource.form = resource.at->form.get();
    known = known && (resource.form != nullptr || resource.lines == 0);
  }
  if (known) return;
  std::vector<std::vector<std::string_view>> texts(resources_.size());
  for (const auto& line : texts_) texts[line.resource].push_back(text_.view(line.offset, line.length));
  for (Index i = 0; i < resources_.size(); ++i)
    if (resources_[i].lines > 0) resources_[i].form = &forms_.at(resources_[i].at, texts[i]);
}

void Outline::add_node(std::vector<Node>& nodes, DefId def, std::string_view value) {
  const auto next = static_cast<std::uint32_t>(nodes.size() + 1);
  nodes.push_back({def, fhir::element(def).type, next, text_.add(value), static_cast<std::uint32_t>(value.size())});
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

// The nodes of its form, moved to where they stand in the tree.
void Outline::add_entry(Resource& resource, std::vector<Node>& nodes) {
  const auto& parts = bundle_parts();
  const auto& form = *resource.form;
  const auto begins = static_cast<std::uint32_t>(nodes.size() + 2);
  const auto text = text_.add(form.text);
  resource.begins = begins;
  nodes.push_back({parts.entry, parts.entry_type, static_cast<std::uint32_t>(begins + form.nodes.size()), Node::kNoValue, 0});
  nodes.push_back({parts.full_url, fhir::element(parts.full_url).type, begins, resource.url, kUrlLength});
  used_ += form.text.size() + kUrlLength;
  values_ += form.values + 1;
  nodes.insert(nodes.end(), form.nodes.begin(), form.nodes.end());
  for (auto& node : std::span(nodes).subspan(begins)) {
    node.end += begins;
    node.offset += node.offset == Node::kNoValue ? 0 : text;
  }
  nodes[begins].def = parts.resource;
}

// The texts of the lines, where their nodes stand now.
void Outline::fill_in(std::vector<Node>& nodes) {
  node_of_.resize(texts_.size());
  for (Id id = 0; id < texts_.size(); ++id) {
    const auto& line = texts_[id];
    const auto& resource = resources_[line.resource];
    const auto& made = resource.form->made[line.line];
    node_of_[id] = made.node == Draft::kNone ? Draft::kNone : resource.begins + made.node;
    if (!made.fills || made.node == Draft::kNone) continue;
    nodes[node_of_[id]].offset = line.offset;
    nodes[node_of_[id]].length = line.length;
    used_ += line.length;
  }
}

}  // namespace caseway::mapping
