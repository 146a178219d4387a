#include "validation/extension_rules.h"

#include <algorithm>
#include <array>

#include "fhir/model.h"
#include "validation/conformance.h"
#include "validation/reference_text.h"

namespace caseway::validation {

namespace {

// Addresses under which nobody defines anything: examples of the standard and of documentation.
constexpr std::array<std::string_view, 6> kExampleHosts{"example.org", "example.com", "acme.com", "acme.org", "nema.org", "hl7.org/fhir/us/example"};

constexpr std::string_view kStandard = "http://hl7.org/fhir/";

bool is_example(std::string_view url) {
  return std::any_of(kExampleHosts.begin(), kExampleHosts.end(), [url](std::string_view host) { return url.find(host) != std::string_view::npos; });
}

// "Patient.animal" of "http://hl7.org/fhir/3.0/StructureDefinition/extension-Patient.animal"; "" of any other address.
std::string_view element_of_other_version(std::string_view url) {
  if (!url.starts_with(kStandard)) return {};
  url.remove_prefix(kStandard.size());
  constexpr std::string_view kMiddle = "/StructureDefinition/extension-";
  if (url.size() < 3 || url[1] != '.' || !url.substr(3).starts_with(kMiddle)) return {};
  return url.substr(3 + kMiddle.size());
}

// Where HL7's own R4 definitions and guides use an extension beyond the contexts that its definition names; later versions of the definitions name
// them.
struct Context {
  std::string_view extension;  // behind http://hl7.org/fhir/StructureDefinition/
  std::string_view expression;
};
constexpr Context kUsedContexts[] = {{"structuredefinition-fhir-type", "ElementDefinition.type"},
                                     {"structuredefinition-normative-version", "Element"},
                                     {"regex", "ElementDefinition.type"},
                                     {"regex", "ElementDefinition.type.code"},
                                     {"valueset-concept-comments", "CodeSystem.concept"},
                                     {"capabilitystatement-expectation", "Element"}};

// R4's own extensions for what other versions have as elements are named after them: patient-animal for Patient.animal.
std::string own_extension(std::string_view element) {
  std::string name(kStandard);
  name.append("StructureDefinition/");
  for (const char c : element) name.push_back(c == '.' ? '-' : c);
  const std::size_t type = name.rfind('/') + 1;
  const std::size_t end = std::min(name.find('-', type), name.size());
  std::transform(name.begin() + static_cast<std::ptrdiff_t>(type), name.begin() + static_cast<std::ptrdiff_t>(end),
                 name.begin() + static_cast<std::ptrdiff_t>(type),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

// The abstract types that an element of a type also is.
bool is_kind_of(std::string_view expression, Element element) {
  if (expression == "Element") return true;  // R4's own definitions mean resources too
  if (element.is_resource()) {
    if (expression == "Resource") return true;
    const bool domain = fhir::find_element(element.type_id(), "text") != kNoDef;
    if (expression == "DomainResource") return domain;
    if (expression == "CanonicalResource" || expression == "MetadataResource") return fhir::find_element(element.type_id(), "url") != kNoDef;
    return false;
  }
  const fhir::Kind kind = fhir::type(element.type_id()).kind;
  return expression == "BackboneElement" && kind == fhir::Kind::backbone;
}

}  // namespace

void ExtensionRules::check(Element extension, std::span<const std::uint32_t> around) {
  const std::string_view url = extension.child_value("url");
  if (url.empty()) return;  // reported as missing
  const Element parent = around.empty() ? Element() : examination_.tree().at(around.back());
  if (!is_absolute(url)) return check_nested(extension, url, parent);
  if (const Profile* definition = examination_.profiles().find(url); definition != nullptr && definition->type == extension.type_id()) {
    check_known(extension, *definition, around);
  } else {
    check_unknown(extension, url);
  }
}

void ExtensionRules::check_unknown(Element extension, std::string_view url) {
  if (const std::string_view element = element_of_other_version(url); !element.empty()) {
    if (examination_.profiles().find(own_extension(element)) != nullptr)
      return error(extension, "R4 has an extension of its own for this element of another FHIR version.");
    return findings_.note(extension.index(), "validation.extension", "An element of another FHIR version; its content was not checked.");
  }
  if (is_example(url)) return findings_.note(extension.index(), "validation.extension", "An extension for examples; nobody defines it.");
  const std::string text = "No package defines this extension: add the package that does (--package), or leave the extension out.";
  if (url.starts_with("http://hl7.org/fhir/StructureDefinition/") || url.starts_with("http://hl7.org/fhir/tools/"))
    return findings_.warning(extension.index(), "validation.extension", text);
  error(extension, text);
}

void ExtensionRules::check_known(Element extension, const Profile& definition, std::span<const std::uint32_t> around) {
  const bool at_modifier = extension.name() == "modifierExtension";
  if (definition.modifier && !at_modifier) error(extension, "This extension changes the meaning of the element: it belongs into modifierExtension.");
  if (!definition.modifier && at_modifier) error(extension, "This extension is no modifier: it belongs into extension.");
  if (!may_stand(definition, around)) error(extension, "The definition does not allow the extension at this element.");
  Conformance(examination_, findings_).check(extension, definition);
}

// A part of a complex extension. What the definition around it does not name, it does not have.
void ExtensionRules::check_nested(Element extension, std::string_view url, Element parent) {
  if (parent.type() != "Extension") return error(extension, "The url of an extension is absolute.");
  const Profile* definition = examination_.profiles().find(parent.child_value("url"));
  if (definition == nullptr) return;
  for (const ElementRule& rule : definition->elements)
    if (rule.name == "url" && rule.fixed.value() == url) return;
  error(extension, "The definition of the extension around this one has no such part.");
}

bool ExtensionRules::may_stand(const Profile& definition, std::span<const std::uint32_t> around) const {
  const auto& contexts = definition.contexts;
  if (contexts.empty()) return true;
  for (const ExtensionContext& context : contexts)
    if (stands_in(context, around)) return true;
  for (const Context& used : kUsedContexts)
    if (definition.url == own_extension(used.extension) && is_element(used.expression, around)) return true;
  return false;
}

bool ExtensionRules::stands_in(const ExtensionContext& context, std::span<const std::uint32_t> around) const {
  if (around.empty()) return false;
  const Element parent = examination_.tree().at(around.back());
  switch (context.kind) {
    case ExtensionContext::Kind::extension:
      return parent.type() == "Extension" && parent.child_value("url") == context.expression.substr(0, context.expression.find('#'));
    case ExtensionContext::Kind::element:
      return is_element(context.expression, around);
    case ExtensionContext::Kind::fhirpath:
      break;
  }
  fhirpath::Error error;
  const auto expression = fhirpath::Expression::compile(context.expression, kNoType, error);
  if (!expression) return true;
  fhirpath::Environment environment;
  environment.resources = &examination_.resources();
  try {
    for (const fhirpath::Value& value : expression->evaluate(examination_.resources().owner(parent.index()), environment))
      if (value.kind() == fhirpath::Value::Kind::element && value.element().index() == parent.index()) return true;
  } catch (const fhirpath::EvaluationError&) {
    return true;  // what cannot be evaluated is not held against the document
  }
  return false;
}

// "Patient.contact" from the resource or from any type on the way, a type's name, or an abstract type.
bool ExtensionRules::is_element(std::string_view expression, std::span<const std::uint32_t> around) const {
  if (const std::size_t hash = expression.find('#'); hash != std::string_view::npos) expression.remove_prefix(hash + 1);
  if (expression.find(':') != std::string_view::npos) return true;  // an element of a profile by its slices: not followed here
  const Tree& tree = examination_.tree();
  const Element parent = tree.at(around.back());
  if (expression == parent.type() || is_kind_of(expression, parent)) return true;
  std::string path;  // the names below the node that the path is tried from
  for (std::size_t i = around.size(); i-- > 0;) {
    const Element at = tree.at(around[i]);
    if (!path.empty() && expression == std::string(at.type()) + path) return true;
    if (at.is_resource()) break;
    const fhir::ElementInfo& info = fhir::element(at.def());
    std::string next = ".";
    next.append(info.choice != 0 && path.empty() && expression.ends_with("[x]") ? fhir::choice_name(info.choice) : info.name);
    path.insert(0, next);
  }
  return false;
}

}  // namespace caseway::validation
