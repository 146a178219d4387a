// Any text as a file of one table, read by a mapping with everything that cells can be, and written again.
#include "mapping_round.h"

namespace {

constexpr std::string_view kMapping = R"yaml(mapping: fuzz
version: "1"
document: referral
theirs: { format: csv, key: id, skip_rows: { kind: void } }
ours:
  request: { resource: ServiceRequest, subject: patient, intent: order }
  patient: { resource: Patient }
  veteran: { resource: Observation, subject: patient, code: { text: veteran } }
fields:
  - { theirs: id, ours: request.identifier.value, as: id, required: both }
  - { theirs: on, ours: request.authoredOn, as: datetime, accept: [YYYY-MM-DD, M/D/YYYY, "YYYY-MM-DDTHH:mm:ssZ"], write: "YYYY-MM-DDTHH:mm:ssZ" }
  - { theirs: needs, ours: request.category, codes: need, join: ";" }
  - { theirs: name, ours: patient.name, as: name, max_length: 9 }
  - { theirs: "phone_{n}", ours: "patient.telecom[system=phone].value", as: phone, up_to: 2 }
  - { theirs: "phone_{n}_use", ours: "patient.telecom[system=phone].use", codes: use, up_to: 2 }
  - { theirs: veteran, ours: veteran.valueBoolean, as: yes-no, missing: hmis }
  - { theirs: note, ours: request.note.text }
  - each: rows
    when: { kind: goal }
    ours: { goal: { resource: Goal, subject: patient, link: request.supportingInfo } }
    fields:
      - { theirs: code, ours: goal.description, as: codeable, required: receiving }
      - { theirs: amount, ours: goal.target.detailQuantity.value, as: decimal }
  - each: rows
    when: { kind: [need, concern] }
    ours: { need: { resource: Condition, subject: patient, link: request.reasonReference } }
    fields:
      - { theirs: [kind, code], ours: [need.severity.text, need.code.text], codes: kinds }
codes:
  need: { system: sdoh-category, rows: [[food, food-insecurity], ["01", homelessness], ["1", stress, { only: receiving }]] }
  use: { rows: [[h, home], [w, work]] }
  kinds: { rows: [[need, a, one, alpha], [need, b, one, beta], [concern, a, two, alpha]] }
)yaml";

}  // namespace

CASEWAY_FUZZ_TARGET(mapping_csv, ".fuzz.csv") {
  using namespace caseway;
  static const auto mapping = fuzz::compiled(kMapping);
  fuzz::there_and_back(mapping, bytes);
}
