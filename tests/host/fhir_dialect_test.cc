#include "host/fhir_dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls.h"
#include "fhir/verify.h"
#include "host/bundles.h"

namespace caseway::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const FhirDialect kJson(fhir::Form::json);
const FhirDialect kXml(fhir::Form::xml);

std::string bundle(const std::string& id, const std::string& family) {
  return R"({"resourceType": "Bundle", "id": ")" + id + R"(", "type": "collection", "entry": [{"fullUrl": "urn:uuid:1", "resource":
    {"resourceType": "Patient", "name": [{"family": ")" +
         family + R"("}], "_birthDate": {"extension": [{"url": "http://x", "valueString": "y"}]}}}]})";
}

std::string collection() {
  return R"({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": )" + bundle("b1", "Okafor") + R"(}, {"resource": )" +
         bundle("b2", "Lind") + "}]}";
}

std::uint64_t total(const Gathered& gathered) {
  Counts counts;
  for (const auto& document : gathered.documents) counts += document.ledger.counts();
  for (const auto& rest : gathered.rests) counts += rest.counts();
  return counts.total();
}

TEST(FhirDialect, ReadsOneResourceAsOneDocument) {
  const auto read_back = read(kJson, bundle("b1", "Okafor"));
  ASSERT_TRUE(read_back.good);
  ASSERT_EQ(read_back.documents.size(), 1u) << texts(read_back.issues);
  EXPECT_EQ(read_back.documents[0].name, "b1");
  const auto counts = read_back.documents[0].ledger.counts();
  EXPECT_EQ(counts[Fate::copied], counts.total());
  EXPECT_EQ(counts.total(), 6u);
}

TEST(FhirDialect, TheContextsKindWins) {
  Context context;
  context.kind = "care-plan";
  EXPECT_EQ(read(kJson, bundle("b1", "x"), context).documents.at(0).kind, "care-plan");
}

TEST(FhirDialect, WhatTheStandardDoesNotHaveIsRefusedOrReported) {
  const std::string odd = R"({"resourceType": "Patient", "pets": ["a", "b"], "active": true})";
  EXPECT_TRUE(read(kJson, odd).documents.empty());
  Context context;
  context.settings["unknown_elements"] = "report";
  const auto gathered = read(kJson, odd, context);
  ASSERT_EQ(gathered.documents.size(), 1u) << texts(gathered.issues);
  EXPECT_EQ(gathered.issues.all().at(0).place.path, "Patient.pets");
  EXPECT_EQ(gathered.documents[0].ledger.counts()[Fate::undecided], 2u);
  EXPECT_EQ(gathered.documents[0].ledger.counts()[Fate::copied], 1u);
}

TEST(FhirDialect, SplitsACollectionOfBundles) {
  const auto gathered = read(kJson, collection());
  ASSERT_EQ(gathered.documents.size(), 2u) << texts(gathered.issues);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& document = gathered.documents[i];
    std::string why_not;
    EXPECT_TRUE(fhir::verify(document.tree, why_not)) << why_not;
    EXPECT_EQ(document.name, i == 0 ? "b1" : "b2");
    EXPECT_EQ(document.ledger.counts()[Fate::copied], 6u);
    EXPECT_EQ(write(kJson, {document}).parts.at(0).bytes,
              write(kJson, {read(kJson, bundle(document.name, i == 0 ? "Okafor" : "Lind")).documents.at(0)}).parts.at(0).bytes);
    for (const auto& link : document.ledger.links()) EXPECT_TRUE(document.tree.at(link.target).has_value());
  }
  ASSERT_EQ(gathered.rests.size(), 1u);
  EXPECT_EQ(gathered.rests[0].counts()[Fate::copied], 1u);  // the collection's own type
  EXPECT_EQ(total(gathered), 13u);
}

TEST(FhirDialect, JoinsSeveralDocumentsAndReadsThemBack) {
  const auto documents = read(kJson, collection()).documents;
  for (const auto* dialect : {&kJson, &kXml}) {
    const auto written = write(*dialect, documents);
    ASSERT_EQ(written.parts.size(), 1u) << texts(written.issues);
    ASSERT_EQ(written.ledgers.size(), 2u);
    EXPECT_EQ(written.ledgers[0].counts()[Fate::copied], 6u);
    EXPECT_EQ(written.ledgers[0].counts().added, 1u);
    EXPECT_EQ(written.ledgers[1].counts().added, 0u);
    const auto again = read(*dialect, written.parts[0].bytes);
    ASSERT_EQ(again.documents.size(), 2u) << texts(again.issues);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(again.documents[i].tree.to_bytes(), documents[i].tree.to_bytes());
  }
}

