// Published examples through the validator with their packages: the R4 examples (pack r4-examples) and those of US Core and Da Vinci PAS (pack ig).
// None is refused but for a fault that it has: those are listed with it.
#include <gtest/gtest.h>

#include <map>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "fhir/codec.h"
#include "validation/validator.h"

namespace caseway::conformance {

namespace {

// Folder/file name -> issue id -> what is wrong with the example.
using Faults = std::map<std::string, std::pair<std::string, std::string>>;

const Faults kOfR4 = {
    {"ActivityDefinition-blood-tubes-supply.json", {"validation.narrative", "its div is empty (txt-2)"}},
    {"ActivityDefinition-heart-valve-replacement.json", {"validation.narrative", "its div is empty (txt-2)"}},
    {"EventDefinition-example.json", {"validation.narrative", "its div is empty (txt-2)"}},
    {"Questionnaire-zika-virus-exposure-assessment.json", {"validation.narrative", "its div is empty (txt-2)"}},
    {"Bundle-10bb101f-a121-4264-a920-67be9cb82c74.json", {"validation.bundle", "a fullUrl names another id than the resource has"}},
    {"Bundle-3a0707d3-549e-4467-b8b8-5a2ab3800efe.json", {"validation.bundle", "a fullUrl names another id than the resource has"}},
    {"Bundle-lri-example.json", {"validation.bundle", "fullUrls name other ids than the resources have"}},
    {"Bundle-bundle-search-warning.json", {"validation.bundle", "an entry of a search result has no fullUrl"}},
    {"Bundle-hla-1.json", {"validation.extension", "hla-genotyping-results-glstring has no part \"uri\""}},
    {"Contract-C-123.json", {"validation.code", "a code of the system of URIs that is no URI"}},
    {"Contract-INS-101.json", {"validation.code", "a code of the system of URIs that is no URI"}},
    {"ImagingStudy-example-xr.json", {"validation.code", "a SNOMED RT code where a SNOMED CT code belongs"}},
    {"NutritionOrder-enteralcontinuous.json", {"validation.code", "a SNOMED CT code with a wrong check digit"}},
    {"PlanDefinition-example-cardiology-os.json", {"validation.code", "\"look up value\" where a SNOMED CT code belongs"}},
    {"DeviceMetric-example.json", {"validation.reference", "parent leads to a DeviceDefinition; only a Device may stand there"}},
    {"DeviceUseStatement-example.json", {"validation.reference", "reasonReference leads to a Procedure, which may not stand there"}},
    {"MedicationRequest-medrx0301.json",
     {"validation.reference", "dispenseRequest.performer leads to a Practitioner; only an Organization may stand there"}},
    {"Observation-clinical-gender.json", {"validation.reference", "performer leads to an Encounter, which may not stand there"}},
    {"Observation-f202.json", {"validation.cardinality", "a body temperature without a time, which the profile of vital signs wants"}},
    {"ImplementationGuide-fhir.json", {"fhir.missing", "no name and no status"}},
    {"ig-r4.json", {"fhir.missing", "no name and no status"}},
    {"Questionnaire-qs1.json", {"fhir.missing", "items without linkId"}},
    {"Library-zika-virus-intervention-logic.json", {"fhir.format", "canonicals that begin with urn:oid: and are no OIDs"}},
    {"TerminologyCapabilities-example.json", {"fhir.format", "a UUID in upper case"}},
    {"Observation-example-genetics-brcapat.json", {"validation.extension", "an extension of US Core, whose package the example does not name"}},
};

const Faults kOfGuides = {
    {"us_core_610/Bundle-66c8856b-ba11-4876-8aa8-467aad8c11a2.json", {"validation.bundle", "a fullUrl names another id than the resource has"}},
    {"us_core_610/Bundle-docref-example-2.json", {"validation.bundle", "a fullUrl names another id than the resource has"}},
    {"davinci_pas_2.2.1/Subscription-PASSubscriptionExample.json",
     {"validation.extension", "extensions of the package hl7.fhir.uv.subscriptions-backport, which is not here"}},
};

struct Counted {
  std::size_t files = 0;
  std::size_t right = 0;  // accepted, or refused for nothing but its known fault
};

// Errors other than the known one are failures, and so is a known one that is not found any more.
void check(const validation::Validator& validator, const std::string& guide, const std::filesystem::path& folder, const Faults& faults,
           Counted& counted) {
  for (const auto& file : files_in(folder, ".json")) {
    Issues issues;
    Tree tree;
    if (fhir::read_json(bytes_of(file), Limits::batch(), issues, tree, nullptr, {})) validator.validate(tree, {}, issues);
    const auto fault = faults.find(guide + file.filename().string());
    std::size_t known = 0, others = 0;
    for (const Issue& issue : issues.all()) {
      if (issue.severity > Severity::error) continue;
      const bool expected = fault != faults.end() && fault->second.first == issue.id;
      ++(expected ? known : others);
      EXPECT_TRUE(expected) << file.filename() << " " << issue.id << " " << issue.place.path << " " << issue.text;
    }
    EXPECT_EQ(known > 0, fault != faults.end()) << file.filename() << " has its fault no more: take it off the list";
    ++counted.files;
    counted.right += others == 0 ? 1 : 0;
  }
}

validation::Validator validator_with(const std::vector<std::filesystem::path>& folders) {
  auto packages = std::make_shared<validation::Packages>();
  Issues issues;
  for (const auto& folder : folders) EXPECT_TRUE(packages->add(folder.string(), issues));
  return validation::Validator(packages);
}

}  // namespace

TEST(FhirValidatorExamples, R4ExamplesAreRefusedOnlyForTheirFaults) {
  CASEWAY_SUITE(core, "r4-definitions", "r4-definitions");
  CASEWAY_SUITE(expansions, "r4-definitions", "r4-definitions-extra/package");
  CASEWAY_SUITE(examples, "r4-examples", "r4-examples-json");
  Counted counted;
  check(validator_with({core, expansions}), "", examples, kOfR4, counted);
  figure("R4 examples, accepted or refused for a fault that they have", counted.right, counted.files);
}

TEST(FhirValidatorExamples, ExamplesOfGuidesConformToTheirProfiles) {
  CASEWAY_SUITE(core, "r4-definitions", "r4-definitions");
  CASEWAY_SUITE(expansions, "r4-definitions", "r4-definitions-extra/package");
  CASEWAY_SUITE(guides, "ig", "ig");
  Counted counted;
  for (const char* guide : {"us_core_610", "us_core_700"})
    check(validator_with({core, expansions, guides / guide}), std::string(guide) + "/", guides / guide / "example", kOfGuides, counted);
  for (const char* guide : {"davinci_pas_2.0.1", "davinci_pas_2.2.1"})
    check(validator_with({core, expansions, guides / "us_core_610", guides / guide}), std::string(guide) + "/", guides / guide / "example", kOfGuides,
          counted);
  figure("US Core and Da Vinci PAS examples, accepted or refused for a fault that they have", counted.right, counted.files);
}

}  // namespace caseway::conformance
