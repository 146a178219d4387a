// Who takes a FHIR document whose sender was not said: its own dialect for a receiver of another kind, FHIR itself from one spelling to another.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "formats/beginning.h"
#include "formats/xlsx_writer.h"
#include "plugins/case.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {
namespace {

TEST(Recognition, FhirGoesAsItStandsFromOneSpellingToAnother) {
  const auto& gateway = GatewayUnderTest::get();
  std::size_t seen = 0;
  for (const auto& one : find_fixtures(CASEWAY_SOURCE_DIR "/plugins").cases) {
    if (one.kind != Kind::reading || !one.input.string().ends_with(".in.json")) continue;
    const auto& formats = gateway.plugins().find(one.plugin)->manifest.formats;
    if (std::find(formats.begin(), formats.end(), "fhir-json") == formats.end()) continue;
    ++seen;
    EXPECT_EQ(gateway.translate("auto", "fhir-xml", payload_of(one)).from, "fhir-json") << one.plugin << " " << one.name;
  }
  EXPECT_GT(seen, 0u) << "no dialect of FHIR has a case";
}

TEST(Recognition, ADialectOfFhirTakesItsOwnForAnybodyElse) {
  const auto& gateway = GatewayUnderTest::get();
  std::size_t seen = 0;
  for (const auto& plugin : gateway.plugins().loaded())
    for (const auto& one : find_fixtures(CASEWAY_SOURCE_DIR "/plugins").cases) {
      if (one.plugin != plugin.manifest.name || one.kind != Kind::reading || !one.input.string().ends_with(".in.json")) continue;
      if (plugin.manifest.formats.front() != "fhir-json") continue;
      seen += gateway.translate("auto", one.plugin, payload_of(one)).from == one.plugin ? 1 : 0;
    }
  EXPECT_GT(seen, 0u) << "no dialect of FHIR took its own";
}

// What tells a workbook's kind stands in its first rows, and the dialect that takes it has several kinds.
TEST(Recognition, AWorkbookIsKnownHoweverLargeItIs) {
  constexpr int kRows = 1500;
  formats::XlsxWriter writer;
  writer.sheet("Sheet1");
  writer.add_row({"referral_id", "status", "last_name", "first_name", "service_requested", "referral_note"});
  std::mt19937 random(20261122);
  for (int i = 0; i < kRows; ++i) {
    std::string note;
    while (note.size() < 90) note += static_cast<char>('a' + std::uniform_int_distribution<int>(0, 25)(random));
    const auto id = "R-" + std::to_string(i);
    writer.add_row({id, "sent", "Marsh", "Lena", "Housing search", note});
  }
  Issues issues;
  std::string bytes;
  ASSERT_TRUE(writer.finish(issues, bytes));
  ASSERT_GT(bytes.size(), 2 * formats::kBeginning) << "the workbook is no large one";
  const auto journey = GatewayUnderTest::get().translate("auto", "fhir-ndjson", {{"export.xlsx", "", bytes}});
  EXPECT_EQ(journey.from, "community-referral");
  EXPECT_FALSE(journey.issues.has_errors()) << sentences(journey.issues);
  const auto text = joined(journey.parts);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), kRows);
}

}  // namespace
}  // namespace caseway::plugins_test
