#include "validation/definition_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fhir/model.h"
#include "validation/code_system_rules.h"
#include "validation/value_set_rules.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kId = "validation.definition";

bool lists(Element element, std::string_view name, std::string_view value) {
  for (const Element item : element.children(name))
    if (item.value() == value) return true;
  return false;
}

void check_search_parameter(Element parameter, const Examination& examination, Findings& findings) {
  if (const Element expression = parameter.child("expression"); expression.has_value()) {
    fhirpath::Error error;
    if (!fhirpath::Expression::compile(expression.value(), kNoType, error))  // published ones use names that FHIRPath does not: valueDateTime
      findings.add(error.id == "fhirpath.syntax" ? Severity::error : Severity::warning, expression.index(), kId,
                   "The expression is no FHIRPath: " + error.text, {});
  }
  const Tree* tree = examination.profiles().packages().find("SearchParameter", parameter.child_value("derivedFrom"));
  if (tree == nullptr) return;
  const Element origin = tree->root();
  if (origin.child_value("type") != parameter.child_value("type"))
    findings.error(parameter.child("type") ? parameter.child("type").index() : parameter.index(), kId,
                   "The type is another one than that of the search parameter which this one is derived from.");
  const bool any = lists(origin, "base", "Resource") || lists(origin, "base", "DomainResource");
  for (const Element base : parameter.children("base"))
    if (!any && !lists(origin, "base", base.value()))
      findings.error(base.index(), kId, "The search parameter which this one is derived from has not this base.");
}

void check_capability_statement(Element statement, const Examination& examination, Findings& findings) {
  for (const Element rest : statement.children("rest"))
    for (const Element resource : rest.children("resource"))
      for (const Element parameter : resource.children("searchParam")) {
        const Tree* definition = examination.profiles().packages().find("SearchParameter", parameter.child_value("definition"));
        if (definition != nullptr && definition->root().child_value("type") != parameter.child_value("type"))
          findings.error(parameter.index(), kId, "The search parameter's definition gives it another type.");
      }
}

// Whether the model has the element that a path names: "Observation.value[x].code" when one of the choices has it. Below a place that holds any
// resource everything is possible.
bool model_has(std::string_view path) {
  std::size_t dot = std::min(path.find('.'), path.size());
  std::vector<TypeId> types{fhir::find_type(path.substr(0, dot))};
  while (dot < path.size()) {
    const std::size_t end = std::min(path.find('.', dot + 1), path.size());
    const std::string_view name = path.substr(dot + 1, end - dot - 1);
    std::vector<TypeId> next;
    for (const TypeId type : types) {
      if (type == kNoType || fhir::type(type).kind == fhir::Kind::abstract) return true;
      if (fhir::type(type).kind == fhir::Kind::primitive && name == "value") return true;  // definitions name a primitive's value so
      const DefRange range = fhir::find_range(type, name);
      for (std::uint32_t def = range.first; def <= range.last; ++def) next.push_back(fhir::element(static_cast<DefId>(def)).type);
    }
    if (next.empty()) return false;
    types = std::move(next);
    dot = end;
  }
  return true;
}

class StructureRules {
 public:
  StructureRules(Element definition, const Examination& examination, Findings& findings)
      : definition_(definition), examination_(examination), findings_(findings), type_(definition.child_value("type")) {}

  void run() {
    const Profile* base = examination_.profiles().find(definition_.child_value("baseDefinition"));
    if (base != nullptr && definition_.child_value("derivation") == "constraint" && base->type != fhir::find_type(type_))
      error(definition_.child("type"), "A constraint is about the type of its base definition.");
    for (const std::string_view view : {"differential", "snapshot"})
      for (const Element element : definition_.child(view).children("element")) check(element);
  }

 private:
  void error(Element at, std::string text) { findings_.error((at ? at : definition_).index(), kId, std::move(text)); }

  void check(Element element) {
    const std::string_view path = element.child_value("path");
    if (type_.find('/') == std::string_view::npos && path.substr(0, path.find('.')) != type_)
      error(element.child("path"), "The path of every element begins with the type that is defined.");
    else if (definition_.child_value("derivation") == "constraint" && !model_has(path))
      error(element.child("path"), "The type that is constrained has no such element.");
    for (const Element type : element.children("type"))
      for (const Element profile : type.children("profile"))
        if (const Profile* known = examination_.profiles().find(profile.value())) check_profile(path, type.child_value("code"), profile, *known);
  }

  void check_profile(std::string_view path, std::string_view code, Element profile, const Profile& known) {
    const TypeId wanted = fhir::find_type(code);
    const bool any = wanted != kNoType && fhir::type(wanted).kind == fhir::Kind::abstract;
    if (wanted != known.type && !any) error(profile, "The profile is about another type than the element has.");
    if (fhir::type(known.type).name != "Extension") return;
    const std::string_view name = path.substr(path.rfind('.') + 1);
    if (known.modifier && name == "extension") error(profile, "The profile is that of a modifier extension; this element is none.");
    if (!known.modifier && known.constraint && name == "modifierExtension") error(profile, "The profile is that of no modifier extension.");
  }

  Element definition_;
  const Examination& examination_;
  Findings& findings_;
  std::string_view type_;
};

void check_structure_definition(Element definition, const Examination& examination, Findings& findings) {
  StructureRules(definition, examination, findings).run();
}

struct Rules {
  std::string_view type;
  void (*check)(Element, const Examination&, Findings&);
};
constexpr Rules kRules[] = {{"StructureDefinition", check_structure_definition},
                            {"SearchParameter", check_search_parameter},
                            {"CapabilityStatement", check_capability_statement},
                            {"ValueSet", check_value_set},
                            {"CodeSystem", check_code_system}};

}  // namespace

void check_definition(Element resource, const Examination& examination, Findings& findings) {
  for (const Rules& rules : kRules)
    if (rules.type == resource.type()) rules.check(resource, examination, findings);
}

}  // namespace caseway::validation
