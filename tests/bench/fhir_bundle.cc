#include "bench/fhir_bundle.h"

#include <algorithm>
#include <random>
#include <vector>

namespace caseway::bench {

namespace {

class Generator {
 public:
  std::string bundle(std::size_t bytes) {
    std::string entries;
    for (std::size_t i = 0; entries.size() < bytes; ++i) {
      if (!entries.empty()) entries += ',';
      const std::string id = "c" + std::to_string(i);
      entries += object({R"("fullUrl":"urn:uuid:00000000-0000-4000-8000-)" + padded(i) + '"', R"("resource":)" + resource(i, id),
                         R"("request":{"method":"POST","url":"Observation"})"});
    }
    return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}";
  }

 private:
  // The members in a random order, resourceType where it falls.
  std::string object(std::vector<std::string> members) {
    std::shuffle(members.begin(), members.end(), random_);
    std::string text = "{";
    for (const std::string& member : members) text += (text.size() > 1 ? "," : "") + member;
    return text + "}";
  }

  static std::string padded(std::size_t i) {
    const std::string digits = std::to_string(i);
    return std::string(12 - digits.size(), '0') + digits;
  }

  std::string number() { return std::to_string(random_() % 200) + "." + std::to_string(random_() % 10000); }

  std::string narrative(std::string_view what) {
    return R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p><b>)" + std::string(what) +
           R"(</b> of caf\u00e9 visit &amp; follow-up</p><table class=\"grid\"><tr><td>walk &lt; 2 km</td><td>)" + number() +
           R"(</td></tr></table></div>"})";
  }

  static std::string concept_of(std::string_view system, std::string_view code, std::string_view display) {
    return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) + R"(","display":")" + std::string(display) +
           R"("}],"text":")" + std::string(display) + "\"}";
  }

  std::string resource(std::size_t i, const std::string& id) {
    const std::string subject = R"("subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000000","display":"Example \"Sam\" Person"})";
    switch (i % 4) {
      case 0:
        return object(
            {R"("resourceType":"Patient")", R"("id":")" + id + '"', narrative("Person"),
             R"("identifier":[{"system":"urn:oid:2.16.840.1.113883.19.5","value":")" + padded(i) + "\"}]",
             R"("name":[{"use":"official","family":"Person","given":["Sam","Ad\u00e8le"],"prefix":["Mx."]}])",
             R"("telecom":[{"system":"phone","value":"555-0100","use":"home"}])", R"("gender":"other")", R"("birthDate":"1980-02-29")",
             R"("address":[{"line":["12 Example Street\nback yard"],"city":"Sampleton","state":"MA","postalCode":"01234","country":"US"}])"});
      case 1:
        return object({R"("resourceType":"Observation")", R"("id":")" + id + '"', R"("status":"final")", narrative("Measure"), subject,
                       R"("code":)" + concept_of("http://loinc.org", "8867-4", "Heart rate \\\\ pulse"),
                       R"("effectiveDateTime":"2026-03-01T10:15:00+01:00")",
                       R"("valueQuantity":{"value":)" + number() + R"(,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"})",
                       R"("component":[{"code":)" + concept_of("http://loinc.org", "8480-6", "Systolic") + R"(,"valueQuantity":{"value":)" +
                           number() + R"(,"unit":"mm[Hg]"}}])"});
      case 2:
        return object({R"("resourceType":"Condition")", R"("id":")" + id + '"', narrative("Problem"), subject,
                       R"("clinicalStatus":)" + concept_of("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"),
                       R"("code":)" + concept_of("http://snomed.info/sct", "73595000", "Stress"), R"("onsetDateTime":"2019-05")",
                       R"("note":[{"text":"Sleeps badly;\tsays: \"it is the noise\".\nWants a quieter room."}])"});
      default:
        return object({R"("resourceType":"Encounter")", R"("id":")" + id + '"', R"("status":"finished")", narrative("Visit"), subject,
                       R"("class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"})",
                       R"("type":[)" + concept_of("http://snomed.info/sct", "185349003", "Encounter for check up") + "]",
                       R"("period":{"start":"2026-03-01T10:00:00Z","end":"2026-03-01T10:45:00Z"})",
                       R"("participant":[{"individual":{"reference":"Practitioner/p1","display":"Dr. Example"}}])"});
    }
  }

  std::mt19937 random_{20261121};
};

}  // namespace

std::string bundle_json(std::size_t bytes) { return Generator().bundle(bytes); }

}  // namespace caseway::bench
