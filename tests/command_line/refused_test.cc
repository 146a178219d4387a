// Documents of a list that their receiver cannot get: the others go on, and missing, without a word there and withheld are three things.
#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

// Says what is asked for only where somebody needs food.
constexpr const char* kPolicy = R"(policy: pantry
title: What a food pantry needs
allow:
  - { resource: Patient, why: to know the person, elements: [identifier, name, birthDate] }
  - { resource: ServiceRequest, why: what it is about, elements: [identifier, category.*, subject, authoredOn] }
  - { resource: ServiceRequest, when: { category.coding.code: [food-insecurity] }, why: what is asked for, elements: [code.*] }
  - { resource: Task, why: where it stands, elements: [identifier, focus, for, authoredOn, businessStatus.*] }
)";

constexpr const char* kReferrals =
    "referral_id,last_name,status,referral_date,need_categories,service_requested\n"
    "R-1,Marsh,sent,2026-11-16,food-insecurity,Groceries\n"
    "R-2,Okafor,sent,2026-11-16,transportation-insecurity,Rides to the doctor\n"
    "R-3,Brandt,sent,2026-11-16,food-insecurity,Meals at home\n";

class Refused : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    fs::create_directories(folder_ / "config/policy");
    fs::create_directories(folder_ / "config/partners");
    file("config/policy/pantry.yaml", kPolicy);
    file("config/partners/pantry.yaml", "name: Elm Street Pantry\nkind: community-agency\ndialect: community-referral\npolicy: pantry\n");
    file("config/caseway.yaml", "name: caseway\nplugin_folders: [ \"@plugins\" ]\n");
  }
};

TEST_F(Refused, ByPolicyIsNotMissing) {
  file("in.csv", kReferrals);
  const auto ran =
      caseway("translate --config config/caseway.yaml --from community-referral --to pantry -o out.csv --repair bad.csv --report report.json in.csv");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("in.csv:3:1: error policy.value_withheld: row 3, ServiceRequest.code.text: withheld by policy: Elm Street Pantry"));
  EXPECT_THAT(ran.said, Not(HasSubstr("mapping.value.missing")));
  EXPECT_THAT(ran.said, HasSubstr("refused   1 of 3 documents; none of it is for whoever sent them to correct"));
  EXPECT_FALSE(fs::exists(folder_ / "bad.csv")) << "a sender is not told what a receiver may not have";
  EXPECT_THAT(text("out.csv"), testing::AllOf(HasSubstr("Groceries"), HasSubstr("Meals at home"), Not(HasSubstr("R-2")), Not(HasSubstr("Okafor"))));
  const auto report = text("report.json");
  EXPECT_THAT(report, HasSubstr(R"("id": "policy.value_withheld")"));
  EXPECT_THAT(report, HasSubstr("the policy for Elm Street Pantry does not let it pass"));
}

// The value that the receiver misses could have stood in several places of a resource that it does not get at all.
TEST_F(Refused, ByAPolicyThatWithholdsAWholeResourceIsNotMissing) {
  file("config/policy/shelter.yaml",
       "policy: shelter\ntitle: What a shelter needs\nallow:\n  - { resource: Patient, why: to know the person, elements: [name, birthDate] }\n"
       "  - { resource: Task, why: where it stands, elements: [identifier, for, authoredOn, code.*] }\n");
  file("config/partners/shelter.yaml", "name: Harbor House\nkind: housing-provider\ndialect: housing-csv\npolicy: shelter\n");
  file("in.csv", kReferrals);
  const auto ran = caseway("translate --config config/caseway.yaml --from community-referral --to shelter -o out.csv --repair bad.csv in.csv");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("policy.value_withheld: row 2, ServiceRequest.id"));
  EXPECT_THAT(ran.said, Not(HasSubstr("mapping.value.missing")));
  EXPECT_FALSE(fs::exists(folder_ / "bad.csv"));
}

TEST_F(Refused, AllOfThemHaveNoResultAndAReportOfEveryValue) {
  file("in.csv", "referral_id,last_name,status,need_categories,service_requested\nR-2,Okafor,sent,transportation-insecurity,Rides\n");
  const auto ran = caseway("translate --config config/caseway.yaml --from community-referral --to pantry -o out.csv --report report.json in.csv");
  EXPECT_EQ(ran.code, 1) << ran.said;
  EXPECT_FALSE(fs::exists(folder_ / "out.csv"));
  const auto report = text("report.json");
  EXPECT_THAT(report, HasSubstr("row 2, column last_name"));
  EXPECT_THAT(report, HasSubstr("nothing was written"));
}

}  // namespace

}  // namespace caseway::command_line
