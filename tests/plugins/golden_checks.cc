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

// The goldens of a writing case end as files of a form do: .csv, .xlsx, .xml, .json, and a folder for several parts.
std::string ending_of(const std::vector<Part>& parts) {
  if (parts.size() != 1 || parts.front().media_type == "application/zip") return {};
  return fs::path(parts.front().name).extension().string().substr(1);
}

// The form that files with that ending have in this dialect: xml is fhir-xml where the dialect is one of FHIR.
std::string form_of(const std::string& ending, const std::vector<std::string>& forms) {
  for (const auto& form : {ending, "fhir-" + ending})
    if (std::find(forms.begin(), forms.end(), form) != forms.end()) return form;
  return ending;
}

void expect_result(const Case& one, const std::string& ending, const std::vector<Part>& parts) {
  const auto golden = one.beside(ending.empty() ? "out" : "out." + ending);
  if (!ending.empty() && !fs::is_directory(golden)) return expect_golden(golden, joined(parts));
  const auto why = compare_folder(golden, unpacked(parts), updating());
  EXPECT_TRUE(why.empty()) << why;
}

// The form that the dialect chooses, and each other form that has a golden. What came out is added to the result.
void check_forms(const Case& one, const exchange::Journey& journey, Result& result) {
  const auto chosen = one.kind == Kind::reading ? std::string("json") : ending_of(journey.parts);
  expect_result(one, chosen, journey.parts);
  result.parts = unpacked(journey.parts);
  for (const auto& golden : out_goldens(one)) {
    if (golden.ending == chosen) continue;
    const auto form = form_of(golden.ending, GatewayUnderTest::get().plugins().find(one.plugin)->manifest.formats);
    const auto other = GatewayUnderTest::get().translate("fhir-json", one.plugin + ":" + form, payload_of(one));
    EXPECT_FALSE(other.parts.empty()) << golden.path << ": nothing came out:" << sentences(other.issues);
    expect_result(one, golden.ending, other.parts);
    result.parts.insert(result.parts.end(), other.parts.begin(), other.parts.end());
  }
}

void check_facts(const Case& one, const Result& result) {
  const auto file = one.beside("facts.json");
  ASSERT_TRUE(fs::exists(file)) << file << " is missing: say by hand what must be true of this case";
  const bool exception = result.issues.has_errors() || tells_undecided(read_file(file), file.filename().string());
  EXPECT_TRUE(exception || result.total[Fate::undecided] == 0)
      << result.total[Fate::undecided] << " values are undecided; map them, or say how many and why among the facts";
  for (const auto& sentence : untrue_facts(read_file(file), file.filename().string(), result)) ADD_FAILURE() << sentence;
}

bool serves(const std::string& plugin, const std::string& direction) {
  const auto& all = GatewayUnderTest::get().plugins().find(plugin)->manifest.directions;
  return std::find(all.begin(), all.end(), direction) != all.end();
}

// A workbook for people says what the CSV files say.
void check_workbook(const Case& one, const std::vector<Document>& documents, const std::vector<Document>& from_csv) {
  const auto& gateway = GatewayUnderTest::get();
  const auto& forms = gateway.plugins().find(one.plugin)->manifest.formats;
  if (std::find(forms.begin(), forms.end(), "xlsx") == forms.end()) return;
  const auto written = gateway.write(one.plugin, documents, {{"form", "xlsx"}});
  const auto& issues = written.issues.all();
  if (std::any_of(issues.begin(), issues.end(), [](const Issue& issue) { return issue.id == "mapping.document.unsupported"; })) return;
  ASSERT_EQ(written.parts.size(), 1u) << sentences(written.issues);
  const auto again = gateway.read(one.plugin, written.parts);
  const auto before = as_json(from_csv);
  const auto after = as_json(again.documents);
  EXPECT_TRUE(before == after) << "the workbook says something else than the CSV: " << first_difference(before, after) << sentences(again.issues);
}

