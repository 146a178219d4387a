#include <gtest/gtest.h>

#include "caseway/report.h"

namespace caseway {
namespace {

void add(Issues& issues, std::size_t count, Severity severity) {
  for (std::size_t i = 0; i < count; ++i) issues.add(severity, "test.some.id", {}, "Something.");
}

TEST(Issues, KnowsErrorsFromWarnings) {
  Issues issues;
  EXPECT_TRUE(issues.empty());
  add(issues, 1, Severity::warning);
  add(issues, 1, Severity::information);
  EXPECT_FALSE(issues.has_errors());
  add(issues, 1, Severity::fatal);
  add(issues, 1, Severity::error);
  EXPECT_EQ(issues.errors(), 2u);
  EXPECT_EQ(issues.all().size(), 4u);
}

TEST(Issues, StopListingAtTheLimitButNotCounting) {
  Issues issues;
  add(issues, Issues::limit, Severity::error);
  EXPECT_EQ(issues.all().size(), Issues::limit);
  add(issues, 5, Severity::error);
  ASSERT_EQ(issues.all().size(), Issues::limit + 1);
  EXPECT_EQ(issues.all().back().id, "report.issues.limit");
  EXPECT_NE(issues.all().back().text.find("5 more"), std::string::npos);
  EXPECT_EQ(issues.errors(), Issues::limit + 5);
}

TEST(Issues, AppendLosesNoCount) {
  Issues many;
  add(many, Issues::limit + 7, Severity::error);
  Issues all;
  add(all, 3, Severity::error);
  all.append(many);
  EXPECT_EQ(all.errors(), Issues::limit + 10);
  EXPECT_EQ(all.all().size(), Issues::limit + 1);
  EXPECT_NE(all.all().back().text.find("10 more"), std::string::npos);
}

}  // namespace
}  // namespace caseway
