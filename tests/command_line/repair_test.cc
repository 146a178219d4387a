// A file with bad rows: the others go through, and the bad ones come back to their sender in a file of their own.
#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

// 43 referrals; the 10th has a two-digit year, the 20th does not say whose it is.
std::string referrals() {
  std::string text = "referral_id,last_name,first_name,birth_date,status,referral_date,service_requested\r\n";
  for (int i = 1; i <= 43; ++i)
    text += (i == 20 ? std::string() : "R-" + std::to_string(i)) + ",Marsh,Ada," + (i == 10 ? "3/14/89" : "1961-02-11") +
            ",sent,2026-11-16,Food pantry\r\n";
  return text;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

class Repairs : public CommandLine {};

TEST_F(Repairs, TwoBadRowsOf43LeaveTheOthersAlone) {
  file("referrals.csv", referrals());
  const auto ran = caseway("translate --from community-referral --to fhir-json -o good.json --repair bad.csv --report report.json referrals.csv");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_EQ(count(text("good.json"), "\"ServiceRequest\""), 41u);
  EXPECT_THAT(ran.said, HasSubstr("error mapping.date.bad: row 11, column birth_date"));
  EXPECT_THAT(ran.said, HasSubstr("error mapping.key.missing: row 21, column referral_id"));
  EXPECT_THAT(ran.said, HasSubstr("refused   2 of 43 documents"));
  EXPECT_EQ(count(text("bad.csv"), "\r\n"), 3u);
  EXPECT_THAT(text("bad.csv"), HasSubstr("caseway_reason,referral_id,last_name,first_name,birth_date,status,referral_date,service_requested\r\n"));
  EXPECT_THAT(text("report.json"), Not(HasSubstr("3/14/89")));
  EXPECT_THAT(ran.said, Not(HasSubstr("3/14/89")));
}

TEST_F(Repairs, WhatWasCorrectedGoesThrough) {
  file("referrals.csv", referrals());
  caseway("translate --from community-referral --to fhir-json -o good.json --repair bad.csv referrals.csv");
  auto bad = text("bad.csv");
  bad.replace(bad.find("3/14/89"), 7, "1989-03-14");
  bad.insert(bad.find(",Marsh", bad.rfind("fill")), "R-20");
  file("bad.csv", bad);
  const auto ran = caseway("translate --from community-referral --to fhir-json -o rest.json --report report.json bad.csv");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, Not(HasSubstr("caseway_reason")));
  EXPECT_EQ(count(text("rest.json"), "\"ServiceRequest\""), 2u);
  EXPECT_THAT(ran.said, HasSubstr("0 undecided"));
}

TEST_F(Repairs, StayWhereTheyAreUntilSomebodyAsks) {
  file("referrals.csv", referrals());
  const auto ran = caseway("translate --from community-referral --to riverbend-community -o out.csv referrals.csv");
  EXPECT_THAT(ran.said, HasSubstr("--repair FILE"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(Repairs, OfSeveralFilesGoToAFolder) {
  fs::create_directories(folder_ / "in/north");
  file("in/north/referrals.csv", referrals());
  file("in/good.csv", "referral_id,last_name,status,service_requested\nR-1,Marsh,sent,Food pantry\n");
  const auto ran = caseway("translate --from community-referral --to fhir-json -o out --repair bad in");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_TRUE(fs::exists(folder_ / "bad/north/referrals.repair.csv")) << ran.said;
  EXPECT_FALSE(fs::exists(folder_ / "bad/good.repair.csv"));
}

TEST_F(Repairs, GoIntoAWorkbookWhereOneIsNamed) {
  file("referrals.csv", referrals());
  const auto ran = caseway("translate --from community-referral --to fhir-json -o good.json --repair bad.xlsx referrals.csv");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_EQ(text("bad.xlsx").substr(0, 2), "PK");
  const auto again = caseway("translate --from community-referral --to fhir-json -o rest.json --repair worse.csv bad.xlsx");
  EXPECT_THAT(again.said, HasSubstr("refused   2 of 2 documents")) << again.said;
  EXPECT_THAT(text("worse.csv"), HasSubstr("3/14/89"));
}

TEST_F(Repairs, OfRelatedTablesAreAZipWhateverTheirName) {
  fs::create_directories(folder_ / "set");
  for (const auto& entry : fs::directory_iterator(CASEWAY_SOURCE_DIR "/plugins/directory-hsds/fixtures/bad.in"))
    fs::copy(entry.path(), folder_ / "set");
  const auto ran = caseway("translate --together --from directory-hsds --to fhir-json -o good.json --repair bad.csv set");
  EXPECT_THAT(ran.said, HasSubstr("bad.csv.zip")) << ran.said;
  EXPECT_EQ(text("bad.csv.zip").substr(0, 2), "PK");
}

}  // namespace

}  // namespace caseway::command_line
