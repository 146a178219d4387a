// Extensions by their definitions, wherever they stand.
//
//   known     its content conforms to the definition; it stands in a context that the definition names; a modifier stands in modifierExtension and
//             nothing else does
//   unknown   an error, as for the reference validator: whoever sends it must say what it means. HL7's own, which a later extension package may
//             define, give a warning; addresses reserved for examples information, and so do those that carry elements of other FHIR versions
//             (http://hl7.org/fhir/5.0/StructureDefinition/extension-...), unless R4 has an extension of its own for the element
//   nested    a relative url must be one that the definition around it names
//   issues    validation.extension
//   spec      https://hl7.org/fhir/R4/extensibility.html, https://hl7.org/fhir/R4/defining-extensions.html,
//             https://hl7.org/fhir/R4/versions.html#extensions
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "validation/examination.h"

namespace caseway::validation {

class ExtensionRules {
 public:
  ExtensionRules(const Examination& examination, Findings& findings) : examination_(examination), findings_(findings) {}

  // around: the nodes that hold the extension, outermost first.
  void check(Element extension, std::span<const std::uint32_t> around);

 private:
  void check_unknown(Element extension, std::string_view url);
  void check_known(Element extension, const Profile& definition, std::span<const std::uint32_t> around);
  void check_nested(Element extension, std::string_view url, Element parent);
  bool may_stand(const Profile& definition, std::span<const std::uint32_t> around) const;
  bool stands_in(const ExtensionContext& context, std::span<const std::uint32_t> around) const;
  bool is_element(std::string_view expression, std::span<const std::uint32_t> around) const;
  void error(Element at, std::string text) { findings_.error(at.index(), "validation.extension", std::move(text)); }

  const Examination& examination_;
  Findings& findings_;
};

}  // namespace caseway::validation
