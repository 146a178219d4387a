#include "mapping/cda_time.h"

#include <algorithm>
#include <array>

namespace caseway::mapping {
namespace {

bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view text) {
  int n = 0;
  for (const char c : text) n = n * 10 + (c - '0');
  return n;
}

int days_of(int year, int month) {
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// "YYYY[MM[DD[HH[MM[SS]]]]]" with every part in its range.
bool in_range(std::string_view t) {
  const auto part = [&](std::size_t at) { return number(t.substr(at, 2)); };
  const int year = number(t.substr(0, 4));
  if (year == 0) return false;
  if (t.size() >= 6 && (part(4) < 1 || part(4) > 12)) return false;
  if (t.size() >= 8 && (part(6) < 1 || part(6) > days_of(year, part(4)))) return false;
  if (t.size() >= 10 && part(8) > 23) return false;
  if (t.size() >= 12 && part(10) > 59) return false;
  return t.size() < 14 || part(12) <= 60;
}

// "+ZZzz", "Z" -> "+ZZ:zz", "Z"; "" when it is no zone.
std::string zone_of(std::string_view text) {
  if (text == "Z") return "Z";
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-') || !digits(text.substr(1))) return {};
  if (number(text.substr(1, 2)) > 14 || number(text.substr(3, 2)) > 59) return {};
  return std::string(text.substr(0, 3)) + ":" + std::string(text.substr(3));
}

}  // namespace

TimeReading read_ts(std::string_view theirs, TimeType type, std::string_view zone, std::string& ours) {
  const auto zone_at = std::min(theirs.find_first_of("+-Z"), theirs.size());
  const auto dot = theirs.substr(0, zone_at).find('.');
  const auto whole = theirs.substr(0, std::min(dot, zone_at));
  const auto fraction = dot == std::string_view::npos ? std::string_view() : theirs.substr(dot, zone_at - dot);
  if (whole.size() < 4 || whole.size() > 14 || whole.size() % 2 || !digits(whole) || !in_range(whole)) return TimeReading::refused;
  if (!fraction.empty() && (whole.size() != 14 || fraction.size() < 2 || !digits(fraction.substr(1)))) return TimeReading::refused;
  std::string offset;
  if (zone_at < theirs.size() && (offset = zone_of(theirs.substr(zone_at))).empty()) return TimeReading::refused;

  std::string date(whole.substr(0, 4));
  for (std::size_t at = 4; at < std::min<std::size_t>(whole.size(), 8); at += 2) date.append("-").append(whole.substr(at, 2));
  const bool timed = whole.size() > 8;
  if (offset.empty()) offset = zone;
  const bool whole_time = whole.size() >= 12 && !offset.empty();  // an hour alone has no form in FHIR
  if (type == TimeType::instant && !whole_time) return TimeReading::refused;
  if (type == TimeType::date || !whole_time) {
    ours = date;
    return timed ? TimeReading::cut : TimeReading::exact;
  }
  const auto seconds = whole.size() == 14 ? whole.substr(12, 2) : std::string_view("00");
  ours = date + "T";
  ours.append(whole.substr(8, 2)).append(":").append(whole.substr(10, 2)).append(":").append(seconds).append(fraction).append(offset);
  return TimeReading::exact;
}

bool write_ts(std::string_view ours, std::string& theirs) {
  theirs.clear();
  const auto time_at = std::min(ours.find('T'), ours.size());
  const auto date = ours.substr(0, time_at);
  if (date.size() != 4 && date.size() != 7 && date.size() != 10) return false;
  for (const char c : date)
    if (c != '-') theirs += c;
  if (!digits(theirs)) return false;
  if (time_at == ours.size()) return true;
  auto time = ours.substr(time_at + 1);
  const auto zone_at = std::min(time.find_first_of("+-Z"), time.size());
  auto zone = time.substr(zone_at);
  for (const char c : time.substr(0, zone_at))
    if (c != ':') theirs += c;
  if (zone == "Z") zone = "+00:00";
  for (const char c : zone)
    if (c != ':') theirs += c;
  return true;
}

}  // namespace caseway::mapping
