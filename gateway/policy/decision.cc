#include "policy/decision.h"

#include <algorithm>

#include "policy/traits.h"

namespace caseway::policy {
namespace {

constexpr std::string_view kInlineLabel = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

// Texts of our own, in front of those of the policy; 0 says that no rule allows it.
enum : std::uint32_t { kLabel = 1, kMeaning, kGoneReference, kOutside, kNothingLeft, kOwnTexts };

std::vector<std::string> all_texts(const Rules& rules) {
  std::vector<std::string> out{rules.texts.front(),
                               "its security label is withheld from everybody but by consent",
                               "the rest would mean something else without it",
                               "it refers to what is withheld",
                               "it refers to what is not in the document",
                               rules.texts.front()};
  out.insert(out.end(), rules.texts.begin(), rules.texts.end());
  return out;
}

}  // namespace

Decision::Decision(const Rules& rules, const Tree& tree)
    : rules_(rules),
      tree_(tree),
      index_(tree),
      document_(fhir::document_kind(tree)),
      texts_(all_texts(rules)),
      verdicts_(tree.size()),
      resource_at_(tree.size(), kNone) {
  if (tree.empty()) return;
  resource(tree.root(), kNone, kNone);
  let_references_fall();
}

void Decision::resource(Element root, std::uint32_t entry, std::uint32_t holder) {
  const auto index = static_cast<std::uint32_t>(resources_.size());
  resource_at_[root.index()] = index;
  resources_.push_back({root.index(), entry == kNone ? root.index() : entry, holder});
  if (holder != kNone) ++resources_[holder].content;
  if (labelled(root)) {
    withhold(root.index(), kLabel);
    return;
  }
  const std::size_t cursors = cursors_.size();
  const Verdict verdict = enter(root);
  if (verdict.denied) {
    withhold(root.index(), verdict.text);
  } else if (!bearable(root, verdict.reach)) {
    withhold(root.index(), kMeaning);
  } else if (root.type() == "Bundle") {
    bundle(root, verdict, cursors, index);
  } else {
    children(root, verdict, cursors, index);
  }
  cursors_.resize(cursors);
}

// The rules that are about this resource: those for the whole of it give the verdict, the others become cursors.
Decision::Verdict Decision::enter(Element root) {
  Verdict verdict;
  Action strongest = Action::allow;
  const auto of_type = rules_.rules.find(root.type_id());
  if (of_type == rules_.rules.end()) return verdict;
  for (const Rule& rule : of_type->second) {
    if (!rules_.conditions[rule.conditions].hold(document_, root, rule.action != Action::allow)) continue;
    if (!rule.path.steps.empty()) {
      cursors_.push_back({&rule, 0});
    } else if (rule.action >= strongest) {
      strongest = rule.action;
      const Reach reach = verdict.pass == Pass::yes ? std::max(verdict.reach, rule.reach) : rule.reach;
      verdict = {rule.action == Action::allow ? Pass::yes : Pass::no, reach, kOwnTexts + rule.text, nullptr, rule.action == Action::deny};
    }
  }
  return verdict;
}

// What a Bundle says of itself goes with its entries; only they are content.
void Decision::bundle(Element root, const Verdict& inherited, std::size_t cursors, std::uint32_t resource) {
  const std::size_t cursors_end = cursors_.size();
  for (Element child : root.children()) {
    const std::string_view name = child.name();
    Verdict verdict = inherited;
    verdict = advance(child, verdict, cursors, cursors_end);
    const bool structural = name == "id" || name == "type" || name == "timestamp" || (name == "identifier" && !rules_.replaces_ids);
    if (!verdict.denied && (structural || verdict.pass == Pass::yes)) verdict.pass = Pass::with_resource;
    if (name == "entry") {
      entry(child, verdict, resource);
    } else {
      visit(child, verdict, cursors_end, resource);
    }
    cursors_.resize(cursors_end);
  }
}

void Decision::entry(Element entry, const Verdict& inherited, std::uint32_t resource) {
  const Element content = entry.child("resource");
  for (Element child : entry.children()) {
    if (child.index() == content.index() && content) {
      this->resource(child, entry.index(), resource);
    } else if (child.name() == "fullUrl" && content) {
      verdicts_[child.index()] = {Pass::with_resource, Reach::listed};
    } else {
      visit(child, inherited, cursors_.size(), resource);
    }
  }
}

void Decision::children(Element parent, const Verdict& inherited, std::size_t cursors, std::uint32_t resource) {
  const std::size_t cursors_end = cursors_.size();
  for (Element child : parent.children()) {
    const std::uint8_t trait = traits(child.def());
    if ((trait & kResourceId) != 0) {
      verdicts_[child.index()] = {Pass::with_resource, Reach::listed};
      continue;
    }
    Verdict verdict = inherited;
    if (inherited.pass != Pass::no && !covered(child, inherited)) verdict = {};
    if (inherited.pass != Pass::no && (trait & kExtension) != 0 && rules_.extensions.count(child.child_value("url")) > 0) {
      verdict = {inherited.pass, Reach::everything, inherited.text};
    }
    verdict = advance(child, verdict, cursors, cursors_end);
    if (verdict.pass == Pass::no && (trait & kGoesAlong) != 0) verdict = {Pass::with_resource, Reach::listed, verdict.text};
    visit(child, verdict, cursors_end, resource);
    cursors_.resize(cursors_end);
  }
}

// Moves the cursors [cursors, cursors_end) on to `child`: those that go on are pushed, those that end there decide.
Decision::Verdict Decision::advance(Element child, Verdict verdict, std::size_t cursors, std::size_t cursors_end) {
  const Rule* decides = nullptr;
  Reach reach = Reach::listed;
  for (std::size_t i = cursors; i < cursors_end; ++i) {
    const Cursor cursor = cursors_[i];
    if (!cursor.rule->path.steps[cursor.step].takes(child)) continue;
    if (cursor.step + 1 < cursor.rule->path.steps.size()) {
      cursors_.push_back({cursor.rule, cursor.step + 1});
      continue;
    }
    if (cursor.rule->action == Action::allow) reach = std::max(reach, cursor.rule->reach);
    if (!decides || cursor.rule->action > decides->action) decides = cursor.rule;
  }
  if (!decides) return verdict;
  if ((traits(child.def()) & kExtension) != 0 && decides->action == Action::allow) reach = Reach::everything;
  const Pass pass = decides->action == Action::deny ? Pass::no : decides->action == Action::generalise ? Pass::general : Pass::yes;
  return {pass, reach, kOwnTexts + decides->text, decides, pass == Pass::no};
}

// Whether a path above the child covers it.
bool Decision::covered(Element child, const Verdict& inherited) const {
  if (inherited.reach == Reach::everything) return true;
  const std::uint8_t trait = traits(child.def());
  if ((trait & kApart) != 0) return false;
  return inherited.reach == Reach::free_text || (trait & kFreeText) == 0;
}

void Decision::visit(Element element, const Verdict& verdict, std::size_t cursors, std::uint32_t resource) {
  if (element.is_resource()) {  // contained, Parameters.parameter.resource, ...
    const bool may_pass = verdict.pass != Pass::no && verdict.reach == Reach::everything;
    if (may_pass) return this->resource(element, kNone, kNone);
    return withhold(element.index(), verdict.text);
  }
  if (!bearable(element, verdict.reach)) return withhold(element.index(), kMeaning);
  if (verdict.denied || (verdict.pass == Pass::no && cursors == cursors_.size())) return withhold(element.index(), verdict.text);
  if (verdict.pass == Pass::general) {
    const std::uint32_t end = tree_.node(element.index()).end;
    for (std::uint32_t i = element.index(); i < end; ++i) verdicts_[i] = verdict;
    ++resources_[resource].content;
    return;
  }
  if (verdict.pass != Pass::no && (traits(element.def()) & kReference) != 0 && !note_reference(element, resource)) return;
  verdicts_[element.index()] = verdict;
  if (element.has_value() && verdict.pass == Pass::yes) ++resources_[resource].content;
  children(element, verdict, cursors, resource);
}

// Whether an element may be shown at all: an extension that changes its meaning must be able to pass, and so must rules that the resource was
// written under. An element may also carry a security label of its own.
bool Decision::bearable(Element element, Reach reach) const {
  for (Element child : element.children()) {
    const std::uint8_t trait = traits(child.def());
    if ((trait & (kExtension | kChangesMeaning)) == 0) continue;
    const bool may_pass = (trait & kExtension) != 0 && rules_.extensions.count(child.child_value("url")) > 0;
    if ((trait & kChangesMeaning) != 0 && !may_pass && reach != Reach::everything) return false;
    const bool label = (trait & kExtension) != 0 && child.child_value("url") == kInlineLabel;
    if (label && rules_.labels.count(child.child("valueCoding").child_value("code")) > 0) return false;
  }
  return true;
}

bool Decision::labelled(Element resource) const {
  for (Element label : resource.child("meta").children("security")) {
    if (rules_.labels.count(label.child_value("code")) > 0) return true;
  }
  return false;
}

// False when the reference may not pass whatever the resource it leads to.
bool Decision::note_reference(Element reference, std::uint32_t resource) {
  if (!reference.child("reference").has_value()) return true;  // a name or an identifier only
  const Element target = index_.resolve(reference);
  if (!target && !rules_.references_outside) {
    withhold(reference.index(), kOutside);
    return false;
  }
  references_.push_back({reference.index(), resource, target ? target.index() : kNone});
  return true;
}

void Decision::withhold(std::uint32_t from, std::uint32_t text) {
  const std::uint32_t end = tree_.node(from).end;
  for (std::uint32_t i = from; i < end; ++i) verdicts_[i] = {Pass::no, Reach::listed, text};
}

void Decision::let_references_fall() {
  std::vector<std::uint32_t> gone;  // resources to let go
  std::vector<std::vector<std::uint32_t>> inbound(resources_.size());
  for (std::uint32_t i = 0; i < references_.size(); ++i) {
    Reference& reference = references_[i];
    if (reference.target == kNone) continue;
    const std::uint32_t target = resource_at_[reference.target];
    if (target == kNone) {
      drop(reference, gone);  // it stands where nothing was looked at because nothing may pass
    } else {
      inbound[target].push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].content == 0) gone.push_back(i);
  }
  while (!gone.empty()) {
    const std::uint32_t next = gone.back();
    gone.pop_back();
    if (!resources_[next].visible) continue;
    vanish(resources_[next], gone);
    for (std::uint32_t reference : inbound[next]) drop(references_[reference], gone);
  }
}

