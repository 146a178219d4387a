#include "policy/traits.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "fhir/model.h"

namespace caseway::policy {
namespace {

constexpr std::array<std::string_view, 6> kAlways{"status", "intent", "doNotPerform", "clinicalStatus", "verificationStatus", "lifecycleStatus"};

bool is_free_text(std::string_view owner, std::string_view name, std::string_view type) {
  if (type == "Narrative" || type == "Annotation") return true;
  if (owner == "CodeableConcept") return name == "text";
  if (owner == "Coding") return name == "display";
  return owner == "Reference" && (name == "display" || name == "identifier");
}

std::uint8_t traits_of(const fhir::ElementInfo& element) {
  const fhir::TypeInfo& owner = fhir::type(element.owner);
  const bool of_resource = owner.kind == fhir::Kind::resource;
  const std::string_view type = fhir::type(element.type).name;
  int found = 0;
  if (of_resource && element.name == "id") found |= kResourceId;
  if (of_resource && std::find(kAlways.begin(), kAlways.end(), element.name) != kAlways.end()) found |= kGoesAlong;
  if (is_free_text(owner.name, element.name, type)) found |= kFreeText;
  if (type == "Extension" || type == "Meta" || (element.name == "id" && !of_resource)) found |= kApart;
  if (type == "Extension") found |= kExtension;
  if (element.name == "modifierExtension" || (of_resource && element.name == "implicitRules")) found |= kChangesMeaning;
  if (type == "Reference") found |= kReference;
  return static_cast<std::uint8_t>(found);
}

}  // namespace

std::uint8_t traits(DefId def) {
  static const std::vector<std::uint8_t> all = [] {
    std::vector<std::uint8_t> out;
    for (const fhir::ElementInfo& element : fhir::elements()) out.push_back(traits_of(element));
    return out;
  }();
  return def < all.size() ? all[def] : std::uint8_t{0};
}

}  // namespace caseway::policy
