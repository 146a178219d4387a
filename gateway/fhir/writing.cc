#include "fhir/writing.h"

#include "fhir/lexical.h"
#include "fhir/narrative.h"

namespace caseway::fhir {

void Writing::value(std::uint32_t node, Primitive type, std::string_view text) {
  if (type == Primitive::xhtml) {
    const DivCheck check = check_div(text);
    if (!check.why_not.empty()) {
      refuse(node, "fhir.narrative", "The narrative's div cannot be written: " + std::string(check.why_not) + ".");
    } else if (check.repairs() || check.length != text.size()) {
      refuse(node, "fhir.narrative", "The narrative's div is not one XHTML element by itself.");
    }
  } else if (!is_written_well(type, text)) {
    refuse(node, "fhir.format",
           "The value is not written as a FHIR " + std::string(fhir::type(static_cast<TypeId>(type)).name) + ", or out of its range.");
  }
}

void Writing::unclean(std::uint32_t node) { refuse(node, "fhir.control_character", "The value holds a character that FHIR and XML cannot hold."); }

void Writing::repeated(std::uint32_t node) { refuse(node, "fhir.too_many", "This element must not repeat."); }

void Writing::signatures() {
  const DefId of_bundle = find_element(find_type("Bundle"), "signature");
  const DefId of_provenance = find_element(find_type("Provenance"), "signature");
  for (std::uint32_t i = 0; i < tree_.size(); ++i) {
    const DefId def = tree_.node(i).def;
    if (def != of_bundle && def != of_provenance) continue;
    issues_.add(Severity::warning, "fhir.signature", {tree_.path(i), 0, 0},
                "The signature was copied, but it is over the document as it was sent and does not hold for this one.");
  }
}

void Writing::refuse(std::uint32_t node, std::string_view id, std::string text) {
  passed_ = false;
  issues_.add(Severity::error, id, {tree_.path(node), 0, 0}, std::move(text));
}

}  // namespace caseway::fhir
