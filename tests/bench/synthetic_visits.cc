#include "bench/synthetic_record.h"

namespace caseway::bench {

namespace {

constexpr Code kAmbulatory = {"http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"};
constexpr Code kPrimaryPerformer = {"http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "PPRF", "primary performer"};
constexpr Code kVisits[] = {{"http://snomed.info/sct", "185349003", "Encounter for check up (procedure)"},
                            {"http://snomed.info/sct", "410620009", "Well child visit (procedure)"},
                            {"http://snomed.info/sct", "185345009", "Encounter for symptom"}};
constexpr Code kProblems[] = {{"http://snomed.info/sct", "73595000", "Stress (finding)"},
                              {"http://snomed.info/sct", "160903007", "Full-time employment (finding)"},
                              {"http://snomed.info/sct", "444814009", "Viral sinusitis (disorder)"},
                              {"http://snomed.info/sct", "59621000", "Essential hypertension (disorder)"}};
constexpr Code kActive = {"http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"};
constexpr Code kConfirmed = {"http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Confirmed"};
constexpr Code kEncounterDiagnosis = {"http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis", "Encounter Diagnosis"};
constexpr Code kVitalSigns = {"http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs"};
constexpr Code kSurvey = {"http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey"};
constexpr Code kNormal = {"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "N", "Normal"};
constexpr Code kPanel = {"http://loinc.org", "85354-9", "Blood pressure panel with all children optional"};
constexpr Code kSystolic = {"http://loinc.org", "8480-6", "Systolic Blood Pressure"};
constexpr Code kDiastolic = {"http://loinc.org", "8462-4", "Diastolic Blood Pressure"};
constexpr Code kReport = {"http://loinc.org", "51990-0", "Basic Metabolic Panel"};
constexpr Code kAnswer = {"http://loinc.org", "LA18976-3", "Never smoker"};
constexpr Code kSmoking = {"http://loinc.org", "72166-2", "Tobacco smoking status"};
constexpr Code kProcedures[] = {{"http://snomed.info/sct", "430193006", "Medication Reconciliation (procedure)"},
                                {"http://snomed.info/sct", "710824005", "Assessment of health and social care needs"}};
constexpr Code kVaccine = {"http://hl7.org/fhir/sid/cvx", "140", "Influenza, seasonal, injectable, preservative free"};
constexpr Code kMedications[] = {{"http://www.nlm.nih.gov/research/umls/rxnorm", "308136", "amLODIPine 2.5 MG Oral Tablet"},
                                 {"http://www.nlm.nih.gov/research/umls/rxnorm", "314076", "lisinopril 10 MG Oral Tablet"}};

struct Measure {
  Code code;
  std::string_view unit;
  std::size_t below;
  int digits;
};
constexpr Measure kMeasures[] = {{{"http://loinc.org", "8302-2", "Body Height"}, "cm", 200, 14},
                                 {{"http://loinc.org", "29463-7", "Body Weight"}, "kg", 120, 1},
                                 {{"http://loinc.org", "8867-4", "Heart rate"}, "/min", 180, 0},
                                 {{"http://loinc.org", "39156-5", "Body mass index (BMI) [Ratio]"}, "kg/m2", 45, 2}};

}  // namespace

void SyntheticRecord::visit() {
  day_ += static_cast<int>(20 + make_.below(200));
  minute_ = static_cast<int>(480 + make_.below(480));
  encounter();
  condition();
  std::vector<std::string> results;
  for (int i = 0; i < 3; ++i) {
    vital_sign();
    results.push_back(make_.reference(ids_.back()));
  }
  blood_pressure();
  results.push_back(make_.reference(ids_.back(), "Blood pressure"));
  survey();
  procedure();
  if (make_.below(2) == 0) immunization();
  medication_request();
  diagnostic_report(results);
  claim();
  explanation_of_benefit();
}

void SyntheticRecord::encounter() {
  const Code& type = make_.pick(kVisits);
  const std::string individual = make_.reference(practitioner_, "Dr. Åse Example");
  const std::string participant = make_.object(
      {{"type", make_.list({make_.concept_of(kPrimaryPerformer)})}, {"period", make_.period(day_, minute_, 45)}, {"individual", individual}});
  encounter_ = add("Encounter", {{"text", make_.narrative("Visit", {{"When", make_.moment(day_, minute_)}, {"Why", std::string(type.display)}})},
                                 {"identifier", make_.list({make_.identifier("https://example.org/visits", make_.id())})},
                                 {"status", quote("finished")},
                                 {"class", make_.coding(kAmbulatory)},
                                 {"type", make_.list({make_.concept_of(type)})},
                                 {"subject", subject()},
                                 {"participant", make_.list({participant})},
                                 {"period", make_.period(day_, minute_, 45)},
                                 {"serviceProvider", make_.reference(organization_, "Example Health")}});
}

void SyntheticRecord::condition() {
  const Code& code = make_.pick(kProblems);
  const std::string note = make_.object({{"text", quote("Sleeps badly;\tsays: \"it is the noise\".\nWants a quieter room \\ floor – café below.")}});
  condition_ = add("Condition", {{"text", make_.narrative("Problem", {{"What", std::string(code.display)}, {"Since", make_.moment(day_, minute_)}})},
                                 {"clinicalStatus", make_.concept_of(kActive)},
                                 {"verificationStatus", make_.concept_of(kConfirmed)},
                                 {"category", make_.list({make_.concept_of(kEncounterDiagnosis)})},
                                 {"code", make_.concept_of(code)},
                                 {"subject", subject()},
                                 {"encounter", in_visit()},
                                 {"onsetDateTime", quote(make_.moment(day_, minute_))},
                                 {"recordedDate", quote(make_.moment(day_, minute_))},
                                 {"note", make_.list({note})}});
}

void SyntheticRecord::vital_sign() {
  const Measure& measure = make_.pick(kMeasures);
  const std::string value = make_.decimal(measure.below, measure.digits);
  add("Observation", {{"text", make_.narrative("Measured", {{measure.code.display, value + " " + std::string(measure.unit)}})},
                      {"status", quote("final")},
                      {"category", make_.list({make_.concept_of(kVitalSigns)})},
                      {"code", make_.concept_of(measure.code)},
                      {"subject", subject()},
                      {"encounter", in_visit()},
                      {"effectiveDateTime", quote(make_.moment(day_, minute_ + 5))},
                      {"issued", quote(make_.moment(day_, minute_ + 6))},
                      {"valueQuantity", make_.quantity(value, measure.unit)},
                      {"interpretation", make_.list({make_.concept_of(kNormal)})}});
}

void SyntheticRecord::blood_pressure() {
  const auto component = [&](const Code& code, std::size_t from) {
    return make_.object(
        {{"code", make_.concept_of(code)}, {"valueQuantity", make_.quantity(std::to_string(from + make_.below(40)) + ".0", "mm[Hg]")}});
  };
  add("Observation", {{"text", make_.narrative("Blood pressure", {{"Taken", make_.moment(day_, minute_)}, {"Arm", "left &amp; right"}})},
                      {"status", quote("final")},
                      {"category", make_.list({make_.concept_of(kVitalSigns)})},
                      {"code", make_.concept_of(kPanel)},
                      {"subject", subject()},
                      {"encounter", in_visit()},
                      {"effectiveDateTime", quote(make_.moment(day_, minute_ + 7))},
                      {"issued", quote(make_.moment(day_, minute_ + 8))},
                      {"component", make_.list({component(kDiastolic, 60), component(kSystolic, 105)})}});
}

void SyntheticRecord::survey() {
  add("Observation", {{"text", make_.narrative("Survey", {{"Smoking", "never"}})},
                      {"status", quote("final")},
                      {"category", make_.list({make_.concept_of(kSurvey)})},
                      {"code", make_.concept_of(kSmoking)},
                      {"subject", subject()},
                      {"encounter", in_visit()},
                      {"effectiveDateTime", quote(make_.moment(day_, minute_ + 9))},
                      {"valueCodeableConcept", make_.concept_of(kAnswer)}});
}

void SyntheticRecord::procedure() {
  const Code& code = make_.pick(kProcedures);
  add("Procedure", {{"text", make_.narrative("Done", {{"What", std::string(code.display)}})},
                    {"status", quote("completed")},
                    {"code", make_.concept_of(code)},
                    {"subject", subject()},
                    {"encounter", in_visit()},
                    {"performedPeriod", make_.period(day_, minute_ + 10, 15)},
                    {"reasonReference", make_.list({make_.reference(condition_)})}});
}

void SyntheticRecord::immunization() {
  add("Immunization", {{"text", make_.narrative("Vaccine", {{"Given", make_.moment(day_, minute_)}})},
                       {"status", quote("completed")},
                       {"vaccineCode", make_.concept_of(kVaccine)},
                       {"patient", subject()},
                       {"encounter", in_visit()},
                       {"occurrenceDateTime", quote(make_.moment(day_, minute_ + 30))},
                       {"primarySource", "true"}});
}

void SyntheticRecord::medication_request() {
  const Code& code = make_.pick(kMedications);
  const std::string repeat = make_.object({{"frequency", "1"}, {"period", "1.0"}, {"periodUnit", quote("d")}});
  const std::string amount = make_.object({{"doseQuantity", make_.object({{"value", "1.0"}})}});
  const std::string dosage = make_.object({{"sequence", "1"},
                                           {"text", quote("Take one at bedtime; “as needed”, ≤ 2 a day")},
                                           {"timing", make_.object({{"repeat", repeat}})},
                                           {"asNeededBoolean", "false"},
                                           {"doseAndRate", make_.list({amount})}});
  medication_request_ = add("MedicationRequest", {{"text", make_.narrative("Prescribed", {{"What", std::string(code.display)}, {"Dose", "1 a day"}})},
                                                  {"status", quote("active")},
                                                  {"intent", quote("order")},
                                                  {"medicationCodeableConcept", make_.concept_of(code)},
                                                  {"subject", subject()},
                                                  {"encounter", in_visit()},
                                                  {"authoredOn", quote(make_.moment(day_, minute_ + 20))},
                                                  {"requester", make_.reference(practitioner_, "Dr. Åse Example")},
                                                  {"reasonReference", make_.list({make_.reference(condition_)})},
                                                  {"dosageInstruction", make_.list({dosage})}});
}

void SyntheticRecord::diagnostic_report(const std::vector<std::string>& results) {
  add("DiagnosticReport", {{"text", make_.narrative("Report", {{"Results", std::to_string(results.size())}})},
                           {"status", quote("final")},
                           {"code", make_.concept_of(kReport)},
                           {"subject", subject()},
                           {"encounter", in_visit()},
                           {"effectiveDateTime", quote(make_.moment(day_, minute_ + 10))},
                           {"issued", quote(make_.moment(day_, minute_ + 11))},
                           {"performer", make_.list({make_.reference(organization_, "Example Health")})},
                           {"result", make_.list(results)}});
}

}  // namespace caseway::bench