// How much of a resource's content stands from this node on.
std::uint64_t Decision::content_of(std::uint32_t from) const {
  std::uint64_t content = 0;
  const std::uint32_t end = tree_.node(from).end;
  for (std::uint32_t i = from; i < end;) {
    const bool general = verdicts_[i].pass == Pass::general;
    if (general || (verdicts_[i].pass == Pass::yes && tree_.at(i).has_value())) ++content;
    i = general ? tree_.node(i).end : i + 1;
  }
  return content;
}

void Decision::drop(Reference& reference, std::vector<std::uint32_t>& gone) {
  if (!reference.stands) return;
  reference.stands = false;
  Resource& resource = resources_[reference.resource];
  resource.content -= content_of(reference.node);
  withhold(reference.node, kGoneReference);
  if (resource.content == 0) gone.push_back(reference.resource);
}

// What was withheld for a reason of its own keeps it.
void Decision::vanish(Resource& resource, std::vector<std::uint32_t>& gone) {
  resource.visible = false;
  const std::uint32_t end = tree_.node(resource.from).end;
  for (std::uint32_t i = resource.from; i < end; ++i) {
    if (verdicts_[i].pass != Pass::no) verdicts_[i] = {Pass::no, Reach::listed, kNothingLeft};
  }
  if (resource.holder != kNone && --resources_[resource.holder].content == 0) gone.push_back(resource.holder);
}

}  // namespace caseway::policy
