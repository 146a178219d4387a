// The Bundle around the resources: its type, what only one type of Bundle may have, what stands first in it; and what must be true of the whole.
#include <algorithm>

#include "crypto/digest.h"
#include "fhir/model.h"
#include "fhirpath/fhirpath.h"
#include "mapping/tree/revision.h"

namespace caseway::mapping {

namespace {

constexpr std::string_view kPlumbing = "plumbing";
constexpr std::string_view kOtherType = "a Bundle of another type";
constexpr std::string_view kOursType = "collection";

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) (text += text.empty() ? "" : ", ") += word;
  return text;
}

}  // namespace

void Revision::receive_bundle() {
  if (plan_.fhir.first != kNone) {
    const auto made_by_us = resources_[plan_.variables[plan_.fhir.first].type];
    for (const auto resource : made_by_us) drop(resource, nullptr, kPlumbing);
  }
  if (plan_.fhir.bundles.empty() || from_.root().type() != "Bundle") return;
  const auto type = draft_.child(draft_.root(), "type");
  const std::string came(type == Draft::kNone ? std::string_view() : draft_.value(type));
  const auto& accepted = plan_.fhir.bundles;
  if (std::find(accepted.begin(), accepted.end(), came) == accepted.end())
    return say(Severity::error, "mapping.bundle.other", type == Draft::kNone ? draft_.root() : type,
               "this Bundle is of another type than this dialect has (" + listed(accepted) + "); send one of these");
  if (came == kOursType || came == "document") return;
  draft_.set_value(type, kOursType);
  became(type, Fate::converted, nullptr, kOtherType);
  drop_delivery();
}

// How a Bundle was asked for, found or to be stored; a collection has none of it (https://hl7.org/fhir/R4/bundle.html, bdl-1 to bdl-4).
void Revision::drop_delivery() {
  const auto drop_children = [&](Id parent, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
      for (auto child = draft_.child(parent, name); child != Draft::kNone; child = draft_.child(parent, name))
        remove(child, Fate::ignored, nullptr, kPlumbing);
  };
  drop_children(draft_.root(), {"total", "link"});
  for (const Element entry : from_.root().children("entry")) drop_children(entry.index(), {"request", "response", "search", "link"});
}

// A document begins with its Composition; one whose Composition went is a collection of what is left.
void Revision::close_document() {
  if (plan_.fhir.bundles.empty() || from_.root().child_value("type") != "document") return;
  if (main_.size() > 1 && fhir::type(draft_.type(main_[1])).name == "Composition") return;
  const auto type = draft_.child(draft_.root(), "type");
  draft_.set_value(type, kOursType);
  became(type, Fate::converted, nullptr, kOtherType);
}

void Revision::send_bundle() {
  if (plan_.fhir.bundles.empty() || from_.root().type() != "Bundle") return;
  const auto type = draft_.get_or_add(draft_.root(), "type");
  const std::string has_type(draft_.value(type));
  const auto& known = plan_.fhir.bundles;
  const auto told = context_.settings.find("bundle");
  std::string wanted = known.front();
  if (has_type == "document" && std::find(known.begin(), known.end(), has_type) != known.end()) wanted = has_type;
  if (told != context_.settings.end() && std::find(known.begin(), known.end(), told->second) != known.end()) wanted = told->second;
  if (wanted != has_type) {
    draft_.set_value(type, wanted);
    became(type, Fate::converted, nullptr, kOtherType);
  }
  if (wanted == known.front()) put_first();
  if (wanted != "transaction" && wanted != "batch") return;
  for (std::size_t i = 1; i < main_.size(); ++i) {
    const auto request = draft_.get_or_add(draft_.parent(main_[i]), "request");
    if (draft_.first_child(request) != Draft::kNone) continue;
    draft_.add_value(request, "method", "POST");
    draft_.add_value(request, "url", fhir::type(draft_.type(main_[i])).name);
  }
}

void Revision::claim_profiles() {
  for (const auto& profile : plan_.fhir.profiles) {
    const auto found = resources_.find(profile.type);
    if (found == resources_.end()) continue;
    for (const auto resource : found->second) {
      if (!passes(profile.test, resource)) continue;
      const auto meta = draft_.get_or_add(resource, "meta");
      bool claimed = false;
      for (Id child = draft_.first_child(meta); child != Draft::kNone; child = draft_.next_sibling(child)) {
        const auto value = draft_.value(child);
        claimed = claimed || value.substr(0, value.find('|')) == profile.url;
      }
      if (!claimed) draft_.add_value(meta, "profile", profile.url);
    }
  }
}

