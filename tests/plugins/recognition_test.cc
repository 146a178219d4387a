// Who takes a FHIR document whose sender was not said: its own dialect for a receiver of another kind, FHIR itself from one spelling to another.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace caseway::plugins_test
