#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

#include "fhir/codec.h"
#include "plugins/checks.h"
#include "plugins/facts.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {
namespace fs = std::filesystem;
namespace {

bool updating() {
  const char* value = std::getenv("CASEWAY_UPDATE_GOLDENS");
  return value && std::string_view(value) == "1";
}

void expect_golden(const fs::path& golden, const std::string& actual) {
  const auto why = compare_golden(golden, actual, updating());
  EXPECT_TRUE(why.empty()) << why;
}

// A report names rules by their line in the mapping file; an edit further up must not change every golden.
std::string without_rule_lines(const std::string& report) {
  static const std::regex kRule(R"RX(("rule": "(?:[^"]* )?line )[0-9]+")RX");
  return std::regex_replace(report, kRule, "$1*\"");
}

void expect_report(const fs::path& golden, const std::string& actual) {
  if (without_rule_lines(read_file(golden)) != without_rule_lines(actual)) expect_golden(golden, actual);
}

// NAME.out.csv of a writing case carries the extension of the plugin's format; a reading case has NAME.out.json.
fs::path out_golden(const Case& one) {
  if (one.kind == Kind::reading) return one.beside("out.json");
  return one.beside("out." + GatewayUnderTest::get().plugins().find(one.plugin)->manifest.formats.front());
}

Result result_of(const Case& one, const std::string& input, const exchange::Journey& journey) {
  Result result;
  result.issues = journey.issues;
  result.bytes = joined(journey.parts);
  if (one.kind == Kind::reading)
    for (auto& document : GatewayUnderTest::get().read(one.plugin, one.input.filename().string(), input).documents)
      result.documents.push_back(std::move(document.tree));
  return result;
}

void check_facts(const Case& one, const Result& result) {
  const auto file = one.beside("facts.json");
  ASSERT_TRUE(fs::exists(file)) << file << " is missing: say by hand what must be true of this case";
  for (const auto& sentence : untrue_facts(read_file(file), file.filename().string(), result)) ADD_FAILURE() << sentence;
}

bool serves(const std::string& plugin, const std::string& direction) {
  const auto& all = GatewayUnderTest::get().plugins().find(plugin)->manifest.directions;
  return std::find(all.begin(), all.end(), direction) != all.end();
}

}  // namespace

void check_plugin(const std::string& plugin, const Fixtures& fixtures) {
  const auto& plugins = GatewayUnderTest::get().plugins();
  for (const auto& refused : plugins.refused()) EXPECT_NE(fs::path(refused.folder).filename(), plugin) << refused.reason;
  EXPECT_NE(plugins.find(plugin), nullptr) << plugin << " was not loaded";
  const auto own = std::count_if(fixtures.cases.begin(), fixtures.cases.end(), [&](const Case& c) { return c.plugin == plugin; });
  EXPECT_GT(own, 0) << plugin << " has no case in its fixtures; nothing of it is tested";
}

void check_goldens(const Case& one) {
  ASSERT_NE(GatewayUnderTest::get().plugins().find(one.plugin), nullptr) << one.plugin << " was not loaded";
  const auto input = read_file(one.input);
  const bool reading = one.kind == Kind::reading;
  const auto journey =
      GatewayUnderTest::get().translate(reading ? one.plugin : "fhir-json", reading ? "fhir-json" : one.plugin, one.input.filename().string(), input);
  ASSERT_FALSE(journey.crashed);
  expect_report(one.beside("report.json"), exchange::report_json(journey, false));
  const auto golden = out_golden(one);
  if (journey.parts.empty()) {
    EXPECT_TRUE(journey.issues.has_errors()) << "nothing came out and nobody said why";
    EXPECT_FALSE(fs::exists(golden)) << golden << " is here, but nothing came out:" << sentences(journey.issues);
  } else {
    expect_golden(golden, joined(journey.parts));
  }
  const auto result = result_of(one, input, journey);
  EXPECT_TRUE(!journey.parts.empty() || result.documents.empty()) << "documents were made, but they are no FHIR:" << sentences(journey.issues);
  check_facts(one, result);
}

void check_law(const Case& one) {
  const auto& gateway = GatewayUnderTest::get();
  ASSERT_NE(gateway.plugins().find(one.plugin), nullptr) << one.plugin << " was not loaded";
  if (!serves(one.plugin, "read") || !serves(one.plugin, "write")) GTEST_SKIP() << one.plugin << " works in one direction; there is no way back";
  const auto name = one.input.filename().string();
  const auto first = gateway.read(one.kind == Kind::reading ? one.plugin : "fhir-json", name, read_file(one.input));
  if (first.documents.empty()) return;  // check_goldens says whether that is right
  const auto written = gateway.write(one.plugin, first.documents);
  if (one.kind == Kind::writing && written.parts.empty() && written.issues.has_errors()) return;  // refused: its report is the golden
  ASSERT_FALSE(written.parts.empty()) << "what was read could not be written:" << sentences(written.issues);
  const auto again = gateway.read(one.plugin, name, joined(written.parts));
  const bool lossless =
      std::none_of(written.ledgers.begin(), written.ledgers.end(), [](const Ledger& ledger) { return ledger.counts()[Fate::no_room] > 0; });
  const bool reading = one.kind == Kind::reading && lossless;
  const auto law = reading ? "read(write(read(x))) = read(x)" : "write(read(write(b))) = write(b)";
  const auto before = reading ? as_json(first.documents) : joined(written.parts);
  const auto after = reading ? as_json(again.documents) : joined(gateway.write(one.plugin, again.documents).parts);
  EXPECT_TRUE(before == after) << law << " does not hold: " << first_difference(before, after) << sentences(again.issues);
}

}  // namespace caseway::plugins_test
