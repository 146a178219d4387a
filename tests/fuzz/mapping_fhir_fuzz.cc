// Any text as a document of a dialect of FHIR, revised by a mapping both ways.
#include "mapping_round.h"

namespace {

constexpr std::string_view kMapping = R"yaml(mapping: fuzz
version: "1"
document: [referral, referral-update]
theirs:
  format: fhir
  bundle: [message, transaction, collection]
  profiles: { Task: { is: "http://example.org/task", if: "code.coding.code = 'fulfill'" } }
  first: { resource: MessageHeader, eventCoding: { system: "http://example.org/events", code: referral }, source: { endpoint: "urn:example:us" }, focus: Task }
fields:
  - { theirs: "Task.extension[http://example.org/due].valueDateTime", ours: Task.restriction.period.end }
  - { theirs: "Task.code.coding[system=http://example.org/old]", ours: "Task.code.coding[system=http://hl7.org/fhir/CodeSystem/task-code]" }
  - { theirs: ServiceRequest.priority, ours: ServiceRequest.priority, codes: priority }
  - { theirs: "Task.businessStatus.coding[system=http://example.org/steps].code", ours: Task.status, codes: steps, beside: true }
  - { theirs: Provenance, ignore: plumbing }
  - { ours: "ServiceRequest.category[]", value: { coding: [{ system: snomed, code: "410606002" }] } }
  - { theirs: Task.instantiatesUri, const: "http://example.org/workflow" }
codes:
  priority: { rows: [[routine, urgent], [urgent, routine]] }
  steps: { rows: [["1", requested], ["2", accepted]] }
)yaml";

}  // namespace

CASEWAY_FUZZ_TARGET(mapping_fhir, ".fuzz.json") {
  using namespace caseway;
  static const auto mapping = fuzz::compiled(kMapping);
  fuzz::round_of(mapping, bytes);
}
