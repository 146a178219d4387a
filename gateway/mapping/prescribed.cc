#include "mapping/prescribed.h"

#include "fhir/model.h"

namespace caseway::mapping {

namespace {

constexpr std::string_view kConditionClinical[] = {"active", "recurrence", "relapse", "inactive", "remission", "resolved"};
constexpr std::string_view kConditionVerification[] = {"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"};
constexpr std::string_view kAllergyClinical[] = {"active", "inactive", "resolved"};
constexpr std::string_view kAllergyVerification[] = {"unconfirmed", "confirmed", "refuted", "entered-in-error"};

struct Prescribed {
  std::string_view owner, element;
  std::span<const std::string_view> codes;
};
constexpr Prescribed kPrescribed[] = {
    {"Condition", "clinicalStatus", kConditionClinical},
    {"Condition", "verificationStatus", kConditionVerification},
    {"AllergyIntolerance", "clinicalStatus", kAllergyClinical},
    {"AllergyIntolerance", "verificationStatus", kAllergyVerification},
};

}  // namespace

std::span<const std::string_view> prescribed_codes(DefId element) {
  const auto& what = fhir::element(element);
  for (const auto& known : kPrescribed)
    if (known.element == what.name && known.owner == fhir::type(what.owner).name) return known.codes;
  return {};
}

}  // namespace caseway::mapping
