// Every limit has a case; at the limit a document passes, one beyond it is refused with exactly the limit's id and a place.
#include <gtest/gtest.h>

#include <set>

#include "limit_cases.h"

namespace caseway {

void PrintTo(const LimitCase& limit, std::ostream* out) { *out << limit_id(limit.limit) << " of " << limit.format; }

namespace {

std::vector<LimitCase> all_cases() {
  std::vector<LimitCase> all;
  for (const auto* some : {&json_limits(), &xml_limits(), &file_limits(), &document_limits()}) all.insert(all.end(), some->begin(), some->end());
  return all;
}

void expect_limit(const LimitCase& limit, std::size_t value) {
  Limits limits = Limits::batch();
  limits.*limit.limit = value;
  Issues none, issues;
  EXPECT_TRUE(limit.read(limit.document(value), limits, none)) << "at the limit " << value;
  EXPECT_FALSE(none.has_errors()) << none.all().front().id;
  EXPECT_FALSE(limit.read(limit.document(value + 1), limits, issues)) << "one beyond " << value;
  ASSERT_FALSE(issues.empty());
  for (std::size_t i = 1; i < issues.all().size(); ++i) EXPECT_EQ(issues.all()[i].id, "fhir.ndjson.line") << "how many lines were left out";
  const Issue& issue = issues.all().front();
  EXPECT_EQ(issue.id, limit_id(limit.limit));
  EXPECT_LE(issue.severity, Severity::error);
  EXPECT_EQ(issue.place.line > 0, limit.place == PointsAt::row || limit.place == PointsAt::character);
  EXPECT_EQ(issue.place.column > 0, limit.place == PointsAt::character);
  EXPECT_TRUE(limit.place != PointsAt::part || !issue.place.path.empty());
  EXPECT_NE(issue.text.find(std::to_string(value)), std::string::npos) << "the sentence says the limit: " << issue.text;
}

class EachLimit : public testing::TestWithParam<LimitCase> {};

TEST_P(EachLimit, HoldsExactly) { expect_limit(GetParam(), GetParam().small); }

TEST_P(EachLimit, HoldsExactlyInLiveTraffic) { expect_limit(GetParam(), Limits::interactive().*GetParam().limit); }

INSTANTIATE_TEST_SUITE_P(Limits, EachLimit, testing::ValuesIn(all_cases()), [](const auto& info) {
  for (const LimitName& known : kLimitNames) {
    if (known.limit == info.param.limit) return std::string(known.name) + "_of_" + info.param.format;
  }
  return std::string("unnamed");
});

TEST(Limits, EveryOneHasACase) {
  std::set<std::string> tried;
  for (const LimitCase& limit : all_cases()) tried.insert(limit_id(limit.limit));
  for (const LimitName& known : kLimitNames) EXPECT_EQ(tried.count(limit_id(known.limit)), 1u) << known.name << " has no case";
}

TEST(Limits, AnOperatorsFilesMayBeLarger) {
  for (const LimitName& known : kLimitNames) EXPECT_GE(Limits::batch().*known.limit, Limits::interactive().*known.limit) << known.name;
  EXPECT_EQ(Limits::interactive().bundle_entries, 1'000u);
  EXPECT_EQ(Limits::batch().depth, Limits::interactive().depth) << "nesting costs stack, whoever sends it";
}

}  // namespace

}  // namespace caseway
