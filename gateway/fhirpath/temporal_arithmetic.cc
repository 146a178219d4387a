// Temporal::plus: a date, date-time or time and an amount of time.
#include <algorithm>
#include <array>
#include <chrono>

#include "fhirpath/calendar.h"
#include "fhirpath/temporal.h"

namespace caseway::fhirpath {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

// A unit is a number of months or of nanoseconds.
struct TimeUnit {
  std::string_view name;
  int months;
  std::int64_t nanoseconds;
};
constexpr std::array<TimeUnit, 24> kUnits = {{
    {"year", 12, 0},
    {"years", 12, 0},
    {"month", 1, 0},
    {"months", 1, 0},
    {"week", 0, 7 * kDay},
    {"weeks", 0, 7 * kDay},
    {"wk", 0, 7 * kDay},
    {"day", 0, kDay},
    {"days", 0, kDay},
    {"d", 0, kDay},
    {"hour", 0, kDay / 24},
    {"hours", 0, kDay / 24},
    {"h", 0, kDay / 24},
    {"minute", 0, 60 * kSecond},
    {"minutes", 0, 60 * kSecond},
    {"min", 0, 60 * kSecond},
    {"second", 0, kSecond},
    {"seconds", 0, kSecond},
    {"s", 0, kSecond},
    {"millisecond", 0, kSecond / 1000},
    {"milliseconds", 0, kSecond / 1000},
    {"ms", 0, kSecond / 1000},
    {"us", 0, 1000},
    {"ns", 0, 1},
}};

// What one step of a precision is, for amounts that are finer than it.
constexpr std::array<std::int64_t, 6> kSteps = {365 * kDay, 30 * kDay, kDay, kDay / 24, 60 * kSecond, kSecond};

std::optional<Signed128> whole(const Decimal& amount) {
  const Unsigned128 digits = amount.truncate().digits();
  if (digits > Unsigned128{1} << 100) return std::nullopt;
  return amount.negative() ? -static_cast<Signed128>(digits) : static_cast<Signed128>(digits);
}

Signed128 floor_divide(Signed128 a, Signed128 b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

std::optional<Temporal> Temporal::plus_months(std::int64_t months) const {
  const std::int64_t count = year_ * std::int64_t{12} + month_ - 1 + months;
  if (count < 12 || count >= 10'000 * 12) return std::nullopt;
  Temporal result = *this;
  result.year_ = static_cast<std::int16_t>(count / 12);
  result.month_ = static_cast<std::int8_t>(count % 12 + 1);
  result.day_ = static_cast<std::int8_t>(std::min<int>(day_, last_day_of(result.year_, result.month_)));
  return result;
}

std::optional<Temporal> Temporal::plus_nanoseconds(Signed128 nanoseconds) const {
  const Signed128 moment = local() + nanoseconds;
  const Signed128 days = floor_divide(moment, kDay);
  Temporal result = *this;
  if (kind_ != TemporalKind::time) {
    if (days < days_of(1, 1, 1) || days > days_of(9999, 12, 31)) return std::nullopt;
    const std::chrono::year_month_day date = date_of(static_cast<std::int64_t>(days));
    result.year_ = static_cast<std::int16_t>(int(date.year()));
    result.month_ = static_cast<std::int8_t>(unsigned(date.month()));
    result.day_ = static_cast<std::int8_t>(unsigned(date.day()));
  }
  const auto of_day = static_cast<std::int64_t>(moment - days * kDay);
  result.hour_ = static_cast<std::int8_t>(of_day / kSecond / 3600);
  result.minute_ = static_cast<std::int8_t>(of_day / kSecond / 60 % 60);
  result.second_ = static_cast<std::int8_t>(of_day / kSecond % 60);
  result.nanoseconds_ = static_cast<std::uint32_t>(of_day % kSecond);
  result.cut(precision_, fraction_digits_);
  return result;
}

std::optional<Temporal> Temporal::plus(const Decimal& amount, std::string_view unit) const {
  const auto* const row = std::find_if(kUnits.begin(), kUnits.end(), [&](const TimeUnit& u) { return u.name == unit; });
  if (row == kUnits.end()) return std::nullopt;
  if (kind_ == TemporalKind::time && (row->months != 0 || row->nanoseconds >= kDay)) return std::nullopt;
  const bool with_decimals = row->months == 0 && row->nanoseconds <= kSecond;
  const auto product = multiply(with_decimals ? amount : amount.truncate(), Decimal(row->months != 0 ? row->months : row->nanoseconds));
  const auto steps = product ? whole(*product) : std::nullopt;
  if (!steps) return std::nullopt;

  constexpr Signed128 kMostMonths = 12 * 10'000;
  const auto add_months = [&](Signed128 months) -> std::optional<Temporal> {
    if (months > kMostMonths || months < -kMostMonths) return std::nullopt;
    return plus_months(static_cast<std::int64_t>(months));
  };
  if (row->months != 0) return add_months(precision_ == Precision::year ? *steps - *steps % 12 : *steps);
  if (precision_ <= Precision::month) {
    const Signed128 whole_steps = *steps / kSteps[static_cast<std::size_t>(precision_)];
    return add_months(precision_ == Precision::year ? whole_steps * 12 : whole_steps);
  }
  std::int64_t step = kSteps[static_cast<std::size_t>(std::min(precision_, Precision::second))];
  for (int i = 0; i < fraction_digits_; ++i) step /= 10;
  return plus_nanoseconds(*steps - *steps % step);
}

}  // namespace caseway::fhirpath