TEST(FhirDialect, NamesWhereEachValueWentOnRequest) {
  Context context;
  context.detail = Detail::values;
  const auto documents = read(kJson, collection()).documents;
  const auto written = write(kJson, documents, context);
  const auto& ledger = written.ledgers.at(1);
  std::vector<std::string> paths;
  for (const auto& link : ledger.links()) paths.emplace_back(ledger.target_text(link.target));
  EXPECT_THAT(paths, testing::Contains("Bundle.entry[1].resource.entry[0].resource.name[0].family"));
}

TEST(FhirDialect, IsNoCollectionWhenItSaysSomethingOfItsOwn) {
  const std::string rest = R"("type": "collection", "entry": [{"resource": )" + bundle("b1", "x") + "}]}";
  EXPECT_EQ(read(kJson, R"({"resourceType": "Bundle", )" + rest).documents.size(), 1u);
  for (const std::string own :
       {R"("id": "c1", )", R"("meta": {"lastUpdated": "2026-01-01T00:00:00Z"}, )", R"("timestamp": "2026-01-01T00:00:00Z", )"}) {
    const auto documents = read(kJson, R"({"resourceType": "Bundle", )" + own + rest).documents;
    ASSERT_EQ(documents.size(), 1u);
    EXPECT_EQ(documents[0].tree.root().child("entry").child("resource").type(), "Bundle") << own;
  }
  const auto addressed =
      R"({"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:uuid:7", "resource": )" + bundle("b1", "x") + "}]}";
  EXPECT_EQ(read(kJson, addressed).documents[0].tree.root().child("entry").child("resource").type(), "Bundle");
}

TEST(FhirDialect, IsNoCollectionWhenSomethingElseIsInIt) {
  const auto mixed = R"({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": )" + bundle("b1", "x") +
                     R"(}, {"resource": {"resourceType": "Patient", "id": "p"}}]})";
  EXPECT_EQ(read(kJson, mixed).documents.size(), 1u);
  EXPECT_EQ(read(kJson, R"({"resourceType": "Bundle", "type": "collection"})").documents.size(), 1u);
}

TEST(FhirDialect, AccountsForWhatItCannotWrite) {
  Draft draft("Patient");
  draft.add_value(draft.add(draft.root(), "name"), "family", "a\x01z");
  Document document;
  document.tree = draft.freeze();
  const auto written = write(kXml, {document});
  EXPECT_TRUE(written.parts.empty());
  EXPECT_TRUE(written.issues.has_errors());
  ASSERT_EQ(written.ledgers.size(), 1u);
  EXPECT_EQ(written.ledgers[0].counts()[Fate::undecided], 1u);
}

TEST(FhirDialect, BadInputIsAnIssue) {
  const auto gathered = read(kJson, "{\"resourceType\": ");
  EXPECT_TRUE(gathered.good);
  EXPECT_TRUE(gathered.documents.empty());
  EXPECT_TRUE(gathered.issues.has_errors());
}

TEST(FhirDialect, IsRecognisedByContent) {
  EXPECT_EQ(kJson.recognise(" {\"id\": \"resourceType\", \"meta\": {\"resourceType\": 1}, \"resourceType\" : \"CarePlan\"", "").what,
            "FHIR R4 JSON, CarePlan");
  EXPECT_EQ(kXml.recognise("<?xml version='1.0'?>\n<!-- <x> -->\n<f:Bundle xmlns:f='http://hl7.org/fhir'><f:type", "").what, "FHIR R4 XML, Bundle");
  EXPECT_EQ(kXml.recognise("\xEF\xBB\xBF<Patient xmlns=\"http://hl7.org/fhir\"/>", "").confidence, 90);
  EXPECT_EQ(kJson.recognise("{\"resourceType\": \"Strange\"", "").what, "FHIR R4 JSON");
  for (const auto* other :
       {"", "{", "{\"a\": \"\\\"", "[{\"resourceType\": \"Patient\"}]", "a,b\n", "{\"text\": \"\\\"resourceType\\\": \\\"Patient\\\"\"}",
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">", "<Patient>", "<?xml", "<!--"}) {
    EXPECT_EQ(kJson.recognise(other, "").confidence, 0) << other;
    EXPECT_EQ(kXml.recognise(other, "").confidence, 0) << other;
  }
}

}  // namespace
}  // namespace caseway::host
