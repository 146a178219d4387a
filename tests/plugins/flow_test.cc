// A journey document by document is the journey of the whole: every reading case that can go so, whole and damaged, to dialects and to the configured
// partners with their policies.
#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/pipeline.h"
#include "formats/byte_source.h"
#include "plugins/case.h"
#include "plugins/gateway_under_test.h"
#include "settings/settings.h"

namespace caseway::plugins_test {
namespace {

const exchange::Pipeline& pipeline() {
  static const auto plugins = std::make_shared<const host::Plugins>(host::Plugins::load({CASEWAY_BUILD_DIR "/plugins"}));
  static const exchange::Pipeline made(std::make_shared<const settings::Settings>(settings::load(CASEWAY_SOURCE_DIR "/config/caseway.yaml")), plugins,
                                       host::in_process(plugins));
  return made;
}

// Compared without the text of the issues' limit, which counts alike.
void expect_same(const exchange::Request& request, std::size_t& flown) {
  const auto slicing = pipeline().slicing(request);
  if (!slicing) return;
  ++flown;
  const formats::Spool source, result;
  formats::FileSink sink(source.descriptor());
  sink.write(request.payload.front().bytes);
  sink.finish();
  const auto flow = pipeline().translate(request, *slicing, source.descriptor(), result.descriptor());
  ASSERT_TRUE(flow);
  auto whole = pipeline().translate(request);
  std::string text;
  const formats::FileBytes file(result.descriptor());
  formats::read_range(file, 0, file.size(), text);
  EXPECT_EQ(flow->parts.empty(), whole.parts.empty());
  EXPECT_EQ(flow->ok(), whole.ok());
  if (!whole.parts.empty()) {
    ASSERT_EQ(whole.parts.size(), 1u);
    EXPECT_EQ(text, whole.parts.front().bytes);
  }
  EXPECT_EQ(flow->documents, whole.documents);
  EXPECT_EQ(flow->refused(), whole.refused());
  ASSERT_EQ(flow->repairs.size(), whole.repairs.size());
  for (std::size_t i = 0; i < whole.repairs.size(); ++i) EXPECT_EQ(flow->repairs[i].part.bytes, whole.repairs[i].part.bytes);
  whole.residual.clear();
  EXPECT_EQ(exchange::report_json(*flow, true), exchange::report_json(whole, true));
}

std::string damaged(std::string bytes, std::uint32_t seed) {
  constexpr std::string_view kDamage = "\",\r\n;x0";
  for (std::uint32_t state = seed, n = 0; n < 1 + seed % 2; ++n) {
    state = state * 1664525 + 1013904223;
    bytes[(state >> 12) % bytes.size()] = kDamage[(state >> 8) % kDamage.size()];
  }
  return bytes;
}

TEST(Flow, GivesTheJourneyOfTheWhole) {
  std::size_t flown = 0;
  for (const auto& one : find_fixtures(CASEWAY_SOURCE_DIR "/plugins").cases) {
    const auto payload = payload_of(one);
    if (one.kind != Kind::reading || payload.size() != 1) continue;
    exchange::Request request;
    request.from = one.plugin;
    request.now = "2026-11-21T20:00:00Z";
    request.repair = true;
    for (const std::string to :
         {"fhir-json", "fhir-xml", "fhir-ndjson", "housing-csv", "community-referral", "harbor-house", "riverbend-community"}) {
      SCOPED_TRACE(one.input.string() + " to " + to);
      request.to = to;
      request.payload = payload;
      expect_same(request, flown);
      for (std::uint32_t seed = 1; seed <= 4; ++seed) {
        request.payload.front().bytes = damaged(payload.front().bytes, seed * 77);
        expect_same(request, flown);
      }
    }
  }
  EXPECT_GT(flown, 100u);
}

}  // namespace
}  // namespace caseway::plugins_test
