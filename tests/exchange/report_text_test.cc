// A report read back is the report that was written, and what people read of it adds up.
#include "exchange/report_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseway::exchange {
namespace {

using testing::HasSubstr;

Journey journey() {
  Journey made;
  made.from = "st-brigid";
  made.to = "harbor-house";
  made.receiver_name = "Harbor House";
  made.document = "referral";
  made.hops = {{"read", {}}, {"policy", {}}};
  made.hops[0].counts[Fate::copied] = 7;
  made.total[Fate::copied] = 2;
  made.total[Fate::converted] = 1;
  made.total[Fate::withheld] = 3;
  made.total[Fate::no_room] = 1;
  made.total.added = 9;
  made.values = {{{"row 2, column email", 2, 5}, Fate::withheld, "", "policy housing: not on its list", "why"},
                 {{"row 3, column email", 3, 5}, Fate::withheld, "", "policy housing: not on its list", "why"},
                 {{"Bundle.entry[4].resource.note[0].text", 9, 1}, Fate::withheld, "", "free text", "why"},
                 {{"row 2, column pets", 2, 9}, Fate::no_room, "", "", "the format has no place for it"},
                 {{"row 2, column name", 2, 1}, Fate::converted, "column last_name", "line 4", ""}};
  made.issues.add(Severity::warning, "mapping.value.cut", {"row 3, column note", 3, 20}, "a \"value\" is too long");
  return made;
}

TEST(ReportText, SaysInOneSentenceWhatArrivedAndWhatBecameOfTheRest) {
  EXPECT_EQ(report_sentence(journey()),
            "Harbor House received 3 of 7 values of this referral: 3 were withheld by policy, 1 has no place there; nothing is undecided.");
  auto undecided = journey();
  undecided.total[Fate::undecided] = 2;
  EXPECT_THAT(report_sentence(undecided), HasSubstr("2 are undecided"));
}

TEST(ReportText, SaysThatADocumentWasRefused) {
  auto refused = journey();
  refused.total = {};
  refused.total[Fate::undecided] = 7;
  refused.issues.add(Severity::error, "csv.nul", {}, "a sentence");
  EXPECT_EQ(report_sentence(refused), "Harbor House received nothing: this referral was refused with 1 error.");
}

TEST(ReportText, PutsEqualPlacesOfSeveralRowsTogether) {
  const auto text = report_text(journey(), 8);
  EXPECT_THAT(text, HasSubstr("policy housing: not on its list: 2 values\n    column email, 2 times, first in line 2\n"));
  EXPECT_THAT(text, HasSubstr("free text: 1 value\n    Bundle.entry.resource.note.text, line 9\n"));
  EXPECT_THAT(text, HasSubstr("the format has no place for it: 1 value\n    column pets, line 2\n"));
  EXPECT_THAT(text, HasSubstr("mapping.value.cut, row 3, column note"));
}

TEST(ReportText, SaysHowManyPlacesItDoesNotShow) {
  auto many = journey();
  for (int i = 0; i < 5; ++i)
    many.values.push_back({{"row 2, column c" + std::to_string(i), 2, 1}, Fate::no_room, "", "", "the format has no place for it"});
  EXPECT_THAT(report_text(many, 4), HasSubstr("and 2 more places (--all shows them)"));
  EXPECT_THAT(report_text(many, 100), Not(HasSubstr("--all")));
}

TEST(ReadReports, IsTheInverseOfWritingOne) {
  const auto written = report_json(journey(), true);
  for (const auto& text : {written, "[" + written + "," + written + "]"}) {
    std::vector<Journey> reports;
    Issues issues;
    ASSERT_TRUE(read_reports(text, Limits::batch(), issues, reports)) << text;
    EXPECT_EQ(reports.size(), text == written ? 1u : 2u);
    for (const auto& report : reports) EXPECT_EQ(report_json(report, true), written);
  }
}

TEST(ReadReports, RefusesWhatIsNoReport) {
  for (const auto* text : {"", "{}", "[]", "[[]]", "7", "{\"from\": 1}", "{\"resourceType\": \"Patient\"}", "{\"values\": [{\"a\": {}}]}",
                           "{\"hops\": [[{}]]}", "{\"journey\": {\"x\": {}}}", "{\"hops\": [{\"hop\": \"read\"}]", "null"}) {
    std::vector<Journey> reports;
    Issues issues;
    EXPECT_FALSE(read_reports(text, Limits::batch(), issues, reports)) << text;
    EXPECT_TRUE(issues.has_errors()) << text;
    EXPECT_TRUE(reports.empty()) << text;
  }
}

}  // namespace
}  // namespace caseway::exchange
