// caseway update: an answer held against the referral that it is about.
#include "command_line/terminal.h"

namespace caseway::command_line {
namespace {

const std::string kReferral = R"({"resourceType": "Bundle", "type": "collection", "entry": [
  {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": {"resourceType": "ServiceRequest", "identifier": [{"value": "R-1"}], "status": "active",
    "intent": "order", "subject": {"display": "Ada Marsh"}}},
  {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002", "resource": {"resourceType": "Task", "status": "requested", "intent": "order",
    "focus": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"}, "lastModified": "2026-11-18"}}]})";

std::string answer(const std::string& status, const std::string& when) {
  return R"({"resourceType": "Task", "status": ")" + status +
         R"(", "intent": "order", "focus": {"identifier": {"value": "R-1"}}, "lastModified": ")" + when + "\"}";
}

TEST_F(CommandLine, FollowsAReferralToItsEnd) {
  file("referral.json", kReferral);
  file("accepted.json", answer("accepted", "2026-11-20"));
  file("completed.json", answer("completed", "2026-12-01"));
  file("again.json", answer("in-progress", "2026-12-05"));
  EXPECT_EQ(caseway("update -o one.json referral.json accepted.json").code, 0);
  EXPECT_THAT(text("one.json"), testing::HasSubstr("\"accepted\""));
  EXPECT_EQ(caseway("update -o two.json one.json completed.json").code, 0);

  const auto late = caseway("update -o three.json two.json accepted.json");
  EXPECT_EQ(late.code, 0);
  EXPECT_THAT(late.said, testing::HasSubstr("exchange.update.late"));
  EXPECT_EQ(text("three.json"), text("two.json"));

  const auto refused = caseway("update -o four.json two.json again.json");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.said, testing::HasSubstr("exchange.update.not_allowed"));
  EXPECT_FALSE(fs::exists(folder_ / "four.json"));
}

TEST_F(CommandLine, SaysWhichAnswerOfAListIsMeant) {
  file("referral.json", kReferral);
  file("answers.csv",
       "update_id,referral_id,status,status_date\nU-1,R-1,accepted,2026-11-20\nU-2,R-9,accepted,2026-11-20\nU-3,R-1,sent,2026-11-21\n");
  const auto ran = caseway("update -o next.json referral.json answers.csv");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, testing::HasSubstr("answers.csv, answer 1 of 3: taken"));
  EXPECT_THAT(ran.said, testing::HasSubstr("answers.csv, answer 3 of 3: refused"));
}

}  // namespace
}  // namespace caseway::command_line
