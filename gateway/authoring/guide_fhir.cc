// The guide of a dialect of FHIR: what passes as it is, and each place where it is different.
#include "authoring/guide_places.h"
#include "fhir/model.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

std::string code_span(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) (list += list.empty() ? "" : ", ") += code_span(name);
  return list;
}

std::string joined(const formats::ConfigNode* node) { return list_of(texts_of(node)); }

// What happens there, both ways.
std::string what_happens(const Field& field, const formats::ConfigNode& node) {
  switch (field.kind) {
    case FieldKind::ignore:
      return (field.place_of_theirs ? "not carried when you send it: " : "not sent to you: ") + field.constant;
    case FieldKind::constant:
      return "always says the same; we send it so";
    case FieldKind::value:
      return "goes without saying, and is not sent to you";
    default:
      if (field.codes == kNone) return field.required == Way::neither ? "is our " + joined(node.find("ours")) : "must be there";
      if (field.beside) return "says the same as " + joined(node.find("ours")) + ", in other words";
      return "has codes of its own";
  }
}

}  // namespace

void describe_fhir(const Plan& plan, const FieldNodes& nodes, Guide& guide) {
  guide.about.front() = "FHIR R4 in JSON or XML" +
                        (plan.fhir.bundles.empty() ? std::string() : ": a Bundle (" + list_of(plan.fhir.bundles) + "), or a resource alone") +
                        ". Everything passes as it is, but for the places below." +
                        (plan.fhir.bundles.empty() ? std::string() : " We send a Bundle of type " + code_span(plan.fhir.bundles.front()) + ".");
  if (plan.fhir.first != kNone)
    guide.about.push_back("What we send begins with a " + code_span(fhir::type(plan.variables[plan.fhir.first].type).name) + ".");
  for (const auto& profile : plan.fhir.profiles)
    guide.about.push_back(code_span(fhir::type(profile.type).name) + (profile.test == nullptr ? "" : ", where it fits,") + " claims the profile " +
                          code_span(profile.url) + ".");
  guide.sections.emplace_back();
  for (const auto& field : plan.blocks[plan.body].fields) {
    const auto& node = nodes.of(field);
    Guide::Place place;
    place.name = node.text(node.find("theirs") != nullptr ? "theirs" : "ours");
    place.meaning = field.doc.empty() ? what_happens(field, node) : field.doc;
    place.example = field.example;
    if (field.ways != Way::both && field.kind != FieldKind::ignore)
      place.more.emplace_back(field.ways == Way::receiving ? "when you send it" : "when we send it");
    if (const auto* when = node.find("when")) place.more.push_back("where " + code_span(when->scalar));
    if (const auto* when = node.find("if")) place.more.push_back("where " + code_span(when->scalar));
    guide.sections.back().places.push_back(std::move(place));
  }
  for (const auto& rule : plan.fhir.rules) guide.rules.push_back(rule.says + " (" + code_span(rule.id) + ")");
}

}  // namespace caseway::authoring
