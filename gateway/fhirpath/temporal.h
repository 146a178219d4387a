// Dates, date-times and times at their own precision: 2024, 2024-05, 2024-05-17T10:30, 2024-05-17T10:30:00.120+10:00, T14:30.
//
//   spec    https://hl7.org/fhirpath/N1/#datetime ; comparisons of unequal precision are undecided where the known parts are equal
//   zones   kept; two date-times are compared at UTC when both have one, undecided within a day when only one has
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
  std::string text() const;  // as FHIRPath's toString() writes it
  Temporal as_date() const;  // the date part
  Temporal as_date_time() const;

  // -1, 0, 1; nothing where the precisions do not decide.
  friend CASEWAY_API std::optional<int> compare(const Temporal& a, const Temporal& b);
  // FHIRPath `=`: nothing where undecided. `~`: false where the precisions differ.
  friend CASEWAY_API std::optional<bool> equal(const Temporal& a, const Temporal& b);
  friend CASEWAY_API bool equivalent(const Temporal& a, const Temporal& b);
  // unit: a calendar word ("year", "days", ...) or a definite UCUM code that may be added ("s", "ms"); nothing for others or out of range.
  // An amount finer than the value's precision is first brought to it (1 + 23 months is one year later for a value of a year).
  std::optional<Temporal> plus(const Decimal& amount, std::string_view unit) const;
  // The first and last moment that the value may stand for, with the digits asked for (4, 6, 8, 10, 12, 14, 17; times 2, 4, 6, 9).
  std::optional<Temporal> low_boundary(int digits) const;
  std::optional<Temporal> high_boundary(int digits) const;
  int digits() const;  // FHIRPath precision()

  // Parts; what the precision does not have is 0 (months and days 1).
  int year() const { return year_; }
  int month() const { return month_; }
  int day() const { return day_; }
  int hour() const { return hour_; }
  int minute() const { return minute_; }
  int second() const { return second_; }
  int zone_minutes() const { return zone_; }

 private:
  TemporalKind kind_ = TemporalKind::date;
  Precision precision_ = Precision::year;
  std::uint8_t fraction_digits_ = 0;
  bool has_zone_ = false;
  std::int16_t year_ = 1;
  std::int8_t month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0;
  std::int16_t zone_ = 0;          // minutes east of UTC
  std::uint32_t nanoseconds_ = 0;  // of the second
};

}  // namespace caseway::fhirpath
