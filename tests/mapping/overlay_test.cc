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

// What one sender's documents of XML and JSON are like besides: the same file under the overlay is the file that the mapping knows.
constexpr const char* kPlaces = R"(
fields:
  - { theirs: @id, ours: stay.identifier.value, required: both }
  - { theirs: person/family, ours: patient.name.family }
  - { theirs: person/born, ours: patient.birthDate, as: date, accept: [MM/DD/YYYY] }
  - { each: visit, ours: { visit: { resource: Encounter, class: { system: v3-ActCode, code: AMB } } }, fields: [ { theirs: kind, ours: visit.status, codes: what } ] }
codes:
  what: { rows: [ [V, finished], [P, planned] ] }
)";
constexpr const char* kOurs = R"(
version: "1"
document: service-contact
ours: { stay: { resource: Encounter, class: { system: v3-ActCode, code: AMB }, subject: patient }, patient: { resource: Patient } }
)";

Mapping of_places(std::string theirs, const std::string& id) {
  std::string places = kPlaces;
  places.replace(places.find("@id"), 3, id);
  const auto path = testing::TempDir() + "places.map.yaml";
  std::ofstream(path) << "mapping: places\ntheirs: " << theirs << kOurs << places;
  return Mapping::load(path);
}

std::pair<std::string, Issues> read_text(const Mapping& mapping, std::string_view text, std::string* shape = nullptr) {
  Documents documents;
  Issues issues;
  Context context;
  context.issues = &issues;
  context.limits = Limits::batch();
  context.shape = true;
  OnePart part{std::string(text)};
  mapping.read(context, part, documents);
  EXPECT_EQ(documents.shapes.size(), 1u);
  if (shape != nullptr) *shape = documents.shapes.front();
  std::string ours;
  Issues unsaid;
  for (const auto& each : documents.all) fhir::write_json(each.tree, {}, unsaid, ours);
  return {ours, issues};
}

struct Sent {
  const char* theirs;
  const char* id;
  const char* known;
  const char* sent;
};
class Places : public testing::TestWithParam<Sent> {};

TEST_P(Places, ThatAreCalledOtherwiseAreReadAsTheMappingKnowsThem) {
  const auto mapping = of_places(GetParam().theirs, GetParam().id);
  const auto [known, unsaid] = read_text(mapping, GetParam().known);
  EXPECT_TRUE(unsaid.empty());
  Overlay::OfMapping overlay;
  overlay.aliases["person"] = {"client"};
  overlay.aliases["person/family"] = {"client/surname"};  // as it is sent
  overlay.aliases["person/born"] = {"person/birthday"};   // as it is called with the element around
  overlay.accept["person/born"] = {"DD/MM/YYYY"};
  overlay.ignore["colour"] = "decoration";
  overlay.codes["what"]["visited"] = "V";
  overlay.codes["what"]["X"] = "nowhere";  // what the table does not have is passed over
  const auto [ours, issues] = read_text(Mapping::of(laid_over(mapping.plan(), overlay)), GetParam().sent);
  EXPECT_TRUE(issues.empty()) << issues.all().front().text;
  EXPECT_EQ(ours, known);
}

TEST(Overlay, ACodeOfXmlThatIsReadAsAnotherKeepsItsWord) {
  const auto path = testing::TempDir() + "words.map.yaml";
  std::ofstream(path) << "mapping: words\ntheirs: { format: xml, root: stay, key: \"@id\" }" << kOurs
                      << "fields:\n  - { theirs: \"@id\", ours: stay.identifier.value, required: both }\n"
                         "  - { theirs: place, ours: \"stay.serviceType.coding[system=urn:example:place].code\", codes: where }\n"
                         "codes: { where: { rows: [ [home, H], [clinic, C] ] } }\n";
  Overlay::OfMapping overlay;
  overlay.codes["where"]["Hme"] = "home";
  const auto mapping = Mapping::of(laid_over(Mapping::load(path).plan(), overlay));
  const auto [ours, issues] = read_text(mapping, "<stay id='S-1'><place>Hme</place></stay>");
  EXPECT_TRUE(issues.empty());
  EXPECT_NE(ours.find("\"code\": \"H\""), std::string::npos) << ours;
  EXPECT_NE(ours.find("\"text\": \"Hme\""), std::string::npos) << ours;
}

TEST_P(Places, AreInTheShapeByTheirNamesAlone) {
  const auto mapping = of_places(GetParam().theirs, GetParam().id);
  std::string told;
  read_text(mapping, GetParam().sent, &told);
  const auto shape = read_shape(told);
  EXPECT_TRUE(shape.sparse);
  std::string places;
  for (const auto& each : shape.tables.front().columns) places += each.header + (each.column.empty() ? "? " : " ");
  std::string absent;
  for (const auto& each : shape.tables.front().absent) absent += each.column + " ";
  std::string id = GetParam().id;
  std::erase(id, '\'');
  EXPECT_EQ(places, id + " visit/kind client/surname? client/birthday? colour/shade? ");
  EXPECT_EQ(absent, "person/born person/family ");
  const auto& kind = shape.tables.front().columns[1];
  EXPECT_EQ(kind.table, "what");
  ASSERT_EQ(kind.unknown.size(), 1u);
  EXPECT_EQ(kind.unknown.front().code, "visited");
  EXPECT_EQ(kind.unknown.front().rows, 2u);
}

INSTANTIATE_TEST_SUITE_P(
    All, Places,
    testing::Values(Sent{"{ format: xml, root: stay, key: \"@id\" }", "'@id'",
                         "<stay id='S-1'><person><family>Marsh</family><born>02/28/1961</born></person>"
                         "<visit><kind>V</kind></visit><visit><kind>V</kind></visit></stay>",
                         "<stay id='S-1'><client><surname>Marsh</surname><birthday>28/02/1961</birthday></client>"
                         "<visit><kind>visited</kind></visit><visit><kind>visited</kind></visit><colour><shade>red</shade></colour></stay>"},
                    Sent{"{ format: json, key: id }", "id",
                         R"({"id":"S-1","person":{"family":"Marsh","born":"02/28/1961"},"visit":[{"kind":"V"},{"kind":"V"}]})",
                         R"({"id":"S-1","client":{"surname":"Marsh","birthday":"28/02/1961"},"visit":[{"kind":"visited"},{"kind":"visited"}],)"
                         R"("colour":{"shade":"red"}})"}));

}  // namespace
}  // namespace caseway::mapping