// An entry's fullUrl, else the resource's type and id; one that has neither is given a fullUrl.
std::string Revision::address_of(TypeId type) {
  const auto found = resources_.find(type);
  if (found == resources_.end() || found->second.empty()) return {};
  const auto resource = found->second.front();
  const auto entry = draft_.parent(resource);
  if (const auto url = draft_.child(entry, "fullUrl"); url != Draft::kNone) return std::string(draft_.value(url));
  const std::string name(fhir::type(type).name);
  if (const auto id = draft_.child(resource, "id"); id != Draft::kNone) return name + "/" + std::string(draft_.value(id));
  auto made = "urn:uuid:" + crypto::uuid_of(context_.id_seed, plan_.name + " " + name);
  draft_.add_value(entry, "fullUrl", made);
  return made;
}

void Revision::put_first() {
  if (plan_.fhir.first == kNone) return;
  const auto& what = plan_.variables[plan_.fhir.first];
  std::string about;
  for (const auto& reference : what.references)
    if (reference.said.variable == kNone) about += " " + address_of(plan_.variables[reference.to].type);
  const auto entry = draft_.add(draft_.root(), "entry");
  draft_.add_value(entry, "fullUrl", "urn:uuid:" + crypto::uuid_of(context_.id_seed, plan_.name + about));
  const auto resource = draft_.add_resource(entry, "resource", fhir::type(what.type).name);
  for (const auto& constant : what.constants) make(resource, constant);
  for (const auto& reference : what.references) {
    if (reference.said.variable != kNone) {
      say_again(resource, reference);
    } else if (const auto address = address_of(plan_.variables[reference.to].type); !address.empty()) {
      draft_.add_value(place(resource, plan_.fhir.first, reference.from.slot), "reference", address);
    }
  }
  std::vector<Id> before;  // the others go behind it, in their order
  for (Id child = draft_.first_child(draft_.root()); child != Draft::kNone; child = draft_.next_sibling(child))
    if (draft_.def(child) == draft_.def(entry) && child != entry) before.push_back(child);
  for (const auto each : before) draft_.move(each, draft_.root(), draft_.def(each));
}

// What a Reference of the first resource of its type says, said by the resource that stands first as well.
void Revision::say_again(Id first, const Variable::Reference& reference) {
  const auto found = resources_.find(plan_.variables[reference.to].type);
  if (found == resources_.end() || found->second.empty()) return;
  const auto said = find(found->second.front(), reference.said);
  if (said.empty()) return;
  for (const auto name : {"reference", "display"})
    if (const auto value = draft_.child(said.front().id(), name); value != Draft::kNone)
      draft_.add_value(place(first, plan_.fhir.first, reference.from.slot), name, draft_.value(value));
}

void Revision::ask_rules(const Tree& theirs, bool sending) {
  const auto told = context_.settings.find("rules");
  if (plan_.fhir.rules.empty() || (told != context_.settings.end() && told->second == "off")) return;
  const bool only_warns = told != context_.settings.end() && told->second == "warn";
  const fhir::Resources resources(theirs);
  fhirpath::Environment environment;
  environment.resources = &resources;
  environment.now = context_.now;
  const auto holds = [&](const fhirpath::Expression& test, Element resource) {
    try {
      return test.test(resource, environment);
    } catch (const fhirpath::EvaluationError&) {
      return false;
    }
  };
  std::vector<Element> asked{theirs.root()};
  if (theirs.root().type() == "Bundle")
    for (const Element entry : theirs.root().children("entry"))
      if (const Element resource = entry.child("resource")) asked.push_back(resource);
  for (const auto& rule : plan_.fhir.rules) {
    if (!has(rule.ways, way_)) continue;
    for (const auto resource : asked) {
      if (resource.type_id() != rule.type || holds(*rule.check, resource)) continue;
      const auto severity = only_warns ? std::max(rule.severity, Severity::warning) : rule.severity;
      if (!sending) {
        say(severity, rule.id, resource.index(), rule.says);
      } else {
        failed_ = failed_ || severity == Severity::error;
        context_.issues->add(severity, rule.id, {theirs.path(resource.index()), 0, 0}, rule.says);
      }
    }
  }
}

}  // namespace caseway::mapping
