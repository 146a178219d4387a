// The proleptic Gregorian calendar, in days since 1970-01-01.
#pragma once

#include <chrono>
#include <cstdint>

namespace caseway::fhirpath {

inline std::int64_t days_of(int year, int month, int day) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::day(static_cast<unsigned>(day)))
      .time_since_epoch()
      .count();
}

inline std::chrono::year_month_day date_of(std::int64_t days) {
  return std::chrono::sys_days(std::chrono::days(static_cast<std::chrono::days::rep>(days)));
}

inline int last_day_of(int year, int month) {
  using namespace std::chrono;
  return static_cast<int>(
      unsigned(year_month_day_last(std::chrono::year(year), month_day_last(std::chrono::month(static_cast<unsigned>(month)))).day()));
}

}  // namespace caseway::fhirpath
