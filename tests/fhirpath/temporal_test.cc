// Dates, date-times and times: what is one, what two of them decide, how time is added, where they begin and end.
#include "fhirpath/temporal.h"

#include <gtest/gtest.h>

#include <random>

namespace caseway::fhirpath {
namespace {

constexpr TemporalKind kDate = TemporalKind::date;
constexpr TemporalKind kDateTime = TemporalKind::date_time;
constexpr TemporalKind kTime = TemporalKind::time;

// "T..." is a time, what has a T behind its date is a date-time, the rest dates.
Temporal moment(std::string_view text) {
  const TemporalKind kind = text.starts_with('T') ? kTime : text.find('T') != text.npos ? kDateTime : kDate;
  const auto value = Temporal::parse(text, kind);
  EXPECT_TRUE(value) << text;
  return value.value_or(Temporal());
}

std::string shown(const std::optional<Temporal>& value) { return value ? value->text() : "nothing"; }
std::string shown(std::optional<int> order) { return !order ? "?" : *order < 0 ? "<" : *order > 0 ? ">" : "="; }

TEST(Temporal, ReadsAndWritesEveryPrecision) {
  for (const char* text : {"2024", "2024-05", "2024-05-17", "0001-01-01", "9999-12-31", "2024-02-29"}) {
    EXPECT_EQ(shown(Temporal::parse(text, kDate)), text);
    EXPECT_EQ(shown(Temporal::parse(text, kDateTime)), text);
    EXPECT_EQ(shown(Temporal::parse(std::string(text) + "T", kDateTime)), text);
    EXPECT_FALSE(Temporal::parse(text, kTime)) << text;
  }
  for (const char* text :
       {"2024-05-17T10", "2024-05-17T10:30", "2024-05-17T10:30:00", "2024-05-17T10:30:00.1", "2024-05-17T10:30:00.123456789", "2024-05-17T10:30:60Z",
        "2024-05-17T10:30:00.120+10:00", "2024-05-17T10:30Z", "2024-05-17T10-03:30", "2024-05-17T00:00:00+14:00", "2024-05-17T00:00:00-00:00"}) {
    const std::string written = std::string_view(text).ends_with("-00:00") ? "2024-05-17T00:00:00+00:00" : text;
    EXPECT_EQ(shown(Temporal::parse(text, kDateTime)), written);
    EXPECT_FALSE(Temporal::parse(text, kDate)) << text;
  }
  for (const char* text : {"10", "10:30", "10:30:00", "10:30:00.000", "23:59:59.999"}) {
    EXPECT_EQ(shown(Temporal::parse(text, kTime)), text);
    EXPECT_EQ(shown(Temporal::parse("T" + std::string(text), kTime)), text);
  }
  EXPECT_EQ(shown(Temporal::parse("10:30:00.1234567899", kTime)), "10:30:00.123456789") << "finer than a nanosecond is cut";
}

TEST(Temporal, RefusesWhatIsNone) {
  for (const char* text :
       {"",           "2",          "202",        "20245", "0000",  "2024-", "2024-5",      "2024-13",    "2024-00",  "2024-05-",  "2024-05-32",
        "2024-02-30", "2023-02-29", "2024-05-00", " 2024", "2024 ", "-2024", "2024-05-17-", "2024/05/17", "20240517", "1900-02-29"}) {
    EXPECT_FALSE(Temporal::parse(text, kDate)) << text;
    EXPECT_FALSE(Temporal::parse(text, kDateTime)) << text;
  }
  for (const char* text :
       {"T", "T1", "T24", "T10:", "T10:6", "T10:60", "T10:30:", "T10:30:61", "T10:30:00.", "T10:30:00Z", "T10:30:00+10:00", "TT10", "T10:30:00.1a"}) {
    EXPECT_FALSE(Temporal::parse(text, kTime)) << text;
  }
  for (const char* text : {"2024-05T10:30", "2024T10", "2024-05-17T24:00", "2024-05-17T10:30+1", "2024-05-17T10:30+15:00", "2024-05-17T10:30+14:01",
                           "2024-05-17T10:30+10:60", "2024-05-17T10:30z", "2024-05-17T10:30ZZ", "2024-05-17T10:30+10:00Z", "2024-05-17TZ",
                           "2024-05-17T+10:00", "2024-05-17t10:30", "2024TT"}) {
    EXPECT_FALSE(Temporal::parse(text, kDateTime)) << text;
  }
}

struct Order {
  const char* a;
  const char* b;
  const char* order;
  bool equivalent = false;
};

TEST(Temporal, ComparesWhatThePrecisionsDecide) {
  for (const Order& row : {Order{"2012-04-15", "2012-04-15", "=", true},
                           {"2012-04-15", "2012-04-16", "<"},
                           {"2012", "2012-04", "?"},
                           {"2012", "2013-04", "<"},
                           {"2018-03", "2018-03-01", "?"},
                           {"2012-04-15", "2012-04-15T10:00:00", "?"},
                           {"2012-04-15", "2012-04-15T", "=", true},
                           {"2012-04-15", "2012-04-16T00:00:00", "<"},
                           {"2018-03-01T10:30", "2018-03-01T10:30:00", "?"},
                           {"2018-03-01T10:30:00", "2018-03-01T10:30:00.0", "=", true},
                           {"2018-03-01T10:30:31", "2018-03-01T10:30:31.1", "<"},
                           {"2012-04-15T15:00:00+02:00", "2012-04-15T16:00:00+03:00", "=", true},
                           {"2017-11-05T01:30:00.0-04:00", "2017-11-05T01:15:00.0-05:00", "<"},
                           {"2024-01-01T00:30:00+14:00", "2023-12-31T10:30:00Z", "=", true},
                           {"2024-05-17T10Z", "2024-05-17T15:45+05:30", "?"},
                           {"2024-05-17T10Z", "2024-05-17T17:00+05:30", "<"},
                           // One zone only: undecided within 14 hours before and 12 hours after.
                           {"2012-04-15T15:00:00Z", "2012-04-15T10:00:00", "?"},
                           {"2012-04-15T15:00:00Z", "2012-04-15T15:00:00", "?"},
                           {"2012-04-15T15:00:00Z", "2012-04-16T05:00:00", "?"},
                           {"2012-04-15T15:00:00Z", "2012-04-16T05:00:01", "<"},
                           {"2012-04-15T15:00:00Z", "2012-04-15T02:59:59", ">"},
                           // A day against a moment with a zone: the day that the moment shows.
                           {"2024-05-17", "2024-05-18T00:30:00+10:00", "<"},
                           {"2024-05-17", "2024-05-17T23:30:00-10:00", "?"},
                           {"1974-12-25", "2024-05-17T00:00:00Z", "<"},
                           {"T10:30", "T10:30:00", "?"},
                           {"T12:00:00", "T14", "<"},
                           {"T10:30:00", "T10:30:00.000", "=", true},
                           {"T10:30:00", "2024-05-17T10:30:00", "?"}}) {
    const Temporal a = moment(row.a);
    const Temporal b = moment(row.b);
    EXPECT_EQ(shown(compare(a, b)), row.order) << row.a << " " << row.b;
    const std::string turned = *row.order == '<' ? ">" : *row.order == '>' ? "<" : row.order;
    EXPECT_EQ(shown(compare(b, a)), turned) << row.b << " " << row.a;
    EXPECT_EQ(equivalent(a, b), row.equivalent) << row.a << " " << row.b;
    EXPECT_EQ(equivalent(b, a), row.equivalent) << row.b << " " << row.a;
    if ((a.kind() == kTime) == (b.kind() == kTime)) {
      const std::optional<int> order = compare(a, b);
      EXPECT_EQ(equal(a, b), order ? std::optional<bool>(*order == 0) : std::nullopt) << row.a << " " << row.b;
    } else {
      EXPECT_EQ(equal(a, b), std::optional<bool>(false)) << row.a << " " << row.b;
    }
  }
}

struct Sum {
  const char* moment;
  const char* amount;
  const char* unit;
  const char* sum;
};

TEST(Temporal, AddsTime) {
  for (const Sum& row : {Sum{"1973-12-25", "7", "days", "1974-01-01"},
                         {"1973-12-25", "7.7", "days", "1974-01-01"},
                         {"1973-12-25", "-7.7", "days", "1973-12-18"},
                         {"1973-12-25", "1", "d", "1973-12-26"},
                         {"1973-12-25", "1", "wk", "1974-01-01"},
                         {"1973-12-25", "1", "week", "1974-01-01"},
                         {"1973-12-25", "1", "month", "1974-01-25"},
                         {"1974-12-25", "-1", "month", "1974-11-25"},
                         {"1973-12-25", "1", "year", "1974-12-25"},
                         {"1973-12-25", "1.9", "years", "1974-12-25"},
                         {"1973-12-25", "1", "mo", "nothing"},
                         {"1973-12-25", "1", "a", "nothing"},
                         {"1973-12-25", "1", "cm", "nothing"},
                         {"1973-12-25", "1", "", "nothing"},
                         {"1973-12-25T00:00:00.000+10:00", "7", "days", "1974-01-01T00:00:00.000+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "1", "second", "1973-12-25T00:00:01.000+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "0.1", "s", "1973-12-25T00:00:00.100+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "10", "ms", "1973-12-25T00:00:00.010+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "0.5", "ms", "1973-12-25T00:00:00.000+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "-1", "millisecond", "1973-12-24T23:59:59.999+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "1", "min", "1973-12-25T00:01:00.000+10:00"},
                         {"1973-12-25T00:00:00.000+10:00", "1", "h", "1973-12-25T01:00:00.000+10:00"},
                         {"1973-12-25T00:00:00Z", "1500", "ms", "1973-12-25T00:00:01Z"},
                         // The month's last day.
                         {"2024-01-31", "1", "month", "2024-02-29"},
                         {"2023-01-31", "1", "month", "2023-02-28"},
                         {"2024-02-29", "1", "year", "2025-02-28"},
                         {"2024-02-29", "4", "years", "2028-02-29"},
                         {"2024-03-31", "-1", "month", "2024-02-29"},
                         // Finer than the value's precision.
                         {"2014", "24", "months", "2016"},
                         {"2014", "23", "months", "2015"},
                         {"2014", "-23", "months", "2013"},
                         {"2014", "364", "days", "2014"},
                         {"2014", "365", "days", "2015"},
                         {"2014", "8760", "hours", "2015"},
                         {"2014-05", "29", "days", "2014-05"},
                         {"2014-05", "60", "days", "2014-07"},
                         {"2014-05-17", "23", "hours", "2014-05-17"},
                         {"2014-05-17", "25", "hours", "2014-05-18"},
                         {"2014-05-17", "-25", "hours", "2014-05-16"},
                         {"2014-05-17T10", "119", "minutes", "2014-05-17T11"},
                         {"2014-05-17T10:30", "59", "seconds", "2014-05-17T10:30"},
                         {"2014-05-17T10:30", "61", "seconds", "2014-05-17T10:31"},
                         {"2016-12-31T23:59:60Z", "1", "second", "2017-01-01T00:00:01Z"},
                         // Times go round the clock.
                         {"T01:00:00", "2", "hours", "03:00:00"},
                         {"T23:00:00", "2", "hours", "01:00:00"},
                         {"T23:00:00", "50", "hours", "01:00:00"},
                         {"T00:30", "-31", "minutes", "23:59"},
                         {"T10:30", "1", "day", "nothing"},
                         {"T10:30", "1", "month", "nothing"},
                         // The ends of the calendar.
                         {"9999-12-31", "1", "day", "nothing"},
                         {"0001-01-01", "-1", "day", "nothing"},
                         {"9999", "1", "year", "nothing"},
                         {"0001-05", "-5", "months", "nothing"},
                         {"2024", "99999999999999999999999999999999999999", "years", "nothing"},
                         {"2024-01-01", "99999999999999999999999999999999999999", "days", "nothing"},
                         {"2024-01-01", "99999999999999999999", "weeks", "nothing"}}) {
    const auto amount = Decimal::parse(row.amount);
    ASSERT_TRUE(amount);
    EXPECT_EQ(shown(moment(row.moment).plus(*amount, row.unit)), row.sum) << row.moment << " + " << row.amount << " " << row.unit;
  }
}

struct Bounds {
  const char* moment;
  int digits;
  const char* low;
  const char* high;
};

TEST(Temporal, HasBoundaries) {
  for (const Bounds& row : {Bounds{"2014", 6, "2014-01", "2014-12"},
                            {"2014", 8, "2014-01-01", "2014-12-31"},
                            {"2014-02", 8, "2014-02-01", "2014-02-28"},
                            {"2014-02-11", 4, "2014", "2014"},
                            {"2014", 10, "nothing", "nothing"},
                            {"2014", 5, "nothing", "nothing"},
                            {"2014", -1, "nothing", "nothing"},
                            {"2014T", 17, "2014-01-01T00:00:00.000+14:00", "2014-12-31T23:59:59.999-12:00"},
                            {"2014-01-01T08", 17, "2014-01-01T08:00:00.000+14:00", "2014-01-01T08:00:59.999-12:00"},
                            {"2014-01-01T08:05+08:00", 17, "2014-01-01T08:05:00.000+08:00", "2014-01-01T08:05:59.999+08:00"},
                            {"2014-01-01T08:05-05:00", 17, "2014-01-01T08:05:00.000-05:00", "2014-01-01T08:05:59.999-05:00"},
                            {"2014-01-01T08:05:07.1Z", 17, "2014-01-01T08:05:07.100Z", "2014-01-01T08:05:07.199Z"},
                            {"2014-01-01T08:05:07.123456Z", 17, "2014-01-01T08:05:07.123Z", "2014-01-01T08:05:07.123Z"},
                            {"2014-01-01T08", 8, "2014-01-01", "2014-01-01"},
                            {"2014-01-01T08:05:07Z", 12, "2014-01-01T08:05Z", "2014-01-01T08:05Z"},
                            {"2014-01-01T08:05:07Z", 18, "nothing", "nothing"},
                            {"2014-01-01T08:05:07Z", 13, "nothing", "nothing"},
                            {"T10:30", 9, "10:30:00.000", "10:30:59.999"},
                            {"T10:30", 6, "10:30:00", "10:30:59"},
                            {"T10:30", 2, "10", "10"},
                            {"T10:30", 0, "nothing", "nothing"},
                            {"T10:30", -4, "nothing", "nothing"},
                            {"T10:30", 17, "nothing", "nothing"}}) {
    EXPECT_EQ(shown(moment(row.moment).low_boundary(row.digits)), row.low) << row.moment << " " << row.digits;
    EXPECT_EQ(shown(moment(row.moment).high_boundary(row.digits)), row.high) << row.moment << " " << row.digits;
  }
}

TEST(Temporal, CountsItsDigits) {
  for (const auto& [text, digits] : {std::pair{"2014", 4},
                                     {"2014-05", 6},
                                     {"2014-05-17", 8},
                                     {"2014-05-17T10", 10},
                                     {"2014-05-17T10:30Z", 12},
                                     {"2014-05-17T10:30:00", 14},
                                     {"2014-01-05T10:30:00.000", 17},
                                     {"T10", 2},
                                     {"T10:30", 4},
                                     {"T10:30:00", 6},
                                     {"T10:30:00.000", 9}}) {
    EXPECT_EQ(moment(text).digits(), digits) << text;
  }
}

TEST(Temporal, ChangesItsKind) {
  EXPECT_EQ(moment("2024-05-17T10:30:00Z").as_date().text(), "2024-05-17");
  EXPECT_EQ(moment("2024-05-17T10:30:00Z").as_date().kind(), kDate);
  EXPECT_FALSE(moment("2024-05-17T10:30:00Z").as_date().has_zone());
  EXPECT_EQ(moment("2024T").as_date().text(), "2024");
  EXPECT_EQ(moment("2024-05").as_date_time().kind(), kDateTime);
  EXPECT_EQ(moment("2024-05").as_date_time().precision(), Precision::month);
}

Temporal random_moment(std::mt19937_64& engine) {
  static constexpr std::array<const char*, 7> kZones = {"", "", "Z", "+05:30", "-08:00", "+14:00", "-12:00"};
  const auto number = [&](int low, int high, int width) {
    const std::string digits = std::to_string(low + static_cast<int>(engine() % static_cast<unsigned>(high - low + 1)));
    return std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits;
  };
  std::string text = number(1990, 2030, 4);
  const auto parts = engine() % 7;
  if (parts > 0) text += "-" + number(1, 12, 2);
  if (parts > 1) text += "-" + number(1, 28, 2);
  if (parts > 2) text += "T" + number(0, 23, 2);
  if (parts > 3) text += ":" + number(0, 59, 2);
  if (parts > 4) text += ":" + number(0, 59, 2);
  if (parts > 5) text += "." + number(0, 999, 3);
  if (parts > 2) text += kZones[engine() % kZones.size()];
  return moment(text);
}

TEST(Temporal, ObeysTheLawsOfTime) {
  std::mt19937_64 engine(20240517);
  static constexpr std::array<const char*, 6> kUnits = {"week", "day", "hour", "minute", "second", "millisecond"};
  for (int i = 0; i < 20'000; ++i) {
    const Temporal a = random_moment(engine);
    const Temporal b = random_moment(engine);
    EXPECT_EQ(shown(Temporal::parse(a.text(), a.kind())), a.text());
    EXPECT_EQ(compare(a, a), 0);
    const auto order = compare(a, b);
    EXPECT_EQ(shown(compare(b, a)), shown(order ? std::optional<int>(-*order) : std::nullopt)) << a.text() << " " << b.text();
    if (equivalent(a, b)) {
      EXPECT_EQ(equal(a, b), true);
    }
    const Decimal amount(static_cast<std::int64_t>(engine() % 1000));
    const std::string_view unit = kUnits[engine() % kUnits.size()];
    const auto later = a.plus(amount, unit);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->precision(), a.precision());
    EXPECT_EQ(shown(later->plus(amount.negate(), unit)), a.text()) << a.text() << " " << amount.text() << " " << unit;
    EXPECT_NE(compare(*later, a).value_or(0), -1);
    const int most = a.max_digits();
    const auto low = a.low_boundary(most);
    const auto high = a.high_boundary(most);
    ASSERT_TRUE(low && high);
    EXPECT_NE(compare(*low, *high).value_or(0), 1) << a.text();
  }
}

}  // namespace
}  // namespace caseway::fhirpath
