#include "formats/number_format.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace caseway::formats {
namespace {

constexpr double kSecondsOfDay = 86400;
constexpr int kDigits = 15;      // that a spreadsheet keeps
constexpr int kMostPlaces = 30;  // of a number written in full
constexpr double kExactBelow = 1e15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What a date format is made of, letter by letter.
struct Letters {
  bool date = false, time = false, elapsed = false, months = false;
  Shows shows() const {
    if (elapsed) return Shows::elapsed;
    if (date && time) return Shows::date_time;
    if (time) return Shows::time;
    return date || months ? Shows::date : Shows::number;
  }
  void take(char c) {
    date = date || c == 'y' || c == 'd';
    time = time || c == 'h' || c == 's';
    months = months || c == 'm';  // minutes beside hours or seconds
  }
};

// The characters that a format shows as they are: "text", \x, _x and *x show or take room for x.
std::size_t after_literal(std::string_view format, std::size_t at) {
  if (format[at] == '"') return std::min(format.find('"', at + 1), format.size() - 1) + 1;
  return std::min(at + 2, format.size());
}
bool is_literal(char c) { return c == '"' || c == '\\' || c == '_' || c == '*'; }

std::string two(long n) { return std::string(n < 10 ? 1 : 0, '0').append(std::to_string(n)); }

std::string time_of(long seconds) { return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60); }

// The first day of the two systems; the older one counts a 29 February 1900 that never was.
bool day_of(long serial, bool since_1904, std::string& out) {
  using namespace std::chrono;
  constexpr long kLast = 2958465;  // 9999-12-31
  if (serial < 0 || serial > (since_1904 ? kLast - 1462 : kLast) || (!since_1904 && (serial == 0 || serial == 60))) return false;
  const sys_days first = since_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / (serial < 60 ? 31 : 30));
  const year_month_day day(first + days(serial));
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  out = text;
  return true;
}

}  // namespace

Shows shows(std::string_view format) {
  Letters letters;
  for (std::size_t i = 0; i < format.size() && format[i] != ';';) {
    if (is_literal(format[i])) {
      i = after_literal(format, i);
    } else if (format[i] == '[') {  // a colour, a locale, a condition, or hours that go on
      const auto end = std::min(format.find(']', i), format.size() - 1);
      const auto inside = format.substr(i + 1, end - i - 1);
      letters.elapsed = letters.elapsed || (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos);
      i = end + 1;
    } else if (lower(format[i]) == 'g' && format.substr(i).size() >= 7 && lower(format[i + 1]) == 'e' && lower(format[i + 2]) == 'n') {
      i += 7;  // General
    } else {
      letters.take(lower(format[i++]));
    }
  }
  return letters.shows();
}

Shows shows_builtin(std::uint32_t id) {
  if (id >= 14 && id <= 17) return Shows::date;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return Shows::time;
  if (id == 22) return Shows::date_time;
  if (id == 46) return Shows::elapsed;
  if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) return Shows::date;
  if ((id >= 32 && id <= 35) || id == 55 || id == 56) return Shows::time;
  return Shows::number;
}

std::string digit_format(std::string_view format) {
  std::string made;
  std::size_t zeros = 0;
  for (std::size_t i = 0; i < format.size() && format[i] != ';';) {
    const char c = format[i];
    if (c == '"' || c == '\\') {
      const auto end = after_literal(format, i);
      for (const char inside : format.substr(i + 1, end - i - (c == '"' ? 2 : 1))) {
        if (is_digit(inside)) return {};
        made += inside;
      }
      i = end;
      continue;
    }
    if (c != '0' && c != '-' && c != ' ' && c != '(' && c != ')' && c != '/') return {};
    zeros += c == '0' ? 1 : 0;
    made += c;
    ++i;
  }
  return zeros > 1 ? made : std::string();
}

bool fill_digits(std::string_view format, std::string_view number, std::string& out) {
  for (const char c : number)
    if (!is_digit(c)) return false;
  out.clear();
  auto left = number.size();
  for (auto at = format.size(); at > 0; --at) {
    if (format[at - 1] != '0')
      out += format[at - 1];
    else
      out += left > 0 ? number[--left] : '0';
  }
  if (left > 0) return false;
  out.assign(out.rbegin(), out.rend());
  return true;
}

bool number_text(std::string_view raw, std::string& out, bool& exact) {
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || end != raw.data() + raw.size() || !std::isfinite(value)) return false;
  exact = std::abs(value) < kExactBelow;
  char text[64];
  std::snprintf(text, sizeof text, "%.*g", kDigits, value);
  const std::string_view shortest(text);
  const auto exponent_at = shortest.find('e');
  if (exponent_at == std::string_view::npos) return out = shortest, true;
  const int exponent = std::atoi(text + exponent_at + 1);
  if (exponent > kMostPlaces || exponent < -kMostPlaces) return out = shortest, true;
  std::snprintf(text, sizeof text, "%.*f", exponent < 0 ? std::min(kDigits - 1 - exponent, kMostPlaces) : 0, value);
  out = text;
  if (exponent < 0) out.erase(out.find_last_not_of('0') + 1);
  return true;
}

bool date_text(double serial, bool since_1904, Shows what, std::string& out, bool& hidden) {
  hidden = false;
  if (!(serial >= 0) || serial > 3e6) return false;
  auto day = static_cast<long>(serial);
  auto seconds = static_cast<long>(std::llround((serial - static_cast<double>(day)) * kSecondsOfDay));
  if (seconds == static_cast<long>(kSecondsOfDay)) {
    seconds = 0;
    ++day;
  }
  if (what == Shows::elapsed) return out = time_of(day * 86400 + seconds), true;
  if (what == Shows::time && day == 0) return out = time_of(seconds), true;
  if (!day_of(day, since_1904, out)) return false;
  hidden = what == Shows::date && seconds > 0;
  if (what != Shows::date && seconds > 0) out.append("T").append(time_of(seconds));
  return true;
}

}  // namespace caseway::formats
