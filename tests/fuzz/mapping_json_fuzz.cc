// Any text as JSON, one object, an array of them, objects on lines or a page of results, read by a mapping with all that its paths can say, and
// written again.
#include "mapping_round.h"

namespace {

constexpr std::string_view kMapping = R"yaml(mapping: fuzz
version: "1"
document: service-directory
theirs: { format: json, each: document, root: contents, key: id }
ours:
  service: { resource: HealthcareService }
fields:
  - { theirs: id, ours: "service.identifier[system=urn:example:id].value", as: id }
  - { theirs: name, ours: service.name, required: receiving }
  - { theirs: status, ours: "service.extension[urn:example:status].valueString", as: text }
  - { theirs: status, ours: service.active, codes: status, derived: true }
  - { theirs: minimum_age, ours: "service.extension[urn:example:age].valueDecimal" }
  - { theirs: "'web page'", ours: "service.telecom[system=url].value" }
  - { theirs: "links[rel='map']/href", ours: "service.extension[urn:example:map].valueUri", as: uri }
  - { theirs: "tags[]", ours: "service.characteristic[].text", as: text }
  - { theirs: days, ours: "service.availableTime.daysOfWeek", codes: days, join: "," }
  - { theirs: version, const: "2" }
  - { theirs: look, ignore: decoration }
  - { theirs: ../total, ignore: plumbing }
  - each: location
    up_to: 1
    ours: { location: { resource: Location, link: service.location } }
    fields:
      - { theirs: name, ours: location.name }
      - { use: part, with: { n: location } }
templates:
  part:
    - each: phones
      ours: { phone: { at: "$n.telecom[]" } }
      fields:
        - { theirs: number, ours: phone.value, as: phone }
        - { theirs: rank, ours: phone.rank, json: string }
codes:
  status: { rows: [[open, "true"], [closed, "false"]] }
  days: { rows: [[MO, mon], [TU, tue]] }
)yaml";

}  // namespace

CASEWAY_FUZZ_TARGET(mapping_json, ".fuzz.json") {
  using namespace caseway;
  static const auto mapping = fuzz::compiled(kMapping);
  fuzz::there_and_back(mapping, bytes);
}
