#include "host/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls.h"
#include "host/checked.h"
#include "host/fhir_dialect.h"

namespace caseway::host {
namespace {

using testing::HasSubstr;

template <class Value>
std::string bytes_of(const Value& value) {
  WireWriter out;
  put(out, value);
  return out.take();
}

template <class Value>
bool read_back(std::string_view bytes, Value& value) {
  WireReader in(bytes);
  get(in, value);
  return in.done();
}

Document sample() {
  Context context;
  context.detail = Detail::values;
  auto document =
      read(FhirDialect(fhir::Form::json), R"({"resourceType": "Patient", "id": "p1", "name": [{"family": "Okafor", "given": ["Amara"]}]})", context)
          .documents.at(0);
  document.residual = {{"anchor", "a/b", "value"}};
  document.ledger.mark(0, Fate::converted, 1, document.ledger.rule("a rule"));
  return document;
}

TEST(Wire, CarriesEveryFieldOfAContext) {
  Context context;
  context.now = "2026-11-21T10:00:00Z";
  context.id_seed = std::string("\0seed", 5);
  context.kind = "referral";
  context.settings = {{"a", "1"}, {"b", ""}};
  context.limits = Limits::batch();
  context.limits.output_bytes = 7;
  context.detail = Detail::values;
  Context again;
  ASSERT_TRUE(read_back(bytes_of(context), again));
  EXPECT_EQ(again.id_seed, context.id_seed);
  EXPECT_EQ(again.settings, context.settings);
  EXPECT_EQ(again.limits.json_bytes, context.limits.json_bytes);
  EXPECT_EQ(again.limits.output_bytes, 7u);
  EXPECT_EQ(again.detail, Detail::values);
  EXPECT_EQ(bytes_of(again), bytes_of(context));
}

TEST(Wire, CarriesDocumentsPartsAndIssues) {
  const auto document = sample();
  Document again;
  ASSERT_TRUE(read_back(bytes_of(document), again));
  EXPECT_EQ(bytes_of(again), bytes_of(document));
  EXPECT_EQ(fault_in(again), "");
  Part part{"a.csv", "text/csv", std::string("\0x", 2)};
  Part part_again;
  ASSERT_TRUE(read_back(bytes_of(part), part_again));
  EXPECT_EQ(part_again.bytes, part.bytes);
  Issues issues;
  issues.add(Severity::warning, "a.b.c", {"row 7", 7, 3}, "text");
  Issues issues_again;
  ASSERT_TRUE(read_back(bytes_of(issues), issues_again));
  EXPECT_EQ(bytes_of(issues_again), bytes_of(issues));
  Partner::Recognition recognition{88, "what"};
  Partner::Recognition recognition_again;
  ASSERT_TRUE(read_back(bytes_of(recognition), recognition_again));
  EXPECT_EQ(recognition_again.confidence, 88);
}

// A worker may send anything: every cut and every changed byte is refused, or gives a value that passes or fails the check, never a fault.
TEST(Wire, SurvivesDamage) {
  const auto bytes = bytes_of(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Document document;
    EXPECT_FALSE(read_back(bytes.substr(0, size), document)) << size;
  }
  int refused = 0;
  int harmless = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const char c : {'\0', '\x01', '\x7f', '\xff'}) {
      auto damaged = bytes;
      damaged[at] = c;
      Document document;
      const bool sound = read_back(damaged, document) && fault_in(document).empty();
      if (sound) {
        EXPECT_EQ(write(FhirDialect(fhir::Form::json), {document}).ledgers.size(), 1u);
      }
      (sound ? harmless : refused) += 1;
    }
  EXPECT_GT(refused, 500);
  EXPECT_GT(harmless, 50);
}

TEST(Wire, AnnouncedCountsAreNotBelieved) {
  WireWriter out;
  out.number(std::uint64_t{1} << 60);
  Issues issues;
  EXPECT_FALSE(read_back(out.take(), issues));
}

TEST(Checked, FindsWhatAWorkerMayHaveDamaged) {
  auto document = sample();
  document.name = "../x";
  EXPECT_THAT(fault_in(document), HasSubstr("name"));
  document = sample();
  document.ledger.mark(0, Fate::copied, 1000);
  EXPECT_THAT(fault_in(document), HasSubstr("points outside"));
  document = sample();
  document.residual[0].value = "\xff";
  EXPECT_THAT(fault_in(document), HasSubstr("kept"));
  document = sample();
  document.ledger.name_leaf(0, {"\xc0\xaf", 1, 1});
  EXPECT_THAT(fault_in(document), HasSubstr("texts"));
  Ledger ledger("write");
  ledger.add_leaf();
  ledger.mark(0, Fate::copied, 9);
  EXPECT_THAT(fault_in_writing(ledger, sample().tree), HasSubstr("another length"));
  ledger.resize(sample().tree.size(), Fate::none);
  EXPECT_THAT(fault_in_writing(ledger, sample().tree), HasSubstr("points outside"));
  Issues issues;
  issues.add(Severity::error, "x.y.z", {}, "\xff");
  EXPECT_NE(fault_in(issues), "");
  EXPECT_NE(fault_in(Part{"a/b", "", ""}), "");
  EXPECT_NE(fault_in(Part{"a", "text/csv\r\nX: 1", ""}), "");
  EXPECT_EQ(fault_in(Part{"a.csv", "text/csv; charset=utf-8", "\xff"}), "");
}

}  // namespace
}  // namespace caseway::host
