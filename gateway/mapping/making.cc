#include "mapping/making.h"

#include <algorithm>

#include "crypto/digest.h"
#include "fhir/model.h"
#include "mapping/sensitivity.h"

namespace caseway::mapping {

namespace {

constexpr std::string_view kUrn = "urn:uuid:";

// Definitions that every document needs, looked up once per process.
struct Known {
  TypeId bundle = fhir::find_type("Bundle");
  TypeId composition = fhir::find_type("Composition");
  TypeId reference = fhir::find_type("Reference");
  DefId type = fhir::find_element(bundle, "type");
  DefId timestamp = fhir::find_element(bundle, "timestamp");
  DefId identifier = fhir::find_element(bundle, "identifier");
  DefId entry = fhir::find_element(bundle, "entry");
  TypeId entry_type = fhir::element(entry).type;
  DefId full_url = fhir::find_element(entry_type, "fullUrl");
  DefId resource = fhir::find_element(entry_type, "resource");
  TypeId narrative = fhir::find_type("Narrative");
  DefId status = fhir::find_element(narrative, "status");
  DefId target = fhir::find_element(reference, "reference");
};
const Known& known() {
  static const Known table;
  return table;
}

}  // namespace

Making::Making(const Plan& plan, const Context& context)
    : plan_(plan),
      context_(context),
      seed_(context.id_seed + "\n" + plan.name),
      draft_(known().bundle),
      current_(plan.variables.size(), kNone),
      counts_(plan.variables.size(), 0) {}

void Making::forget_document() {
  ledger_ = Ledger("read");
  std::fill(current_.begin(), current_.end(), kNone);
  std::fill(counts_.begin(), counts_.end(), 0);
  instances_.clear();
  places_.clear();
  pending_.clear();
  numbered_.clear();
  same_.clear();
  fixed_.clear();
  by_id_.clear();
  guards_.clear();
  day_.clear();
  identified_.clear();
  linked_.clear();
  met_again_ = false;
  residual_.clear();
  labels_.clear();
  rules_.clear();
}

Index Making::open(Index variable) {
  const auto& what = plan_.variables[variable];
  Instance made{variable, counts_[variable]++, static_cast<Index>(places_.size()), kNone, Draft::kNone, Draft::kNone, false};
  places_.resize(places_.size() + plan_.slots[what.slots].slots.size(), Draft::kNone);
  if (what.resource) {
    made.entry = draft_.add(draft_.root(), known().entry);
    draft_.add(made.entry, known().full_url);  // stands first; its value comes last
    made.node = draft_.add_resource(made.entry, known().resource, what.type);
  } else {
    made.owner = current_[what.at.variable];
  }
  instances_.push_back(made);
  current_[variable] = static_cast<Index>(instances_.size() - 1);
  return current_[variable];
}

void Making::open(const std::vector<Index>& variables) {
  for (const auto variable : variables) open(variable);
  for (const auto variable : variables) connect(variable);
}

Index Making::reopen(Index variable, Index instance) {
  current_[variable] = instance;
  met_again_ = true;
  connect(variable);
  return instance;
}

void Making::connect(Index variable) {
  const auto& what = plan_.variables[variable];
  const auto instance = current_[variable];
  for (const auto& path : what.links)
    if (const auto from = current_[path.variable]; from != kNone) pending_.push_back({from, &path, instance, true, {}, nullptr});
  for (const auto& reference : what.references)
    if (const auto to = current_[reference.to]; to != kNone) pending_.push_back({instance, &reference.from, to, false, {}, nullptr});
  if (what.always) touch(variable);
}

// A live instance makes the element it stands in live too.
void Making::touch(Index variable) {
  auto index = current_[variable];
  while (index != kNone && !instances_[index].live) {
    instances_[index].live = true;
    index = instances_[index].owner;
  }
}

// What links to a live instance is there too, even when nothing else is known of it.
void Making::bring_links_to_life() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& pending : pending_) {
      if (!pending.append || !instances_[pending.to].live || instances_[pending.from].live) continue;
      for (auto index = pending.from; index != kNone && !instances_[index].live; index = instances_[index].owner) instances_[index].live = true;
      changed = true;
    }
  }
}

bool Making::taken(Index variable) const {
  const auto& what = plan_.variables[variable];
  if (what.resource || current_[what.at.variable] == kNone) return false;
  const auto& slot = plan_.slot(what.at.variable, what.at.slot);
  if (fhir::element(slot.def).list) return false;
  const auto& owner = instances_[current_[what.at.variable]];
  const auto parent = slot.parent == kNone ? owner.node : places_[owner.places + slot.parent];
  return parent != Draft::kNone && draft_.child(parent, slot.def) != Draft::kNone;
}

