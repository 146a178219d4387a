#include "validation/code_system_rules.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace caseway::validation {

namespace {

constexpr std::string_view kId = "validation.definition";
constexpr std::string_view kConceptProperties = "http://hl7.org/fhir/concept-properties#";

// The properties that the standard itself defines. https://hl7.org/fhir/R4/codesystem-concept-properties.html
struct StandardProperty {
  std::string_view name;
  std::string_view type;
};
constexpr StandardProperty kStandard[] = {{"inactive", "boolean"},
                                          {"deprecated", "dateTime"},
                                          {"deprecationDate", "dateTime"},
                                          {"retirementDate", "dateTime"},
                                          {"notSelectable", "boolean"},
                                          {"parent", "code"},
                                          {"child", "code"},
                                          {"partOf", "code"},
                                          {"synonym", "code"},
                                          {"comment", "string"},
                                          {"itemWeight", "decimal"},
                                          {"status", "code"}};

class CodeSystemRules {
 public:
  CodeSystemRules(Element code_system, Findings& findings) : code_system_(code_system), findings_(findings) {}

  void run() {
    for (const Element property : code_system_.children("property")) declare(property);
    concepts(code_system_);
  }

 private:
  void error(Element at, std::string text) { findings_.error(at.index(), kId, std::move(text)); }

  void declare(Element property) {
    const std::string_view code = property.child_value("code");
    const std::string_view uri = property.child_value("uri");
    const std::string_view type = property.child_value("type");
    if (!types_.emplace(code, type).second) error(property, "A property with this code is declared already.");
    if (uri.empty()) return;
    if (!uris_.insert(uri).second) error(property, "A property with this URI is declared already.");
    if (!uri.starts_with(kConceptProperties)) return;
    const std::string_view name = uri.substr(kConceptProperties.size());
    for (const StandardProperty& standard : kStandard) {
      if (standard.name == name && standard.type != type)
        error(property, "The standard gives the property of this URI the type " + std::string(standard.type) + ".");
      if (standard.name == code && name != code) error(property, "The standard uses this code for another property than that of this URI.");
    }
  }

  void concepts(Element parent) {
    for (const Element concept_ : parent.children("concept")) {
      if (const Element code = concept_.child("code"); code.has_value() && !codes_.insert(code.value()).second)
        error(code, "Another concept of the code system has this code.");
      for (const Element property : concept_.children("property")) check_property(property);
      concepts(concept_);
    }
  }

  void check_property(Element property) {
    const auto declared = types_.find(property.child_value("code"));
    const Element value = property.child("value[x]");
    if (declared == types_.end() || !value || declared->second == value.type()) return;
    if (declared->second == "string" && value.type() == "code") return;
    error(property, "The value has another type than the property is declared with.");
  }

  Element code_system_;
  Findings& findings_;
  std::map<std::string_view, std::string_view> types_;
  std::set<std::string_view> uris_;
  std::set<std::string_view> codes_;
};

}  // namespace

void check_code_system(Element code_system, const Examination&, Findings& findings) { CodeSystemRules(code_system, findings).run(); }

}  // namespace caseway::validation
