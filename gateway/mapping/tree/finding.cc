#include "mapping/tree/finding.h"

#include <algorithm>

#include "fhir/model.h"
#include "mapping/tree/sensitivity.h"

namespace caseway::mapping {

Finding::Finding(const Plan& plan, const Context& context) : plan_(plan), context_(context), root_order_(in_order(plan.roots)) {}

void Finding::begin(const Tree& tree) {
  tree_ = &tree;
  resources_.read(tree);
  ledger_ = Ledger("write");
  ledger_.links().reserve(16);
  rules_.clear();
  bound_.assign(plan_.variables.size(), {});
  taken_.assign(tree.size(), 0);
  written_.assign(tree.size(), 0);
  failed_.assign(tree.size(), 0);
  ledger_.resize(tree.size(), Fate::none);
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    if (tree.node(i).offset != Node::kNoValue) ledger_.settle(i, Fate::undecided);
}

// ---- variables ------------------------------------------------------------------------------------------------------------------------

// What refers to a variable says best which resource it is, so it is bound first.
void Finding::visit(Index variable, const std::vector<Index>& among, std::vector<char>& seen, std::vector<Index>& order) const {
  if (seen[variable]) return;
  seen[variable] = 1;
  for (const auto other : among) {
    for (const auto& reference : plan_.variables[other].references)
      if (reference.to == variable) visit(other, among, seen, order);
    for (const auto& link : plan_.variables[variable].links)
      if (link.variable == other) visit(other, among, seen, order);
    if (!plan_.variables[variable].resource && plan_.variables[variable].at.variable == other) visit(other, among, seen, order);
  }
  order.push_back(variable);
}

std::vector<Index> Finding::in_order(const std::vector<Index>& variables) const {
  std::vector<char> seen(plan_.variables.size(), 0);
  std::vector<Index> order;
  for (const auto variable : variables) visit(variable, variables, seen, order);
  return order;
}

void Finding::bind_roots() {
  for (const auto variable : root_order_) bind_first(variable);
  read_day();
}

void Finding::bind_roots(const std::vector<Element>& instances) {
  bind(plan_.roots, instances);
  read_day();
}

void Finding::read_day() {
  day_.clear();
  if (!plan_.dated) return;
  if (const auto found = at(plan_.dated->ours)) day_ = found.element.value();
}

void Finding::bind_rest(const std::vector<Index>& variables) {
  if (variables.size() < 2) return;
  for (const auto variable : in_order(variables))
    if (variable != variables.front()) bind_first(variable);  // the leading one is bound
}

std::vector<Element> Finding::bound(const std::vector<Index>& variables) const {
  std::vector<Element> instances;
  for (const auto variable : variables) instances.push_back(bound_[variable]);
  return instances;
}

void Finding::bind(const std::vector<Index>& variables, const std::vector<Element>& instances) {
  for (std::size_t i = 0; i < variables.size(); ++i) bound_[variables[i]] = instances[i];
}

void Finding::bind_first(Index variable) {
  bound_[variable] = Element();
  const auto found = candidates(variable, false);
  if (!found.empty()) bound_[variable] = found.front().element;
}

std::vector<Candidate> Finding::candidates(Index variable, bool lead) {
  const auto& what = plan_.variables[variable];
  std::vector<Candidate> out;
  if (!what.resource) {
    for (const auto& found : all(what.at)) out.push_back({found.element, found.element.index()});
  } else {
    for (const auto& link : what.links)
      if (out.empty()) follow(link, what, out);
    if (what.links.empty())
      for (Index other = 0; other < plan_.variables.size(); ++other)
        for (const auto& reference : plan_.variables[other].references)
          if (reference.to == variable && bound_[other] && out.empty()) follow(reference.from, what, out);
    if (what.links.empty() && out.empty())
      for (const auto resource : resources_.all())
        if (resource.type_id() == what.type) out.push_back({resource, resource.index()});
  }
  const auto before = bound_[variable];
  std::erase_if(out, [&](const Candidate& candidate) {
    const bool met = what.resource && what.links.empty() && written_[candidate.element.index()] != 0;  // by a group that a reference led to it
    if ((lead && (met || taken_[candidate.through])) || !matches(what, candidate.element)) return true;
    if (what.where.kind == OursTest::Kind::always) return false;
    bound_[variable] = candidate.element;
    return !holds(what.where);
  });
  bound_[variable] = before;
  sort_by_agreement(what, out);
  return out;
}

// The resources of the variable's type that the references at a path lead to.
void Finding::follow(const OursPath& path, const Variable& what, std::vector<Candidate>& out) {
  if (!bound_[path.variable]) return;
  OursPath each = path;
  if (each.repeat == kNone) each.repeat = each.slot;
  for (const auto& found : all(each)) {
    const auto target = resources_.resolve(found.element);
    if (target && target.type_id() == what.type) out.push_back({target, found.element.index()});
  }
}

int Finding::agreement(const Variable& what, Element candidate) const {
  int least = 2;
  for (const auto& reference : what.references) {
    if (!bound_[reference.to]) continue;
    const auto& slots = plan_.slots[what.slots].slots;
    auto at = candidate;
    std::vector<Index> chain;
    for (auto slot = reference.from.slot; slot != kNone; slot = slots[slot].parent) chain.push_back(slot);
    for (auto step = chain.rbegin(); step != chain.rend() && at; ++step) at = at.child(fhir::element(slots[*step].def).name);
    if (!at) {
      least = std::min(least, 1);
      continue;
    }
    const auto target = resources_.resolve(at);
    if (!target)
      least = std::min(least, 1);
    else if (target.index() != bound_[reference.to].index())
      least = 0;
  }
  return least;
}

void Finding::sort_by_agreement(const Variable& what, std::vector<Candidate>& out) const {
  if (what.references.empty()) return;
  std::erase_if(out, [&](const Candidate& candidate) { return agreement(what, candidate.element) == 0; });
  std::stable_partition(out.begin(), out.end(), [&](const Candidate& candidate) { return agreement(what, candidate.element) == 2; });
}

bool Finding::matches(const Variable& what, Element candidate) const {
  if (candidate.type_id() != what.type) return false;
  for (const auto& constant : what.constants)
    if (!matches(constant, candidate)) return false;
  return true;
}

bool Finding::matches(const Constant& what, Element parent) const {
  for (auto i = parent.index() + 1; i < tree_->node(parent.index()).end; i = tree_->node(i).end) {
    if (tree_->node(i).def != what.def) continue;
    const Element child(tree_, i);
    if (what.children.empty() ? child.value() == what.value
                              : std::all_of(what.children.begin(), what.children.end(), [&](const Constant& inner) { return matches(inner, child); }))
      return true;
  }
  return false;
}

// ---- places ---------------------------------------------------------------------------------------------------------------------------

bool Finding::passes(const Slot& slot, Element candidate, const std::vector<Slot>& slots) const {
  for (const auto& selector : slot.selectors)
    if (!matches(selector, candidate)) return false;
  for (const auto other : slot.named_apart)
    if (passes(slots[other], candidate, slots)) return false;
  return true;
}

// A former name, address or number comes after the present ones.
bool Finding::is_over(Element candidate) const {
  if (candidate.child_value("use") == "old") return true;
  const auto end = candidate.child("period").child_value("end");
  return !end.empty() && !context_.now.empty() && end < std::string_view(context_.now).substr(0, end.size());
}

bool Finding::try_step(Element child, const std::vector<Slot>& slots, Index repeat, std::size_t step) {
  stack_.push_back(child);
  const bool took = walk(child, slots, repeat, step + 1);
  stack_.pop_back();
  return took;
}

// Collects into found_; at the step that repeats all, elsewhere the first that leads to something.
bool Finding::walk(Element parent, const std::vector<Slot>& slots, Index repeat, std::size_t step) {
  if (step == chain_.size()) {
    found_.push_back({parent, static_cast<std::uint32_t>(trails_.size())});
    trails_.insert(trails_.end(), stack_.begin(), stack_.end());
    return true;
  }
  const auto& slot = slots[chain_[step]];
  const bool bare = slot.list && slot.selectors.empty() && slot.position == 0 && chain_[step] != repeat;
  bool took = false;
  std::uint32_t count = 0;
  std::vector<Element> former;
  for (auto i = parent.index() + 1; i < tree_->node(parent.index()).end; i = tree_->node(i).end) {
    const auto def = tree_->node(i).def;
    if (slot.choices.empty() ? def != slot.def : std::find(slot.choices.begin(), slot.choices.end(), def) == slot.choices.end()) continue;
    const Element child(tree_, i);
    if (!passes(slot, child, slots)) continue;
    if (slot.position != 0 && ++count != slot.position) continue;
    if (bare && is_over(child)) {
      former.push_back(child);
      continue;
    }
    took = try_step(child, slots, repeat, step) || took;
    if (took && chain_[step] != repeat) return true;
  }
  for (const auto child : former)
    if (!took) took = try_step(child, slots, repeat, step);
  return took;
}

void Finding::query(const OursPath& path, Index repeat) {
  found_.clear();
  trails_.clear();
  stack_.clear();
  chain_.clear();
  const auto base = bound_[path.variable];
  if (!base) return;
  const auto& slots = plan_.slots[plan_.variables[path.variable].slots].slots;
  for (auto slot = path.slot; slot != kNone; slot = slots[slot].parent) chain_.push_back(slot);
  std::reverse(chain_.begin(), chain_.end());
  walk(base, slots, repeat, 0);
}

Found Finding::at(const OursPath& path) {
  query(path, kNone - 1);
  return found_.empty() ? Found() : found_.front();
}

const std::vector<Found>& Finding::all(const OursPath& path) {
  query(path, path.repeat);
  return found_;
}

std::vector<std::pair<std::size_t, Found>> Finding::numbered(const OursPath& path) {
  auto whole = path;
  whole.slot = path.repeat;
  std::vector<std::uint32_t> elements;
  if (path.repeat != kNone)
    for (const auto& each : all(whole)) elements.push_back(each.element.index());
  query(path, path.repeat);
  const auto depth = static_cast<std::size_t>(std::find(chain_.begin(), chain_.end(), path.repeat) - chain_.begin());
  std::vector<std::pair<std::size_t, Found>> made;
  for (const auto& found : found_) {
    const auto at = depth < chain_.size() ? std::find(elements.begin(), elements.end(), trails_[found.trail + depth].index()) : elements.end();
    made.emplace_back(at == elements.end() ? made.size() : static_cast<std::size_t>(at - elements.begin()), found);
  }
  return made;
}

FoundTuple Finding::tuple(const std::vector<OursPath>& paths) {
  FoundTuple found;
  bool any = false;
  for (const auto& path : paths) {
    found.places.push_back(at(path));
    found.codes.push_back(found.places.back() ? found.places.back().element.value() : std::string_view());
    any = any || !found.codes.back().empty();
  }
  return any ? found : FoundTuple();
}

Element Finding::absent(Element place) const {
  for (const auto extension : place.children("extension"))
    if (extension.child_value("url") == "http://hl7.org/fhir/StructureDefinition/data-absent-reason") return extension.child("valueCode");
  return {};
}

Element Finding::absent_at(const OursPath& path) {
  if (const auto found = at(path)) return absent(found.element);
  if (path.slot == kNone || !bound_[path.variable]) return {};
  auto top = path.slot;
  while (plan_.slot(path.variable, top).parent != kNone) top = plan_.slot(path.variable, top).parent;
  if (bound_[path.variable].type() == "Observation") {
    const auto choice = fhir::element(plan_.slot(path.variable, top).def).choice;
    if (choice != 0 && fhir::choice_name(choice) == "value[x]") return bound_[path.variable].child("dataAbsentReason").child("coding").child("code");
  }
  return {};
}

// ---- the ledger -----------------------------------------------------------------------------------------------------------------------

std::uint32_t Finding::target(std::string_view what, std::string_view name) {
  return context_.detail == Detail::values ? ledger_.target_name(std::string(what).append(name)) : Ledger::kNoTarget;
}

std::uint32_t Finding::rule_of(const Field& field) {
  if (context_.detail == Detail::counts || field.place.line == 0) return 0;  // no line of the mapping says so
  const auto slot = field.place.line + 16384u * field.file;
  if (rules_.size() <= slot) rules_.resize(slot + 1, 0);
  if (rules_[slot] == 0) rules_[slot] = ledger_.rule(plan_.line_of(field));
  return rules_[slot];
}

void Finding::mark(Element ours, Fate fate, std::uint32_t target, const Field* field) {
  if (!ours.has_value()) return;
  ledger_.mark(ours.index(), fate, target, field == nullptr ? 0 : rule_of(*field));
}

void Finding::mark_absent(Element reason, const OursPath& path, std::uint32_t target, const Field& field) {
  mark(reason, Fate::converted, target, &field);
  if (const auto found = at(path))
    for (const auto extension : found.element.children("extension"))
      if (extension.child("valueCode").index() == reason.index()) mark(extension.child("url"), Fate::converted, target, &field);
  if (const auto coding = bound_[path.variable].child("dataAbsentReason").child("coding"); coding.child("code").index() == reason.index())
    mark(coding.child("system"), Fate::converted, target, &field);
}

void Finding::mark_selectors(const OursPath& path, const Found& found, const Field& field) {
  const auto& slots = plan_.slots[plan_.variables[path.variable].slots].slots;
  std::size_t depth = 0;
  for (auto slot = path.slot; slot != kNone; slot = slots[slot].parent) ++depth;
  if (found.trail + depth > trails_.size()) return;
  auto slot = path.slot;
  for (auto i = depth; i > 0; --i, slot = slots[slot].parent)
    for (const auto& selector : slots[slot].selectors) mark_constant(selector, trails_[found.trail + i - 1], field);
}

void Finding::mark_constant(const Constant& what, Element parent, const Field& field) {
  for (auto i = parent.index() + 1; i < tree_->node(parent.index()).end; i = tree_->node(i).end) {
    const Element child(tree_, i);
    if (tree_->node(i).def != what.def) continue;
    if (what.children.empty()) {
      if (child.value() == what.value && ledger_.fate(i) == Fate::undecided) mark(child, Fate::converted, Ledger::kNoTarget, &field);
    } else if (std::all_of(what.children.begin(), what.children.end(), [&](const Constant& inner) { return matches(inner, child); })) {
      for (const auto& inner : what.children) mark_constant(inner, child, field);
      if (const auto display = child.child("display");
          display.has_value() && ledger_.fate(display.index()) == Fate::undecided && child.type() == "Coding")
        mark(display, Fate::converted, Ledger::kNoTarget, &field);  // the display of an implied code
    }
  }
}

bool Finding::mark_constants(const std::vector<Constant>& what, Element parent, const Field& field) {
  bool all = true;
  for (const auto& constant : what) {
    if (matches(constant, parent))
      mark_constant(constant, parent, field);
    else
      all = false;
  }
  return all;
}

void Finding::mark_fixed(const Field& field) {
  const auto found = at(field.ours.front());
  if (!found) return;
  const auto& what = field.constants.front();
  if (what.def != kNoDef) {
    mark_constants(field.constants, found.element, field);
  } else if (found.element.value() == what.value) {
    mark(found.element, Fate::converted, Ledger::kNoTarget, &field);
    mark_selectors(field.ours.front(), found, field);
  }
}

// Whether a step of the path chooses by value.
bool Finding::selects(const OursPath& path) const {
  const auto& slots = plan_.slots[plan_.variables[path.variable].slots].slots;
  for (auto slot = path.slot; slot != kNone; slot = slots[slot].parent)
    if (!slots[slot].selectors.empty()) return true;
  return false;
}

void Finding::mark_instance(Index variable, const Field& field) {
  const auto instance = bound_[variable];
  if (!instance) return;
  const auto& what = plan_.variables[variable];
  mark_constants(what.constants, instance, field);
  if (!what.resource) mark_constants(plan_.slot(what.at.variable, what.at.slot).selectors, instance, field);
  for (auto link : what.links) {  // extension[URL].valueReference
    if (link.slot == kNone || !bound_[link.variable] || !selects(link)) continue;
    if (link.repeat == kNone) link.repeat = link.slot;
    for (const auto& found : std::vector<Found>(all(link)))
      if (resources_.resolve(found.element).index() == instance.index()) mark_selectors(link, found, field);
  }
}

// References inside the document, ids and the Bundle's own frame serve linking only.
// What a label says follows from the values; reading them gives it again.
void Finding::mark_labels() {
  for (const auto resource : resources_.all())
    for (const auto security : resource.child("meta").children("security")) {
      const auto code = security.child("code");
      if (security.child_value("system") != kLabelSystem || std::find(plan_.labels.begin(), plan_.labels.end(), code.value()) == plan_.labels.end())
        continue;
      for (const auto each : {security.child("system"), code})
        ledger_.mark(each.index(), Fate::ignored, Ledger::kNoTarget, ledger_.rule("derivable-from the values"));
    }
}

void Finding::finish() {
  if (!plan_.labels.empty()) mark_labels();
  static const TypeId kBundle = fhir::find_type("Bundle");
  static const TypeId kEntry = fhir::element(fhir::find_element(kBundle, "entry")).type;
  static const DefId kReference = fhir::find_element(fhir::find_type("Reference"), "reference");
  static const DefId kFullUrl = fhir::find_element(kEntry, "fullUrl");
  static const DefId kType = fhir::find_element(kBundle, "type");
  static const DefId kTimestamp = fhir::find_element(kBundle, "timestamp");
  static const DefId kIdentifier = fhir::find_element(kBundle, "identifier");
  static const TypeId kCoding = fhir::find_type("Coding");
  static const DefId kCode = fhir::find_element(kCoding, "code");
  static const DefId kDisplay = fhir::find_element(kCoding, "display");
  const auto plumbing = ledger_.rule("plumbing");
  std::uint32_t code = 0;   // of the Coding at hand
  std::uint32_t frame = 0;  // end of Bundle.identifier
  for (std::uint32_t i = 0; i < tree_->size(); ++i) {
    const auto& node = tree_->node(i);
    if (node.def == kIdentifier) frame = node.end;
    if (node.def == kCode) code = i;
    if (node.offset == Node::kNoValue || ledger_.fate(i) != Fate::undecided) continue;
    if (node.def == kDisplay && code != 0 && (ledger_.fate(code) == Fate::copied || ledger_.fate(code) == Fate::converted)) {
      ledger_.mark(i, Fate::ignored, Ledger::kNoTarget, ledger_.rule("derivable-from the code"));
      continue;
    }
    bool serves = i < frame || node.def == kFullUrl || node.def == kType || node.def == kTimestamp;
    if (node.def == kReference) serves = static_cast<bool>(resources_.resolve(Element(tree_, i).value(), resources_.owner(i)));
    if (!serves && node.def != kNoDef && fhir::element(node.def).name == "id" &&
        fhir::type(fhir::element(node.def).owner).kind == fhir::Kind::resource)
      serves = true;
    if (serves)
      ledger_.mark(i, Fate::ignored, Ledger::kNoTarget, plumbing);
    else if (!failed_[i])
      ledger_.mark(i, Fate::no_room);
  }
}

}  // namespace caseway::mapping
