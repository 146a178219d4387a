#include "fhirpath/temporal.h"

#include <algorithm>
#include <array>

#include "fhirpath/calendar.h"

namespace caseway::fhirpath {
namespace {

constexpr Signed128 kSecond = 1'000'000'000;
constexpr Signed128 kMinute = 60 * kSecond;
constexpr Signed128 kHour = 60 * kMinute;
constexpr Signed128 kDay = 24 * kHour;
constexpr int kMaxFractionDigits = 9;
constexpr int kEarliestZone = 14;  // hours east of UTC, where a day begins first
constexpr int kLatestZone = 12;    // hours west of UTC, where it ends last

// Takes `count` digits of a number from `low` to `high` off the front.
template <typename Integer>
bool take_number(std::string_view& text, std::size_t count, int low, int high, Integer& value) {
  if (text.size() < count) return false;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  if (number < low || number > high) return false;
  value = static_cast<Integer>(number);
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void append_number(std::string& out, int value, int width) {
  const std::string digits = std::to_string(value);
  out.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0');
  out += digits;
}

}  // namespace

struct Temporal::Span {
  Signed128 first;
  Signed128 last;
};

bool Temporal::parse_date(std::string_view& text) {
  if (!take_number(text, 4, 1, 9999, year_)) return false;
  if (!take(text, '-')) return true;
  precision_ = Precision::month;
  if (!take_number(text, 2, 1, 12, month_)) return false;
  if (!take(text, '-')) return true;
  precision_ = Precision::day;
  return take_number(text, 2, 1, last_day_of(year_, month_), day_);
}

bool Temporal::parse_time(std::string_view& text) {
  precision_ = Precision::hour;
  if (!take_number(text, 2, 0, 23, hour_)) return false;
  if (!take(text, ':')) return true;
  precision_ = Precision::minute;
  if (!take_number(text, 2, 0, 59, minute_)) return false;
  if (!take(text, ':')) return true;
  precision_ = Precision::second;
  if (!take_number(text, 2, 0, 60, second_)) return false;
  if (!take(text, '.')) return true;
  precision_ = Precision::fraction;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) return false;
  fraction_digits_ = static_cast<std::uint8_t>(std::min<std::size_t>(digits, kMaxFractionDigits));
  for (std::size_t i = 0; i < kMaxFractionDigits; ++i) nanoseconds_ = nanoseconds_ * 10 + static_cast<std::uint32_t>(i < digits ? text[i] - '0' : 0);
  text.remove_prefix(digits);
  return true;
}

bool Temporal::parse_zone(std::string_view text) {
  if (text.empty()) return true;
  has_zone_ = true;
  if (text == "Z") {
    zulu_ = true;
    return true;
  }
  const bool west = take(text, '-');
  if (!west && !take(text, '+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!take_number(text, 2, 0, 14, hours) || !take(text, ':') || !take_number(text, 2, 0, hours == 14 ? 0 : 59, minutes)) return false;
  zone_ = static_cast<std::int16_t>((hours * 60 + minutes) * (west ? -1 : 1));
  return text.empty();
}

std::optional<Temporal> Temporal::parse(std::string_view text, TemporalKind kind) {
  Temporal value;
  value.kind_ = kind;
  bool good = false;
  if (kind == TemporalKind::time) {
    take(text, 'T');
    good = value.parse_time(text) && text.empty();
  } else {
    good = value.parse_date(text);
    if (good && kind == TemporalKind::date_time && take(text, 'T') && !text.empty())
      good = value.precision_ == Precision::day && value.parse_time(text) && value.parse_zone(text);
    else
      good = good && text.empty();
  }
  if (!good) return std::nullopt;
  return value;
}

std::string Temporal::text() const {
  std::string out;
  if (kind_ != TemporalKind::time) {
    append_number(out, year_, 4);
    if (precision_ >= Precision::month) append_number(out += '-', month_, 2);
    if (precision_ >= Precision::day) append_number(out += '-', day_, 2);
    if (precision_ <= Precision::day) return out;
    out += 'T';
  }
  append_number(out, hour_, 2);
  if (precision_ >= Precision::minute) append_number(out += ':', minute_, 2);
  if (precision_ >= Precision::second) append_number(out += ':', second_, 2);
  if (precision_ == Precision::fraction) {
    std::string digits;
    append_number(digits, static_cast<int>(nanoseconds_), kMaxFractionDigits);
    out.append(1, '.').append(digits, 0, fraction_digits_);
  }
  if (zulu_) return out + 'Z';
  if (has_zone_) {
    append_number(out += zone_ < 0 ? '-' : '+', std::abs(zone_) / 60, 2);
    append_number(out += ':', std::abs(zone_) % 60, 2);
  }
  return out;
}

void Temporal::cut(Precision precision, int fraction_digits) {
  precision_ = precision;
  fraction_digits_ = static_cast<std::uint8_t>(precision == Precision::fraction ? fraction_digits : 0);
  if (precision < Precision::month) month_ = 1;
  if (precision < Precision::day) day_ = 1;
  if (precision < Precision::hour) {
    hour_ = 0;
    has_zone_ = zulu_ = false;
    zone_ = 0;
  }
  if (precision < Precision::minute) minute_ = 0;
  if (precision < Precision::second) second_ = 0;
  std::uint32_t unit = 1;
  for (int i = fraction_digits_; i < kMaxFractionDigits; ++i) unit *= 10;
  nanoseconds_ -= nanoseconds_ % unit;
}

Temporal Temporal::as_date() const {
  Temporal result = *this;
  if (kind_ != TemporalKind::date_time) return result;
  result.kind_ = TemporalKind::date;
  result.cut(std::min(precision_, Precision::day), 0);
  return result;
}

Temporal Temporal::as_date_time() const {
  Temporal result = *this;
  if (kind_ == TemporalKind::date) result.kind_ = TemporalKind::date_time;
  return result;
}

Signed128 Temporal::local() const {
  const Signed128 of_day = hour_ * kHour + minute_ * kMinute + second_ * kSecond + nanoseconds_;
  return kind_ == TemporalKind::time ? of_day : days_of(year_, month_, day_) * kDay + of_day;
}

Temporal::Span Temporal::span(bool at_utc) const {
  const Signed128 first = local() - (at_utc ? zone_ * kMinute : 0);
  switch (precision_) {
    case Precision::year:
      return {first, first + (days_of(year_ + 1, 1, 1) - days_of(year_, 1, 1)) * kDay - 1};
    case Precision::month:
      return {first, first + last_day_of(year_, month_) * kDay - 1};
    case Precision::day:
      return {first, first + kDay - 1};
    case Precision::hour:
      return {first, first + kHour - 1};
    case Precision::minute:
      return {first, first + kMinute - 1};
    case Precision::second:
    case Precision::fraction:
      break;
  }
  return {first, first};
}

std::optional<int> Temporal::compare_parts(const Temporal& a, const Temporal& b) {
  const auto parts = [](const Temporal& t) { return std::array<int, 6>{t.year_, t.month_, t.day_, t.hour_, t.minute_, t.second_}; };
  const Precision known = std::min({a.precision_, b.precision_, Precision::second});
  const std::array<int, 6> x = parts(a);
  const std::array<int, 6> y = parts(b);
  for (std::size_t i = 0; i <= static_cast<std::size_t>(known); ++i) {
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  }
  if (known == Precision::second) return a.nanoseconds_ < b.nanoseconds_ ? -1 : a.nanoseconds_ > b.nanoseconds_ ? 1 : 0;
  if (a.precision_ != b.precision_) return std::nullopt;
  return 0;
}

std::optional<int> compare(const Temporal& a, const Temporal& b) {
  if ((a.kind_ == TemporalKind::time) != (b.kind_ == TemporalKind::time)) return std::nullopt;
  const bool both_times_of_day = a.precision_ > Precision::day && b.precision_ > Precision::day;
  const bool one_clock = !both_times_of_day || (a.has_zone_ == b.has_zone_ && a.zone_ == b.zone_);
  if (one_clock && a.second_ != 60 && b.second_ != 60) return Temporal::compare_parts(a, b);
  Temporal::Span x = a.span(both_times_of_day);
  Temporal::Span y = b.span(both_times_of_day);
  const bool one_zone = both_times_of_day && a.has_zone_ != b.has_zone_;
  if (one_zone) {
    Temporal::Span& open = a.has_zone_ ? y : x;
    open.first -= kEarliestZone * kHour;
    open.last += kLatestZone * kHour;
  }
  if (x.last < y.first) return -1;
  if (y.last < x.first) return 1;
  if (!one_zone && x.first == y.first && x.last == y.last) return 0;
  return std::nullopt;
}

std::optional<bool> equal(const Temporal& a, const Temporal& b) {
  if ((a.kind_ == TemporalKind::time) != (b.kind_ == TemporalKind::time)) return false;
  const std::optional<int> order = compare(a, b);
  if (!order) return std::nullopt;
  return *order == 0;
}

bool equivalent(const Temporal& a, const Temporal& b) {
  return std::min(a.precision_, Precision::second) == std::min(b.precision_, Precision::second) && compare(a, b) == 0;
}

int Temporal::digits() const {
  static constexpr std::array<int, 7> kDigits = {4, 6, 8, 10, 12, 14, 14};
  const int digits = kDigits[static_cast<std::size_t>(precision_)] + fraction_digits_;
  return kind_ == TemporalKind::time ? digits - 8 : digits;
}

int Temporal::max_digits() const {
  static constexpr std::array<int, 3> kMaximum = {8, 17, 9};
  return kMaximum[static_cast<std::size_t>(kind_)];
}

std::optional<Temporal> Temporal::boundary(bool low, int digits) const {
  struct Row {
    int digits;
    Precision precision;
  };
  static constexpr std::array<Row, 7> kRows = {{{4, Precision::year},
                                                {6, Precision::month},
                                                {8, Precision::day},
                                                {10, Precision::hour},
                                                {12, Precision::minute},
                                                {14, Precision::second},
                                                {17, Precision::fraction}}};
  if (digits > max_digits()) return std::nullopt;
  const int all_digits = kind_ == TemporalKind::time ? digits + 8 : digits;
  const auto* const row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.digits == all_digits; });
  if (row == kRows.end() || (kind_ == TemporalKind::time && digits < 2)) return std::nullopt;

  Temporal end = *this;
  if (!low) {
    if (precision_ < Precision::month) end.month_ = 12;
    if (precision_ < Precision::day) end.day_ = static_cast<std::int8_t>(last_day_of(end.year_, end.month_));
    if (precision_ < Precision::hour) end.hour_ = 23;
    if (precision_ < Precision::hour) end.minute_ = 59;
    if (precision_ < Precision::second) end.second_ = 59;
    std::uint32_t unknown = 1;
    for (int i = fraction_digits_; i < kMaxFractionDigits; ++i) unknown *= 10;
    end.nanoseconds_ += unknown - 1;
  }
  if (kind_ == TemporalKind::date_time && !has_zone_) {
    end.has_zone_ = true;
    end.zone_ = static_cast<std::int16_t>(60 * (low ? kEarliestZone : -kLatestZone));
  }
  end.cut(row->precision, 3);
  return end;
}

std::optional<Temporal> Temporal::low_boundary(int digits) const { return boundary(true, digits); }
std::optional<Temporal> Temporal::high_boundary(int digits) const { return boundary(false, digits); }

}  // namespace caseway::fhirpath
