// HL7 v3 time stamps and FHIR dates: precision kept both ways, nothing guessed.
#include "mapping/cda_time.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::mapping {
namespace {

struct Case {
  const char* theirs;
  TimeType type;
  const char* zone;
  TimeReading reading;
  const char* ours;
};

class ReadTs : public testing::TestWithParam<Case> {};

TEST_P(ReadTs, KeepsThePrecision) {
  const auto& c = GetParam();
  std::string ours;
  EXPECT_EQ(read_ts(c.theirs, c.type, c.zone, ours), c.reading) << c.theirs;
  if (c.reading == TimeReading::refused) return;
  EXPECT_EQ(ours, c.ours) << c.theirs;
}

using enum TimeType;
using enum TimeReading;
INSTANTIATE_TEST_SUITE_P(Forms, ReadTs, testing::Values(
    Case{"1975", date, "", exact, "1975"}, Case{"197505", date, "", exact, "1975-05"}, Case{"19750501", date_time, "", exact, "1975-05-01"},
    Case{"20130926103000-0500", date_time, "", exact, "2013-09-26T10:30:00-05:00"}, Case{"201309261030+0100", date_time, "", exact, "2013-09-26T10:30:00+01:00"},
    Case{"20130926103000.125+0000", instant, "", exact, "2013-09-26T10:30:00.125+00:00"}, Case{"20130926103000Z", date_time, "", exact, "2013-09-26T10:30:00Z"},
    Case{"20130926103000", date_time, "", cut, "2013-09-26"}, Case{"20130926103000", date_time, "-06:00", exact, "2013-09-26T10:30:00-06:00"},
    Case{"19500501103022-0500", date, "", cut, "1950-05-01"}, Case{"2013092610", date_time, "-05:00", cut, "2013-09-26"},
    Case{"20240229", date, "", exact, "2024-02-29"}, Case{"20230229", date, "", refused, ""}, Case{"20131301", date, "", refused, ""},
    Case{"00000000", date, "", refused, ""}, Case{"201309", instant, "", refused, ""}, Case{"2013-09-26", date, "", refused, ""},
    Case{"20130926103000-5", date_time, "", refused, ""}, Case{"201309261", date_time, "", refused, ""}, Case{"", date, "", refused, ""},
    Case{"20130926250000-0500", date_time, "", refused, ""}, Case{"20130926103000.-0500", date_time, "", refused, ""}));

TEST(WriteTs, IsTheWayBack) {
  for (const auto* ts : {"1975", "197505", "19750501", "20130926103000-0500", "20130926103000.125+0000"}) {
    std::string ours, back;
    ASSERT_EQ(read_ts(ts, TimeType::date_time, "", ours), TimeReading::exact);
    ASSERT_TRUE(write_ts(ours, back));
    EXPECT_EQ(back, ts);
  }
  std::string theirs;
  EXPECT_FALSE(write_ts("yesterday", theirs));
}

}  // namespace
}  // namespace caseway::mapping
