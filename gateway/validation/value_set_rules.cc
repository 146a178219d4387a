#include "validation/value_set_rules.h"

#include <string>
#include <vector>

#include "validation/reference_text.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kId = "validation.definition";
constexpr std::string_view kParameter = "http://hl7.org/fhir/tools/StructureDefinition/valueset-parameter";

// The names of the parameters that the value set declares by extension.
std::vector<std::string> parameters(Element value_set) {
  std::vector<std::string> names;
  for (const Element extension : value_set.children("extension")) {
    if (extension.child_value("url") != kParameter) continue;
    for (const Element part : extension.children("extension"))
      if (part.child_value("url") == "name") names.emplace_back(part.child("value[x]").value());
  }
  return names;
}

class Compose {
 public:
  Compose(const Examination& examination, Findings& findings, std::vector<std::string> parameters)
      : examination_(examination), findings_(findings), parameters_(std::move(parameters)) {}

  void check(Element include) {
    if (const Element system = include.child("system"); system.has_value()) check_system(system);
    for (const Element filter : include.children("filter"))
      for (const Element extension : filter.child("value").children("extension")) check_expression(extension);
    for (const Element filter : include.children("filter"))
      for (const Element extension : filter.children("extension")) check_expression(extension);
  }

 private:
  void check_system(Element system) {
    const Packages& packages = examination_.profiles().packages();
    if (!is_absolute(system.value())) return findings_.error(system.index(), kId, "The system of an include is an absolute address.");
    if (packages.value_set(system.value()) != nullptr && packages.code_system(system.value()) == nullptr)
      findings_.error(system.index(), kId, "The system is the address of a value set; name it in valueSet.");
  }

  // An expression in place of a filter's value: FHIRPath over declared parameters.
  void check_expression(Element extension) {
    const Element value = extension.child("value[x]");
    if (value.type() != "Expression") return;
    if (value.child_value("language") != "text/fhirpath")
      return findings_.error(value.index(), kId, "The expression of a filter is FHIRPath (text/fhirpath).");
    fhirpath::Error error;
    if (!fhirpath::Expression::compile(value.child_value("expression"), kNoType, error, parameters_))
      findings_.error(value.index(), kId, "The expression does not compile with the parameters that the value set declares: " + error.text);
  }

  const Examination& examination_;
  Findings& findings_;
  std::vector<std::string> parameters_;
};

}  // namespace

void check_value_set(Element value_set, const Examination& examination, Findings& findings) {
  Compose compose(examination, findings, parameters(value_set));
  for (const std::string_view part : {"include", "exclude"})
    for (const Element include : value_set.child("compose").children(part)) compose.check(include);
}

}  // namespace caseway::validation