Draft::Id Making::node(Index index) {
  if (instances_[index].node != Draft::kNone) return instances_[index].node;
  const auto& at = plan_.variables[instances_[index].variable].at;
  const auto owner = instances_[index].owner;
  const auto& slot = plan_.slot(at.variable, at.slot);
  const auto parent = place_in(owner, slot.parent);
  const auto made = draft_.add(parent, slot.def);
  for (const auto& selector : slot.selectors) constant(made, selector);
  instances_[index].node = made;
  return made;
}

Draft::Id Making::place_in(Index index, Index slot) {
  if (slot == kNone) return node(index);
  const auto at = instances_[index].places + slot;
  if (places_[at] != Draft::kNone) return places_[at];
  const auto& what = plan_.slot(instances_[index].variable, slot);
  const auto parent = place_in(index, what.parent);
  const auto made = draft_.add(parent, what.def);
  for (const auto& selector : what.selectors) constant(made, selector);
  if (what.type == known().narrative)
    draft_.set_value(draft_.add(made, known().status), "additional");  // what theirs says may be more than the resource
  places_[at] = made;
  return made;
}

Draft::Id Making::place(const OursPath& path) {
  touch(path.variable);
  return place_in(current_[path.variable], path.slot);
}

// Beside the value just placed: below the same repeated element when there is one.
Draft::Id Making::beside(Draft::Id id, DefId def) {
  const auto parent = draft_.parent(id);
  const auto there = draft_.child(parent, def);
  return there != Draft::kNone ? there : draft_.add(parent, def);
}

// Forgets a place and everything below it, so that the next use makes them anew.
void Making::forget(Index index, Index slot) {
  const auto first = instances_[index].places;
  const auto& slots = plan_.slots[plan_.variables[instances_[index].variable].slots].slots;
  places_[first + slot] = Draft::kNone;
  for (Index i = slot + 1; i < slots.size(); ++i)  // children come after their parents
    if (slots[i].parent != kNone && places_[first + slots[i].parent] == Draft::kNone) places_[first + i] = Draft::kNone;
}

Draft::Id Making::fresh(const OursPath& path) {
  touch(path.variable);
  const auto index = current_[path.variable];
  if (path.repeat == kNone) return place_in(index, path.slot);
  // what stands at these places otherwise is not touched: a repeated value has an element of its own
  const auto first = places_.begin() + instances_[index].places;
  const auto size = static_cast<std::ptrdiff_t>(plan_.slots[plan_.variables[instances_[index].variable].slots].slots.size());
  const std::vector<Draft::Id> before(first, first + size);
  forget(index, path.repeat);
  const auto made = place_in(index, path.slot);
  const auto parent = plan_.slot(path.variable, path.repeat).parent;
  auto after = before;
  for (auto slot = parent; slot != kNone; slot = plan_.slot(path.variable, slot).parent) after[slot] = places_[instances_[index].places + slot];
  std::copy(after.begin(), after.end(), places_.begin() + instances_[index].places);
  return made;
}

Draft::Id Making::numbered(const OursPath& path, std::uint32_t n) {
  if (path.repeat == kNone) return fresh(path);
  touch(path.variable);
  const auto index = current_[path.variable];
  forget(index, path.repeat);
  for (const auto& known : numbered_)
    if (known.instance == index && known.slot == path.repeat && known.n == n) {
      places_[instances_[index].places + path.repeat] = known.node;
      return place_in(index, path.slot);
    }
  const auto made = place_in(index, path.slot);
  numbered_.push_back({index, path.repeat, n, places_[instances_[index].places + path.repeat]});
  return made;
}

// Elements that may be there once are shared with what is there already.
Draft::Id Making::constant(Draft::Id parent, const Constant& what) {
  auto made = fhir::element(what.def).list ? Draft::kNone : draft_.child(parent, what.def);
  if (made == Draft::kNone) made = draft_.add(parent, what.def);
  if (what.children.empty() && !draft_.has_value(made)) draft_.set_value(made, what.value);
  for (const auto& child : what.children) constant(made, child);
  return made;
}

