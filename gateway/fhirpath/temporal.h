// Dates, date-times and times at their own precision: 2024, 2024-05, 2024-05-17T10:30, 2024-05-17T10:30:00.120+10:00, T14:30.
//
//   spec    https://hl7.org/fhirpath/N1/#datetime ; comparisons of unequal precision are undecided where the known parts are equal
//   zones   kept; two date-times are compared at UTC when both have one, undecided within a day when only one has. A value without time (a day, a
//           month) is compared with the calendar day that the other one shows, whatever its zone
//   digits  seconds and their fraction are one precision: 10:30:00 is 10:30:00.0. Fractions are kept to nanoseconds, finer digits are cut
//   range   years 0001 to 9999; the second 60 of a leap second is accepted and is the moment after 59
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseway/export.h"
#include "fhirpath/decimal.h"

namespace caseway::fhirpath {

enum class TemporalKind : std::uint8_t { date, date_time, time };
enum class Precision : std::uint8_t { year, month, day, hour, minute, second, fraction };

class CASEWAY_API Temporal {
 public:
  Temporal() = default;
  // A FHIR value or a literal without its @ ("T14:30" or "14:30" are times; "2024T" is a date-time of one year). Nothing when it is none.
  static std::optional<Temporal> parse(std::string_view text, TemporalKind kind);

  TemporalKind kind() const { return kind_; }
  Precision precision() const { return precision_; }
  bool has_zone() const { return has_zone_; }
  std::string text() const;       // as FHIRPath's toString() writes it: no T before a time or behind a date; the zone as it was written
  Temporal as_date() const;       // the date part
  Temporal as_date_time() const;  // of a date; others are what they are

  // -1, 0, 1; nothing where the precisions do not decide, and between a time and a date.
  friend CASEWAY_API std::optional<int> compare(const Temporal& a, const Temporal& b);
  // FHIRPath `=`: nothing where undecided, false between a time and a date. `~`: false where the precisions differ.
  friend CASEWAY_API std::optional<bool> equal(const Temporal& a, const Temporal& b);
  friend CASEWAY_API bool equivalent(const Temporal& a, const Temporal& b);
  // unit: a calendar word ("year", "days", ...) or a definite UCUM code that may be added ("s", "ms", "min", "h", "d", "wk"); nothing for others or
  // out of range. The result has the value's precision and zone:
  //   - decimals of an amount count for seconds and finer units only (7.7 days are 7)
  //   - an amount finer than the value's precision is first brought to it, a month being 30 days and a year 365 (23 months are one year later)
  //   - the day is the month's last where the month is shorter (January 31 and one month); a time goes round the clock
  std::optional<Temporal> plus(const Decimal& amount, std::string_view unit) const;
  // The first and last moment that the value may stand for, with the digits asked for (4, 6, 8, 10, 12, 14, 17; times 2, 4, 6, 9; nothing else, and
  // for a date nothing beyond 8). Without a zone it may be any: +14:00 is first, -12:00 last. An hour alone is the first minute of it, as HL7's R4
  // tests have it, for FHIR has no such value.
  std::optional<Temporal> low_boundary(int digits) const;
  std::optional<Temporal> high_boundary(int digits) const;
  int digits() const;      // FHIRPath precision()
  int max_digits() const;  // of the kind: 8, 17, 9

  // Parts; what the precision does not have is 0 (months and days 1).
  int year() const { return year_; }
  int month() const { return month_; }
  int day() const { return day_; }
  int hour() const { return hour_; }
  int minute() const { return minute_; }
  int second() const { return second_; }
  int millisecond() const { return static_cast<int>(nanoseconds_ / 1'000'000); }
  int zone_minutes() const { return zone_; }

 private:
  struct Span;  // the first and last nanosecond it may stand for
  Span span(bool at_utc) const;
  static std::optional<int> compare_parts(const Temporal& a, const Temporal& b);  // as they are written, whatever their zones
  bool parse_date(std::string_view& text);
  bool parse_time(std::string_view& text);
  bool parse_zone(std::string_view text);
  std::optional<Temporal> plus_months(std::int64_t months) const;
  std::optional<Temporal> plus_nanoseconds(Signed128 nanoseconds) const;
  Signed128 local() const;  // nanoseconds since 1970 (a time: since midnight) of the first moment, in its own zone
  std::optional<Temporal> boundary(bool low, int digits) const;
  void cut(Precision precision, int fraction_digits);

  TemporalKind kind_ = TemporalKind::date;
  Precision precision_ = Precision::year;
  std::uint8_t fraction_digits_ = 0;
  bool has_zone_ = false;
  bool zulu_ = false;  // the zone was written Z
  std::int8_t month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0;
  std::int16_t year_ = 1;
  std::int16_t zone_ = 0;          // minutes east of UTC
  std::uint32_t nanoseconds_ = 0;  // of the second
};

}  // namespace caseway::fhirpath