// A document goes back in the form in which it came, where the dialect has several.
GatewayUnderTest::Settings form_read(const Case& one) {
  const auto& forms = GatewayUnderTest::get().plugins().find(one.plugin)->manifest.formats;
  const auto ending = one.input.extension().string();
  if (one.kind == Kind::writing || forms.size() < 2 || ending.empty()) return {};
  const auto form = form_of(ending.substr(1), forms);
  return std::find(forms.begin(), forms.end(), form) == forms.end() ? GatewayUnderTest::Settings() : GatewayUnderTest::Settings{{"form", form}};
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
  const auto& gateway = GatewayUnderTest::get();
  ASSERT_NE(gateway.plugins().find(one.plugin), nullptr) << one.plugin << " was not loaded";
  const bool reading = one.kind == Kind::reading;
  const auto journey = gateway.translate(reading ? one.plugin : "fhir-json", reading ? "fhir-json" : one.plugin, payload_of(one));
  ASSERT_FALSE(journey.crashed);
  expect_report(one.beside("report.json"), exchange::report_json(journey, false));
  Result result;
  result.issues = journey.issues;
  result.total = journey.total;
  if (journey.parts.empty()) {
    EXPECT_TRUE(journey.issues.has_errors()) << "nothing came out and nobody said why";
    for (const auto& golden : out_goldens(one)) ADD_FAILURE() << golden.path << " is here, but nothing came out:" << sentences(journey.issues);
  } else {
    check_forms(one, journey, result);
  }
  if (reading)
    for (auto& document : gateway.read(one.plugin, payload_of(one)).documents) result.documents.push_back(std::move(document.tree));
  EXPECT_TRUE(!journey.parts.empty() || result.documents.empty()) << "documents were made, but they are no FHIR:" << sentences(journey.issues);
  check_facts(one, result);
}

void check_law(const Case& one) {
  const auto& gateway = GatewayUnderTest::get();
  ASSERT_NE(gateway.plugins().find(one.plugin), nullptr) << one.plugin << " was not loaded";
  if (!serves(one.plugin, "read") || !serves(one.plugin, "write")) GTEST_SKIP() << one.plugin << " works in one direction; there is no way back";
  auto first = gateway.read(one.kind == Kind::reading ? one.plugin : "fhir-json", payload_of(one));
  if (first.documents.empty()) return;                               // check_goldens says whether that is right
  for (auto& document : first.documents) document.residual.clear();  // what was kept must not help
  const auto form = form_read(one);
  const auto written = gateway.write(one.plugin, first.documents, form);
  if (one.kind == Kind::writing && written.parts.empty() && !written.refusals.empty()) return;  // refused: its report is the golden
  ASSERT_FALSE(written.parts.empty()) << "what was read could not be written:" << sentences(written.issues);
  auto again = gateway.read(one.plugin, written.parts);
  for (auto& document : again.documents) document.residual.clear();
  const auto twice = joined(gateway.write(one.plugin, again.documents, form).parts);
  const bool lossless =
      std::none_of(written.ledgers.begin(), written.ledgers.end(), [](const Ledger& ledger) { return ledger.counts()[Fate::no_room] > 0; });
  const bool reading = one.kind == Kind::reading && lossless;
  const auto law = reading ? "read(write(read(x))) = read(x)" : "write(read(write(b))) = write(b)";
  const auto before = reading ? as_json(first.documents) : joined(written.parts);
  const auto after = reading ? as_json(again.documents) : twice;
  EXPECT_TRUE(before == after) << law << " does not hold: " << first_difference(before, after) << sentences(again.issues);
  EXPECT_TRUE(!reading || joined(written.parts) == twice)
      << "write(read(x)) is not in its normal form: " << first_difference(joined(written.parts), twice);
  if (form.empty() || form.at("form") == "csv") check_workbook(one, first.documents, again.documents);  // of the same mapping
}

}  // namespace caseway::plugins_test
