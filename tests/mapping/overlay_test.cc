// Codes that one sender's files have in place of others, in columns that go together too.
#include "mapping/overlay.h"

#include <gtest/gtest.h>

#include "case_files.h"
#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/tables/shape.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

constexpr const char* kMapping = R"(
mapping: stays
version: "1"
document: service-contact
theirs: { format: csv, key: id }
ours: { stay: { resource: Encounter, class: { system: v3-ActCode, code: AMB } } }
fields:
  - { theirs: id, ours: stay.identifier.value, required: both }
  - { theirs: [kind, place], ours: [stay.status, "stay.serviceType.coding[system=urn:example:place].code"], codes: what }
codes:
  what:
    rows:
      - [V, home, finished, H]
      - [V, clinic, finished, C]
      - [P, home, planned, H]
)";
constexpr const char* kRows = "id,kind,place\n1,V,home\n2,V,Hme\n3,V,Hme\n4,V,Hme\n";

struct Read {
  Documents documents;
  Issues issues;
  std::string text;
};

Read read(const Mapping& mapping) {
  Read made;
  Context context;
  context.issues = &made.issues;
  context.limits = Limits::batch();
  context.shape = true;
  OnePart part(kRows);
  mapping.read(context, part, made.documents);
  Issues unsaid;
  for (const auto& each : made.documents.all) fhir::write_json(each.tree, {}, unsaid, made.text);
  return made;
}

Mapping mapping() {
  const auto path = testing::TempDir() + "stays.map.yaml";
  std::ofstream(path) << kMapping;
  return Mapping::load(path);
}

TEST(Overlay, CodesOfATupleThatNobodyKnowsAreInTheShape) {
  const auto made = read(mapping());
  ASSERT_EQ(made.documents.shapes.size(), 1u);
  const auto shape = read_shape(made.documents.shapes.front());
  const auto& place = shape.tables.front().columns[2];
  ASSERT_EQ(place.unknown.size(), 1u);
  EXPECT_EQ(place.unknown.front().code, "Hme");
  EXPECT_EQ(place.unknown.front().rows, 3u);
  EXPECT_EQ(place.unknown.front().like, "home");
  EXPECT_EQ(place.table_codes, (std::vector<std::string>{"home", "clinic"}));
  EXPECT_TRUE(shape.tables.front().columns[1].unknown.empty());
}

TEST(Overlay, ACodeOfATupleIsReadAsTheOneThatItMeans) {
  Overlay::OfMapping overlay;
  overlay.codes["what"]["Hme"] = "home";
  overlay.codes["what"]["X"] = "nowhere";  // what the table does not have is passed over
  const auto made = read(Mapping::of(laid_over(mapping().plan(), overlay)));
  EXPECT_TRUE(made.issues.empty());
  EXPECT_TRUE(read_shape(made.documents.shapes.front()).tables.front().columns[2].unknown.empty());
  ASSERT_EQ(made.documents.all.size(), 4u);
  for (const auto& each : made.documents.all) EXPECT_EQ(each.ledger.counts()[Fate::undecided], 0u);
  EXPECT_NE(made.text.find("\"text\": \"Hme\""), std::string::npos) << "the word stays beside the code\n" << made.text;
  EXPECT_NE(made.documents.all[1].ledger.counts()[Fate::converted], 0u) << "it was another word";
}

}  // namespace
}  // namespace caseway::mapping