Draft::Id Making::absent(Draft::Id id, std::string_view reason) {
  const auto extension = draft_.add(id, "extension");
  draft_.add_value(extension, "url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
  return draft_.add_value(extension, "valueCode", reason);
}

Draft::Id Making::absent_at(const OursPath& path, std::string_view reason) {
  const auto instance = current_[path.variable];
  auto top = path.slot;
  while (plan_.slot(path.variable, top).parent != kNone) top = plan_.slot(path.variable, top).parent;
  const auto& element = fhir::element(plan_.slot(path.variable, top).def);
  if (element.choice == 0 || fhir::choice_name(element.choice) != "value[x]" || fhir::type(element.owner).name != "Observation")
    return absent(place_in(instance, path.slot), reason);
  const auto owner = node(instance);
  const auto coding = draft_.add(draft_.get_or_add(owner, "dataAbsentReason"), "coding");
  draft_.add_value(coding, "system", "http://terminology.hl7.org/CodeSystem/data-absent-reason");
  return draft_.add_value(coding, "code", reason);
}

void Making::fixed(const OursPath& path, const std::vector<Constant>& what) {
  if (current_[path.variable] != kNone) fixed_.push_back({current_[path.variable], &path, &what});
}

void Making::keep(std::uint32_t leaf, std::string_view anchor, std::string path, std::string_view value) {
  if (ledger_.fate(leaf) != Fate::undecided) return;
  ledger_.mark(leaf, Fate::kept);
  residual_.push_back({std::string(anchor), std::move(path), std::string(value)});
}

void Making::identify(Index variable, std::string key) { identified_.try_emplace(std::move(key), current_[variable]); }

void Making::refer(const OursPath& path, std::string key, std::vector<std::uint32_t> leaves, const Field* field) {
  by_id_.push_back({current_[path.variable], &path, std::move(key), std::move(leaves), field});
}

// Ids of theirs that turned out to be a resource of this document become references.
void Making::resolve_ids() {
  for (auto& wish : by_id_)
    if (const auto found = identified_.find(wish.key); found != identified_.end() && found->second != wish.from) {
      met_again_ = true;
      pending_.push_back({wish.from, wish.path, found->second, true, std::move(wish.leaves), wish.field});
    }
}

std::uint32_t Making::rule_of(const Field& field) {
  if (context_.detail == Detail::counts) return 0;
  const auto slot = field.place.line + 16384u * field.file;
  if (rules_.size() <= slot) rules_.resize(slot + 1, 0);
  if (rules_[slot] == 0) rules_[slot] = ledger_.rule(plan_.line_of(field));
  return rules_[slot];
}

void Making::mark(std::uint32_t leaf, Fate fate, Draft::Id target, const Field* field) {
  if (ledger_.fate(leaf) == Fate::structural) return;
  ledger_.mark(leaf, fate, target, field == nullptr ? 0 : rule_of(*field));
  if (field != nullptr && !field->labels.empty()) label(*field);
}

void Making::label(const Field& field) {
  auto instance = field.ours.empty() ? kNone : current_[field.ours.front().variable];
  while (instance != kNone && !plan_.variables[instances_[instance].variable].resource) instance = instances_[instance].owner;
  if (instance == kNone) return;
  for (const auto& code : field.labels)
    if (const std::pair made{instance, std::string_view(code)}; std::find(labels_.begin(), labels_.end(), made) == labels_.end())
      labels_.push_back(made);
}

void Making::add_labels() {
  for (const auto& [instance, code] : labels_) {
    const auto security = draft_.add(draft_.get_or_add(node(instance), "meta"), "security");
    draft_.add_value(security, "system", kLabelSystem);
    draft_.add_value(security, "code", code);
    ledger_.add(2);
  }
}

void Making::ignore(std::uint32_t leaf, std::string_view reason) {
  if (ledger_.fate(leaf) == Fate::structural) return;
  ledger_.mark(leaf, Fate::ignored, Ledger::kNoTarget, ledger_.rule(reason));
}

void Making::finish(std::string_view key, Document& document) {
  resolve_ids();
  bring_links_to_life();
  for (const auto& instance : instances_) {
    if (instance.live)
      add_constants(instance);
    else if (instance.entry != Draft::kNone)
      draft_.remove(instance.entry);
    else if (instance.node != Draft::kNone)
      draft_.remove(instance.node);
  }
  for (const auto& fixed : fixed_) {
    if (!instances_[fixed.instance].live) continue;
    const auto at = place_in(fixed.instance, fixed.path->slot);
    for (const auto& what : *fixed.what) {
      if (what.def == kNoDef && !draft_.has_value(at)) draft_.set_value(at, what.value);
      if (what.def != kNoDef) constant(at, what);
    }
  }
  add_labels();
  name_resources(key);
  complete_bundle(key);
  document.tree = draft_.freeze(&index_of_);
  settle_links(document.tree);
  if (!guards_.empty()) ask_guards(document.tree);
  document.ledger = std::move(ledger_);
  document.residual = std::move(residual_);
  forget_document();
}

void Making::add_constants(const Instance& instance) {
  const auto& what = plan_.variables[instance.variable];
  if (what.constants.empty()) return;
  const auto node = this->node(static_cast<Index>(&instance - instances_.data()));
  for (const auto& each : what.constants) constant(node, each);
}

// fullUrl of every resource that is there, and the references between them.
void Making::name_resources(std::string_view key) {
  if (urls_.size() < instances_.size()) urls_.resize(instances_.size());
  std::string name;
  for (Index i = 0; i < instances_.size(); ++i) {
    const auto& instance = instances_[i];
    const auto& variable = plan_.variables[instance.variable];
    if (!instance.live || !variable.resource) continue;
    name.assign(key).append("\n").append(variable.name).append("\n").append(std::to_string(instance.ordinal));
    if (variable.namesake > 0) name.append("\n").append(std::to_string(variable.namesake));
    urls_[i].assign(kUrn);
    crypto::append_uuid(urls_[i], seed_, name);
    draft_.set_value(draft_.first_child(instance.entry), urls_[i]);
  }
  for (const auto& pending : pending_)
    if (instances_[pending.from].live && instances_[pending.to].live) fill(pending, urls_[pending.to]);
}

// A link into a list is one more element of it, unless it leads there already or the element made for it by a field is still free.
void Making::fill(const Pending& pending, const std::string& url) {
  const auto& path = *pending.path;
  auto target = Draft::kNone;
  auto at = place_in(pending.from, path.slot);
  if (pending.append && path.repeat != kNone) {
    target = draft_.child(at, known().target);
    if (target != Draft::kNone && draft_.value(target) != url) {
      if (linked_.contains({pending.from, path.slot, pending.to})) return;
      forget(pending.from, path.repeat);
      at = place_in(pending.from, path.slot);
    }
    if (met_again_) linked_.insert({pending.from, path.slot, pending.to});
  }
  target = draft_.child(at, known().target);
  if (target == Draft::kNone) {
    target = draft_.add(at, known().target);
    draft_.set_value(target, url);
  }
  for (const auto leaf : pending.leaves) mark(leaf, Fate::converted, target, pending.field);
}

// Bundle.type; a document Bundle needs an identifier and a timestamp (https://hl7.org/fhir/R4/bundle.html, invariants bdl-9 and bdl-10).
void Making::complete_bundle(std::string_view key) {
  bool document = false;
  for (const auto& instance : instances_)
    if (instance.live && plan_.variables[instance.variable].resource) {
      document = plan_.variables[instance.variable].type == known().composition;
      break;
    }
  draft_.set_value(draft_.add(draft_.root(), known().type), document ? "document" : "collection");
  if (!document) return;
  const auto identifier = draft_.add(draft_.root(), known().identifier);
  draft_.add_value(identifier, "system", "urn:ietf:rfc:3986");
  draft_.add_value(identifier, "value", std::string(kUrn) + crypto::uuid_of(seed_, std::string(key) + "\nBundle"));
  if (!context_.now.empty()) draft_.set_value(draft_.add(draft_.root(), known().timestamp), context_.now);
}

// What is said again arrives where it arrived the first time.
void Making::repeat_links() {
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

// From Draft ids to nodes. What was left out takes its leaves with it; what no leaf leads to was added.
void Making::settle_links(const Tree& tree) {
  reached_.assign(tree.size(), 0);
  std::vector<std::uint32_t> lost;
  for (auto& link : ledger_.links()) {
    if (link.target == Ledger::kNoTarget) continue;
    const auto node = index_of_[link.target];
    if (node == Draft::kNone)
      lost.push_back(link.leaf);
    else
      reached_[node] = 1;
    link.target = node == Draft::kNone ? Ledger::kNoTarget : node;
  }
  for (const auto leaf : lost) ledger_.settle(leaf, Fate::undecided);
  repeat_links();
  std::uint64_t added = 0;
  for (std::uint32_t i = 0; i < tree.size(); ++i) added += tree.node(i).offset != Node::kNoValue && reached_[i] == 0;
  ledger_.add(added);
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
