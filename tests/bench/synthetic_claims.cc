#include "bench/synthetic_record.h"

namespace caseway::bench {

namespace {

constexpr std::size_t kItems = 3;

constexpr Code kPharmacy = {"http://terminology.hl7.org/CodeSystem/claim-type", "pharmacy", "Pharmacy"};
constexpr Code kNormalPriority = {"http://terminology.hl7.org/CodeSystem/processpriority", "normal", "Normal"};
constexpr Code kPrimary = {"http://terminology.hl7.org/CodeSystem/claimcareteamrole", "primary", "Primary provider"};
constexpr Code kPrincipal = {"http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "principal", "Principal Diagnosis"};
constexpr Code kSubmitted = {"http://terminology.hl7.org/CodeSystem/adjudication", "submitted", "Submitted Amount"};
constexpr Code kEligible = {"http://terminology.hl7.org/CodeSystem/adjudication", "eligible", "Eligible Amount"};
constexpr Code kBenefit = {"http://terminology.hl7.org/CodeSystem/adjudication", "benefit", "Benefit Amount"};
constexpr Code kProducts[] = {{"http://snomed.info/sct", "185349003", "Encounter for check up (procedure)"},
                              {"http://snomed.info/sct", "73595000", "Stress (finding)"},
                              {"http://snomed.info/sct", "430193006", "Medication Reconciliation (procedure)"}};

}  // namespace

std::string SyntheticRecord::adjudication(const Code& category) {
  return make_.object({{"category", make_.concept_of(category)}, {"amount", make_.money(400)}});
}

std::string SyntheticRecord::claim_item(std::size_t sequence, bool adjudicated) {
  return make_.object(
      {{"sequence", std::to_string(sequence)},
       {"diagnosisSequence", "[1]"},
       {"productOrService", make_.concept_of(kProducts[sequence % std::size(kProducts)])},
       {"servicedPeriod", make_.period(day_, minute_, 45)},
       {"net", make_.money(900)},
       {"encounter", make_.list({in_visit()})},
       {"adjudication", adjudicated ? make_.list({adjudication(kSubmitted), adjudication(kEligible), adjudication(kBenefit)}) : std::string()}});
}

void SyntheticRecord::claim() {
  std::vector<std::string> items;
  for (std::size_t i = 1; i <= kItems; ++i) items.push_back(claim_item(i, false));
  claim_ =
      add("Claim",
          {{"text", make_.narrative("Claim", {{"For", make_.moment(day_, minute_)}, {"Items", std::to_string(kItems)}})},
           {"status", quote("active")},
           {"type", make_.concept_of(kPharmacy)},
           {"use", quote("claim")},
           {"patient", subject()},
           {"billablePeriod", make_.period(day_, minute_, 45)},
           {"created", quote(make_.moment(day_, minute_ + 60))},
           {"provider", make_.reference(organization_, "Example Health")},
           {"priority", make_.concept_of(kNormalPriority)},
           {"prescription", make_.reference(medication_request_)},
           {"diagnosis", make_.list({make_.object({{"sequence", "1"}, {"diagnosisReference", make_.reference(condition_)}})})},
           {"insurance",
            make_.list({make_.object({{"sequence", "1"}, {"focal", "true"}, {"coverage", make_.object({{"display", quote("Example Mutual")}})}})})},
           {"item", make_.list(items)},
           {"total", make_.money(3000)}});
}

void SyntheticRecord::explanation_of_benefit() {
  const std::string coverage = make_.object({{"resourceType", quote("Coverage")},
                                             {"id", quote("coverage")},
                                             {"status", quote("active")},
                                             {"type", make_.object({{"text", quote("Example Mutual “Plus”")}})},
                                             {"beneficiary", subject()},
                                             {"payor", make_.list({make_.object({{"display", quote("Example Mutual")}})})}});
  std::vector<std::string> items;
  for (std::size_t i = 1; i <= kItems; ++i) items.push_back(claim_item(i, true));
  const std::string team = make_.object({{"sequence", "1"}, {"provider", make_.reference(practitioner_)}, {"role", make_.concept_of(kPrimary)}});
  const std::string insurance =
      make_.object({{"focal", "true"}, {"coverage", make_.object({{"reference", quote("#coverage")}, {"display", quote("Example Mutual")}})}});
  const std::string diagnosis =
      make_.object({{"sequence", "1"}, {"diagnosisReference", make_.reference(condition_)}, {"type", make_.list({make_.concept_of(kPrincipal)})}});
  add("ExplanationOfBenefit",
      {{"text", make_.narrative("Explanation of benefit", {{"Paid", make_.decimal(400, 2)}, {"On", make_.moment(day_ + 7, 600)}})},
       {"contained", make_.list({coverage})},
       {"identifier", make_.list({make_.identifier("https://example.org/benefits", make_.id())})},
       {"status", quote("active")},
       {"type", make_.concept_of(kPharmacy)},
       {"use", quote("claim")},
       {"patient", subject()},
       {"billablePeriod", make_.period(day_, minute_, 45)},
       {"created", quote(make_.moment(day_ + 7, 600))},
       {"insurer", make_.object({{"display", quote("Example Mutual")}})},
       {"provider", make_.reference(practitioner_)},
       {"claim", make_.reference(claim_)},
       {"outcome", quote("complete")},
       {"careTeam", make_.list({team})},
       {"diagnosis", make_.list({diagnosis})},
       {"insurance", make_.list({insurance})},
       {"item", make_.list(items)},
       {"total", make_.list({adjudication(kSubmitted)})},
       {"payment", make_.object({{"amount", make_.money(400)}})}});
}

}  // namespace caseway::bench
