#include "fhir/period.h"

#include <cstdint>
#include <utility>

namespace caseway::fhir {

namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kNanosecond = 1000000000;

int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) value = value * 10 + (c - '0');
  return value;
}

// Days since 0000-03-01. http://howardhinnant.github.io/date_algorithms.html#days_from_civil
std::int64_t days(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int shifted = month + (month > 2 ? -3 : 9);
  return std::int64_t{365} * year + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + day - 1;
}

// Seconds and nanoseconds, so that periods of a moment compare to the last digit that matters.
using Moment = std::pair<std::int64_t, std::int64_t>;

struct Span {
  Moment first;
  Moment last;
};

Span span_of_day(std::string_view date) {
  const int year = digits(date, 0, 4);
  if (date.size() == 4) return {{days(year, 1, 1) * kDay, 0}, {days(year + 1, 1, 1) * kDay - 1, kNanosecond}};
  const int month = digits(date, 5, 2);
  if (date.size() == 7) return {{days(year, month, 1) * kDay, 0}, {days(month == 12 ? year + 1 : year, month % 12 + 1, 1) * kDay - 1, kNanosecond}};
  const std::int64_t day = days(year, month, digits(date, 8, 2)) * kDay;
  return {{day, 0}, {day + kDay - 1, kNanosecond}};
}

std::int64_t offset_seconds(std::string_view zone) {
  if (zone.size() < 6) return 0;
  const std::int64_t offset = digits(zone, 1, 2) * 3600 + digits(zone, 4, 2) * 60;
  return zone.front() == '-' ? -offset : offset;
}

// The moments that the text may stand for, in UTC when it has an offset.
Span span_of(std::string_view text) {
  if (text.size() < 19) return span_of_day(text);
  std::int64_t second = days(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)) * kDay;
  second += digits(text, 11, 2) * 3600 + digits(text, 14, 2) * 60 + digits(text, 17, 2);
  const std::size_t zone = text.find_first_of("Z+-", 19);
  second -= zone == std::string_view::npos ? 0 : offset_seconds(text.substr(zone));
  std::int64_t fraction = 0;
  std::int64_t unit = kNanosecond;
  for (std::size_t i = 20; text.size() > 19 && text[19] == '.' && i < zone && i < text.size() && unit > 1; ++i)
    fraction += (text[i] - '0') * (unit /= 10);
  return {{second, fraction}, {second, fraction}};
}

bool has_time(std::string_view text) { return text.size() >= 19; }

}  // namespace

bool ends_before_start(std::string_view start, std::string_view end) {
  Span from = span_of(start);
  const Span to = span_of(end);
  if (has_time(start) != has_time(end)) from.first.first -= kDay;  // a date is a day somewhere on earth
  return from.first > to.last;
}

}  // namespace caseway::fhir
