// One cell for a name or an address: its text, else its parts.
#include <gtest/gtest.h>

#include "case_files.h"
#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

constexpr const char* kMapping = R"(
mapping: parts
version: "1"
document: service-contact
theirs: { format: csv }
ours: { patient: { resource: Patient } }
fields:
  - { theirs: name, ours: patient.name }
  - { theirs: home, ours: patient.address }
)";

std::string written(const std::string& patient) {
  const auto path = testing::TempDir() + "parts.map.yaml";
  std::ofstream(path) << kMapping;
  Issues issues;
  Context context;
  context.issues = &issues;
  Documents documents;
  documents.all.emplace_back();
  fhir::read_json(patient, Limits(), issues, documents.all[0].tree, nullptr);
  Parts parts;
  Mapping::load(path).write(context, documents, parts);
  return parts.all.empty() ? "" : parts.all[0].bytes;
}

TEST(WritingParts, JoinsThemWhereThereIsNoText) {
  EXPECT_EQ(written(R"({"resourceType": "Patient", "name": [{"given": ["Amara", "Ngozi"], "family": "Okafor", "suffix": ["Jr."]}],
      "address": [{"line": ["12 Elm Street", "Apartment 4"], "city": "Portland", "state": "OR", "postalCode": "97205"}]})"),
            "name,home\r\nAmara Ngozi Okafor Jr.,\"12 Elm Street, Apartment 4, Portland, OR 97205\"\r\n");
}

TEST(WritingParts, TakesTheTextWhereThereIsOne) {
  EXPECT_EQ(written(R"({"resourceType": "Patient", "name": [{"text": "A. Okafor", "family": "Okafor"}],
      "address": [{"text": "12 Elm St", "city": "Portland"}]})"),
            "name,home\r\nA. Okafor,12 Elm St\r\n");
}

}  // namespace
}  // namespace caseway::mapping
