// Any text as an XML document, read by a mapping with all that its paths can say, and written again.
#include "mapping_round.h"

namespace {

constexpr std::string_view kMapping = R"yaml(mapping: fuzz
version: "1"
document: referral
theirs: { format: xml, root: r, namespace: "urn:example:fuzz", namespaces: { o: "urn:example:other" }, key: "@id" }
ours:
  request: { resource: ServiceRequest, subject: patient, intent: order }
  patient: { resource: Patient }
  writer: { resource: Practitioner, link: request.requester }
fields:
  - { theirs: "@id", ours: request.identifier.value, as: id }
  - { theirs: "@on", ours: request.authoredOn, as: datetime }
  - { theirs: "@version", const: "2" }
  - { theirs: "o:note[]", ours: "request.note[].text", as: text }
  - { theirs: "urgency[@of='us']/@code", ours: request.priority, codes: urgency }
  - { theirs: "name[@use='legal'][1]", ours: "patient.name[use=official].text", as: text }
  - { theirs: look, ignore: decoration }
  - within: writer
    fields:
      - { use: person, with: { p: writer } }
  - choose:
      - when: "phone[not(@other)]"
        fields:
          - { theirs: "phone[not(@other)]/@n", ours: "patient.telecom[system=phone].value", as: phone }
      - fields:
          - { theirs: "mail/@n", ours: "patient.telecom[system=email].value", as: text }
  - each: need
    ours: { need: { resource: Condition, subject: patient, link: request.reasonReference, key: ["@n"] } }
    fields:
      - { theirs: "@n", ours: need.identifier.value, as: id }
      - { theirs: "text()", ours: need.code.text, as: text }
      - { use: part, with: { n: need } }
templates:
  person:
    - { theirs: name, ours: $p.name.text, as: text }
  part:
    - each: part
      ours: { part: { at: "$n.evidence[]" } }
      fields:
        - { theirs: "@c", ours: part.code.text, as: text }
codes:
  urgency: { rows: [[low, routine], [high, urgent], [top, urgent, { only: receiving }]] }
)yaml";

}  // namespace

CASEWAY_FUZZ_TARGET(mapping_xml, ".fuzz.xml") {
  using namespace caseway;
  static const auto mapping = fuzz::compiled(kMapping);
  fuzz::there_and_back(mapping, bytes);
}
