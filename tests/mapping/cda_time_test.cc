// HL7 v3 time stamps and FHIR dates: precision kept both ways, nothing guessed.
#include "mapping/convert/cda_time.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::mapping {
namespace {

struct Case {
  const char* theirs;
  Precision precision;
  const char* ours;  // nullptr: refused
  bool zoneless = false;
};

class TimeFromCda : public testing::TestWithParam<Case> {};

TEST_P(TimeFromCda, KeepsThePrecision) {
  const auto& c = GetParam();
  std::string ours;
  bool zoneless = false;
  const bool taken = time_from_cda(c.theirs, c.precision, ours, zoneless);
  EXPECT_EQ(taken, c.ours != nullptr) << c.theirs;
  if (taken && c.ours != nullptr) {
    EXPECT_EQ(ours, c.ours) << c.theirs;
    EXPECT_EQ(zoneless, c.zoneless) << c.theirs;
  }
}

using enum Precision;
INSTANTIATE_TEST_SUITE_P(Forms, TimeFromCda,
                         testing::Values(Case{"1975", date, "1975"}, Case{"197505", date, "1975-05"}, Case{"19750501", date_time, "1975-05-01"},
                                         Case{"20130926103000-0500", date_time, "2013-09-26T10:30:00-05:00"},
                                         Case{"201309261030+0100", date_time, "2013-09-26T10:30:00+01:00"},
                                         Case{"20130926103000.125+0000", instant, "2013-09-26T10:30:00.125+00:00"},
                                         Case{"20130926103000Z", date_time, "2013-09-26T10:30:00Z"},
                                         Case{"20130926103000", date_time, "2013-09-26", true}, Case{"19500501103022-0500", date, "1950-05-01"},
                                         Case{"2013-09-26", date, "2013-09-26"}, Case{"20240229", date, "2024-02-29"},
                                         Case{"20230229", date, nullptr}, Case{"20131301", date, nullptr}, Case{"00000000", date, nullptr},
                                         Case{"201309", instant, nullptr}, Case{"20130926103000-5", date_time, "2013-09-26", true},
                                         Case{"20130926103000-5000", date_time, "2013-09-26", true}, Case{"20130926103000-5000", instant, nullptr},
                                         Case{"20130926103000+01:00", date_time, "2013-09-26T10:30:00+01:00"}, Case{"201309261", date_time, nullptr},
                                         Case{"", date, nullptr}, Case{"20130926250000-0500", date_time, nullptr}, Case{"soon", date_time, nullptr}));

TEST(TimeToCda, IsTheWayBack) {
  for (const auto* ts : {"1975", "197505", "19750501", "20130926103000-0500", "20130926103000.125+0000"}) {
    std::string ours, back;
    bool zoneless = false;
    ASSERT_TRUE(time_from_cda(ts, Precision::date_time, ours, zoneless));
    ASSERT_TRUE(time_to_cda(ours, back));
    EXPECT_EQ(back, ts);
  }
  std::string theirs;
  EXPECT_FALSE(time_to_cda("yesterday", theirs));
}

}  // namespace
}  // namespace caseway::mapping
