#include "mapping/tree/revision.h"

#include <algorithm>
#include <set>

#include "fhir/model.h"
#include "fhirpath/fhirpath.h"

namespace caseway::mapping {

Revision::Revision(const Plan& plan, const Context& context, const Tree& from, Way way, const std::vector<formats::Position>* positions)
    : plan_(plan),
      context_(context),
      from_(from),
      way_(way),
      positions_(positions),
      draft_(from.root().type_id()),
      came_(from),
      became_(from.size()) {}

bool Revision::run() {
  copy();
  list_resources();
  if (!find_day()) return false;
  if (way_ == Way::receiving) {
    ask_rules(from_, false);
    receive_bundle();
  }
  for (const auto& field : plan_.blocks[plan_.body].fields)
    if (has(field.ways, way_) && field.valid.covers(day_)) apply(field);
  claim_profiles();
  if (way_ == Way::receiving)
    close_document();
  else
    send_bundle();
  if (failed_) return false;
  result_ = draft_.freeze(&index_of_);
  if (way_ == Way::sending) ask_rules(result_, true);
  return !failed_;
}

// Copied in the order of the nodes, so that an element of the draft has the number of the node that it came from.
void Revision::copy() {
  draft_.reserve(from_.size(), from_.heap().size());
  for (const Element child : from_.root().children()) draft_.copy(draft_.root(), child);
}

void Revision::list_resources() {
  const auto add = [&](Element resource) {
    main_.push_back(resource.index());
    resources_[resource.type_id()].push_back(resource.index());
  };
  add(from_.root());
  if (from_.root().type() != "Bundle") return;
  for (const Element entry : from_.root().children("entry"))
    if (const Element resource = entry.child("resource")) add(resource);
}

bool Revision::find_day() {
  if (!plan_.dated) return true;
  const auto& path = plan_.dated->ours;
  for (const auto resource : resources_[plan_.variables[path.variable].type]) {
    const auto found = find(resource, path);
    if (!found.empty() && day_.empty()) day_ = draft_.value(found.front().id());
  }
  if (plan_.valid.covers(day_)) return true;
  say(Severity::error, "mapping.validity.other", 0,
      "the mapping `" + plan_.name + "` is valid " + plan_.valid.spelled() + " only, and this document is of no such day");
  return false;
}

// ---- fields ---------------------------------------------------------------------------------------------------------------------------

void Revision::apply(const Field& field) {
  const auto variable = field.place_of_theirs ? field.place_of_theirs->variable : field.ours.front().variable;
  const auto found = resources_.find(plan_.variables[variable].type);
  if (found == resources_.end()) return;
  for (const auto resource : std::vector<Id>(found->second)) apply(field, resource);
}

void Revision::apply(const Field& field, Id resource) {
  const bool receiving = way_ == Way::receiving;
  if (!passes(receiving ? field.test_of_theirs : field.test_of_ours, resource)) return;
  if (has(field.required, way_)) demand(field, resource);
  switch (field.kind) {
    case FieldKind::ignore: {
      const auto& path = field.place_of_theirs ? *field.place_of_theirs : field.ours.front();
      if (path.slot == kNone) {
        drop(resource, &field, field.constant);
      } else {
        for (const auto& each : find(resource, path)) remove(each.id(), Fate::ignored, &field, field.constant);
      }
      return;
    }
    case FieldKind::value:
      return receiving ? fix(field, resource, field.ours.front()) : imply(field, resource, field.ours.front());
    case FieldKind::constant:
      return receiving ? imply(field, resource, *field.place_of_theirs) : fix(field, resource, *field.place_of_theirs);
    default:
      if (field.beside) return agree(field, resource);
      return receiving ? move(field, resource, *field.place_of_theirs, field.ours.front())
                       : move(field, resource, field.ours.front(), *field.place_of_theirs);
  }
}

// A whole resource, with the entry around it.
void Revision::drop(Id resource, const Field* field, std::string_view reason) {
  if (resource == draft_.root()) return;
  const auto entry = draft_.parent(resource);
  std::vector<Id> parts;
  for (Id child = draft_.first_child(entry); child != Draft::kNone; child = draft_.next_sibling(child)) parts.push_back(child);
  for (const auto part : parts) remove(part, Fate::ignored, field, reason);
  for (auto* list : {&main_, &resources_[draft_.type(resource)]}) list->erase(std::remove(list->begin(), list->end(), resource), list->end());
}

bool Revision::passes(const std::shared_ptr<const fhirpath::Expression>& test, Id resource) const {
  if (test == nullptr) return true;
  fhirpath::Environment environment;
  environment.resources = &came_;
  environment.now = context_.now;
  try {
    return test->test(from_.at(resource), environment);
  } catch (const fhirpath::EvaluationError&) {
    return false;  // several where the test expects one: it does not hold of this resource
  }
}

void Revision::move(const Field& field, Id resource, const OursPath& from, const OursPath& to) {
  for (const auto& found : find(resource, from)) {
    if (field.codes != kNone) {
      const bool coding = fhir::type(draft_.type(found.id())).name == "Coding";
      const auto code = coding ? draft_.child(found.id(), "code") : found.id();
      if (code == Draft::kNone || !recode(field, code)) continue;
    }
    relocate(field, resource, found, from, to);
  }
}

// False when the place that may hold one value has one already: then both stay where they are.
bool Revision::relocate(const Field& field, Id resource, const Found& found, const OursPath& from, const OursPath& to) {
  if (from.slot == to.slot) return true;
  const auto& before = plan_.slot(from.variable, from.slot);
  const auto& after = plan_.slot(to.variable, to.slot);
  const bool stays = before.parent == after.parent && before.def == after.def;
  if (!stays) {
    const auto parent = place(resource, to.variable, after.parent);
    if (!after.list && draft_.child(parent, after.def) != Draft::kNone) return false;
    draft_.move(found.id(), parent, after.def);
  }
  reselect(field, found.id(), before.selectors, after.selectors);
  if (!stays) prune(field, found, from);
  return true;
}

// What chose the element at its former place goes without saying; at its new place it must be there.
void Revision::reselect(const Field& field, Id id, const std::vector<Constant>& from, const std::vector<Constant>& to) {
  for (const auto& each : from) {
    const auto there = matching(each, id);
    const auto same = std::find_if(to.begin(), to.end(), [&](const Constant& other) { return other.def == each.def; });
    if (there == Draft::kNone || (same != to.end() && matching(*same, id) == there)) continue;
    if (same != to.end() && each.children.empty()) {
      draft_.set_value(there, same->value);
      became(there, Fate::converted, &field);
    } else {
      remove(there, Fate::converted, &field, {});
    }
  }
  for (const auto& each : to)
    if (!matches(each, id)) make(id, each);
}

bool Revision::says(const Field& field, Id id) const {
  return std::all_of(field.constants.begin(), field.constants.end(),
                     [&](const Constant& each) { return each.def == kNoDef ? draft_.value(id) == each.value : matches(each, id); });
}

// A place that may be there once, or is not marked `[]`, keeps what it has.
void Revision::fix(const Field& field, Id resource, const OursPath& path) {
  const auto there = find(resource, path);
  const auto same = [&](const Found& each) { return says(field, each.id()); };
  if (path.each ? std::any_of(there.begin(), there.end(), same) : !there.empty()) return;
  const auto& slot = plan_.slot(path.variable, path.slot);
  const auto id = path.each ? draft_.add(place(resource, path.variable, slot.parent), slot.def) : place(resource, path.variable, path.slot);
  for (const auto& each : field.constants) {
    if (each.def == kNoDef)
      draft_.set_value(id, each.value);
    else
      make(id, each);
  }
}

namespace {
std::size_t values_of(const std::vector<Constant>& constants) {
  std::size_t count = 0;
  for (const auto& each : constants) count += each.children.empty() ? 1 : values_of(each.children);
  return count;
}
}  // namespace

std::size_t Revision::values_below(Id id) const {
  std::size_t count = draft_.has_value(id);
  for (Id child = draft_.first_child(id); child != Draft::kNone; child = draft_.next_sibling(child)) count += values_below(child);
  return count;
}

// What says more than the fixed value stays, for it does not go without saying.
void Revision::imply(const Field& field, Id resource, const OursPath& path) {
  for (const auto& found : find(resource, path)) {
    if (says(field, found.id())) {
      if (values_below(found.id()) > values_of(field.constants)) continue;
      remove(found.id(), Fate::converted, &field, {});
      prune(field, found, path);
    } else if (field.kind == FieldKind::constant) {
      say(Severity::warning, "mapping.const.differs", found.id(),
          "this dialect always says the same here (" + plan_.line_of(field) + " of the mapping), and this is another value; it was taken as it is");
    }
  }
}

void Revision::demand(const Field& field, Id resource) {
  const auto& path = way_ == Way::receiving ? *field.place_of_theirs : field.ours.front();
  if (!find(resource, path).empty()) return;
  std::string name(fhir::type(draft_.type(resource)).name);
  for (const auto slot : chain_of(path)) (name += '.') += fhir::element(plan_.slot(path.variable, slot).def).name;
  say(Severity::error, "mapping.value.missing", resource, name + " is empty and must not be; give it a value");
}

// ---- what became of it ------------------------------------------------------------------------------------------------------------------

void Revision::say(Severity severity, std::string_view id, Id place, std::string text) {
  failed_ = failed_ || severity == Severity::error;
  Place where;
  if (place < from_.size()) {
    where.path = from_.path(place);
    if (positions_ != nullptr && place < positions_->size()) {
      where.line = (*positions_)[place].line;
      where.column = (*positions_)[place].column;
    }
  }
  context_.issues->add(severity, id, std::move(where), std::move(text));
}

std::uint32_t Revision::rule_of(const Became& what, Ledger& ledger) const {
  if (!what.reason.empty()) return ledger.rule(what.reason);
  return what.field == nullptr || context_.detail == Detail::counts ? 0 : ledger.rule(plan_.line_of(*what.field));
}

namespace {
constexpr std::uint32_t kGone = 0xffffffffu;
}

Ledger Revision::account_for(const Ledger& codec) const {
  Ledger ledger("read");
  for (std::uint32_t leaf = 0; leaf < codec.size(); ++leaf) {
    const auto fate = codec.fate(leaf);
    ledger.add_leaf(fate == Fate::structural || fate == Fate::none ? fate : Fate::undecided);
    if (const auto* place = codec.place(leaf)) ledger.name_leaf(leaf, *place);
  }
  std::vector<std::uint32_t> leaf_of(from_.size(), kGone);
  for (const auto& link : codec.links()) {
    if (link.target == Ledger::kNoTarget) {
      ledger.mark(link.leaf, codec.fate(link.leaf), Ledger::kNoTarget, ledger.rule(codec.rule_text(link.rule)));
      continue;
    }
    const auto& what = became_[link.target];
    leaf_of[link.target] = link.leaf;
    ledger.mark(link.leaf, what.fate, index_of_[link.target] == kGone ? Ledger::kNoTarget : index_of_[link.target], rule_of(what, ledger));
  }
  std::set<Id> explained;
  for (const auto& link : links_) {
    if (leaf_of[link.from] == kGone || index_of_[link.to] == kGone) continue;
    ledger.mark(leaf_of[link.from], Fate::converted, index_of_[link.to], rule_of({Fate::converted, link.field, {}}, ledger));
    explained.insert(link.to);
  }
  add_made(ledger, explained);
  return ledger;
}

Ledger Revision::account_for_nodes() const {
  Ledger ledger("write");
  std::vector<std::string> paths;
  if (context_.detail == Detail::values) paths = result_.paths();
  const auto target = [&](Id id) { return index_of_[id] == kGone || paths.empty() ? Ledger::kNoTarget : ledger.target_name(paths[index_of_[id]]); };
  for (std::uint32_t node = 0; node < from_.size(); ++node) {
    ledger.add_leaf(from_.at(node).has_value() ? Fate::undecided : Fate::none);
    if (from_.at(node).has_value()) ledger.mark(node, became_[node].fate, target(node), rule_of(became_[node], ledger));
  }
  std::set<Id> explained;
  for (const auto& link : links_) {
    if (index_of_[link.to] == kGone) continue;
    ledger.mark(link.from, Fate::converted, target(link.to), rule_of({Fate::converted, link.field, {}}, ledger));
    explained.insert(link.to);
  }
  add_made(ledger, explained);
  return ledger;
}

// Values of the result that no value came for.
void Revision::add_made(Ledger& ledger, const std::set<Id>& explained) const {
  for (Id id = static_cast<Id>(from_.size()); id < index_of_.size(); ++id)
    if (index_of_[id] != kGone && result_.at(index_of_[id]).has_value() && !explained.contains(id)) ledger.add();
}

}  // namespace caseway::mapping
