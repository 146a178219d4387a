#include "fhirpath/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace caseway::fhirpath {
namespace {

constexpr int kMaxDigits = 38;
constexpr int kRoundedDigits = 28;
constexpr int kMaxBoundaryDigits = 28;

constexpr std::array<Unsigned128, kMaxDigits + 1> kPowers = [] {
  std::array<Unsigned128, kMaxDigits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Unsigned128 power(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

Unsigned128 magnitude(Signed128 value) { return value < 0 ? -static_cast<Unsigned128>(value) : static_cast<Unsigned128>(value); }

int digit_count(Unsigned128 value) {
  const auto above = std::upper_bound(kPowers.begin(), kPowers.end(), value);
  return static_cast<int>(above - kPowers.begin());
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The exponent behind "e", bounded so that sums of it cannot overflow.
std::optional<int> parse_exponent(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
  }
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < -9999 || value > 9999) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Decimal> Decimal::checked(Signed128 coefficient, int scale) {
  if (scale < 0 || scale > kMaxScale || magnitude(coefficient) >= power(kMaxDigits)) return std::nullopt;
  return Decimal(coefficient, scale);
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  Unsigned128 value = 0;
  int scale = 0;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point && at > 0) {
      point = true;
      continue;
    }
    if (!is_digit(c)) break;
    if (value >= power(kMaxDigits - 1) || (point && ++scale > kMaxScale)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (at == 0 || text[at - 1] == '.') return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    const std::optional<int> exponent = parse_exponent(text.substr(at + 1));
    if (!exponent) return std::nullopt;
    scale -= *exponent;
  }
  if (scale < 0) {
    if (value != 0 && digit_count(value) - scale > kMaxDigits) return std::nullopt;
    if (value != 0) value *= power(-scale);
    scale = 0;
  }
  const auto coefficient = static_cast<Signed128>(value);
  return checked(negative ? -coefficient : coefficient, scale);
}

std::optional<Decimal> Decimal::ratio(bool negative, const Natural& numerator, const Natural& denominator) {
  if (denominator.zero()) return std::nullopt;
  // As many digits behind the point as leave at most 38 in all: a bit is 0.30103 digits.
  const double digits_before = 0.30103 * (static_cast<double>(numerator.bits()) - static_cast<double>(denominator.bits()));
  if (digits_before > kMaxDigits + 1) return std::nullopt;
  int scale = std::clamp(kMaxDigits - 1 - static_cast<int>(std::floor(digits_before)), 0, kMaxScale);
  const Natural::Division division = divide(numerator * Natural::power_of_ten(static_cast<unsigned>(scale)), denominator);
  if (!division.quotient.fits()) return std::nullopt;
  const std::optional<Unsigned128> quotient = division.quotient.small();
  if (!quotient) return std::nullopt;
  Unsigned128 digits = *quotient;
  const auto drop = [&](int count) {
    const Unsigned128 unit = power(count);
    digits = digits / unit + (digits % unit >= unit - unit / 2 && count > 0 ? 1 : 0);
    scale -= count;
  };
  const bool exact = division.remainder.zero();
  while (exact && scale > 0 && digits % 10 == 0) drop(1);
  const int keep = exact && digits < power(kMaxDigits) ? kMaxDigits : kRoundedDigits;
  const int excess = std::min(digit_count(digits) - keep, scale);
  if (excess > 0) {
    drop(excess);
  } else if (compare(division.remainder + division.remainder, denominator) >= 0) {
    ++digits;
  }
  if (digits >= power(kMaxDigits)) return std::nullopt;
  if (digits == 0 && !numerator.zero()) return std::nullopt;  // smaller than the smallest: not zero
  const auto coefficient = static_cast<Signed128>(digits);
  const std::optional<Decimal> result = checked(negative ? -coefficient : coefficient, scale);
  if (!result) return std::nullopt;
  return result->normal();
}

Unsigned128 Decimal::digits() const { return magnitude(coefficient_); }

std::string Decimal::text() const {
  std::string reversed;
  Unsigned128 rest = magnitude(coefficient_);
  for (int i = 0; rest != 0 || i <= scale_; ++i) {
    if (i == scale_ && scale_ > 0) reversed += '.';
    reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (coefficient_ < 0) reversed += '-';
  return {reversed.rbegin(), reversed.rend()};
}

Decimal Decimal::normal() const {
  Decimal result = *this;
  while (result.scale_ > 0 && result.coefficient_ % 10 == 0) {
    result.coefficient_ /= 10;
    --result.scale_;
  }
  return result;
}

bool Decimal::whole() const { return scale_ == 0 || normal().scale_ == 0; }

std::optional<std::int64_t> Decimal::integer() const {
  const Decimal plain = normal();
  if (plain.scale_ != 0) return std::nullopt;
  if (plain.coefficient_ < std::numeric_limits<std::int64_t>::min() || plain.coefficient_ > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return static_cast<std::int64_t>(plain.coefficient_);
}

std::optional<Decimal> Decimal::with_scale(int scale) const {
  const int more = scale - scale_;
  if (coefficient_ == 0) return Decimal(Signed128{0}, scale);
  if (digit_count(magnitude(coefficient_)) + more > kMaxDigits) return std::nullopt;
  return Decimal(coefficient_ * static_cast<Signed128>(power(more)), scale);
}

bool Decimal::align(Decimal& a, Decimal& b) {
  if (a.scale_ == b.scale_) return true;
  Decimal& coarse = a.scale_ < b.scale_ ? a : b;
  const int scale = std::max(a.scale_, b.scale_);
  if (const auto fine = coarse.with_scale(scale)) {
    coarse = *fine;
    return true;
  }
  // Perhaps the finer one only has zeros there.
  a = a.normal();
  b = b.normal();
  Decimal& other = a.scale_ < b.scale_ ? a : b;
  const auto fine = other.with_scale(std::max(a.scale_, b.scale_));
  if (fine) other = *fine;
  return fine.has_value();
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  Decimal x = a;
  Decimal y = b;
  if (!Decimal::align(x, y)) return std::nullopt;
  return Decimal::checked(x.coefficient_ + y.coefficient_, x.scale_);
}

std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) { return add(a, b.negate()); }

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  const Unsigned128 x = a.digits();
  const Unsigned128 y = b.digits();
  const int scale = a.scale_ + b.scale_;
  if (scale <= Decimal::kMaxScale && digit_count(x) + digit_count(y) <= kMaxDigits) return Decimal(a.coefficient_ * b.coefficient_, scale);
  return Decimal::ratio(a.negative() != b.negative(), Natural(x) * Natural(y), Natural::power_of_ten(static_cast<unsigned>(scale)));
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
  if (b.zero()) return std::nullopt;
  if (a.zero()) return Decimal();
  return Decimal::ratio(a.negative() != b.negative(), Natural(a.digits()) * Natural::power_of_ten(static_cast<unsigned>(b.scale_)),
                        Natural(b.digits()) * Natural::power_of_ten(static_cast<unsigned>(a.scale_)));
}

std::optional<Decimal> divide_whole(const Decimal& a, const Decimal& b) {
  if (b.zero()) return std::nullopt;
  const Natural numerator = Natural(a.digits()) * Natural::power_of_ten(static_cast<unsigned>(b.scale_));
  const Natural denominator = Natural(b.digits()) * Natural::power_of_ten(static_cast<unsigned>(a.scale_));
  const std::optional<Unsigned128> quotient = divide(numerator, denominator).quotient.small();
  if (!quotient || *quotient >= power(kMaxDigits)) return std::nullopt;
  const auto whole = static_cast<Signed128>(*quotient);
  return Decimal(a.negative() != b.negative() ? -whole : whole, 0);
}

std::optional<Decimal> modulo(const Decimal& a, const Decimal& b) {
  if (b.zero()) return std::nullopt;
  const int scale = std::max(a.scale_, b.scale_);
  const Natural x = Natural(a.digits()) * Natural::power_of_ten(static_cast<unsigned>(scale - a.scale_));
  const Natural y = Natural(b.digits()) * Natural::power_of_ten(static_cast<unsigned>(scale - b.scale_));
  const std::optional<Unsigned128> rest = divide(x, y).remainder.small();
  if (!rest || *rest >= power(kMaxDigits)) return std::nullopt;
  const auto coefficient = static_cast<Signed128>(*rest);
  return Decimal(a.negative() ? -coefficient : coefficient, scale);
}

int compare(const Decimal& a, const Decimal& b) {
  Decimal x = a;
  Decimal y = b;
  if (Decimal::align(x, y)) return x.coefficient_ < y.coefficient_ ? -1 : x.coefficient_ > y.coefficient_ ? 1 : 0;
  if (a.negative() != b.negative()) return a.negative() ? -1 : 1;
  // They do not fit at one scale, so the coarser one is the larger in magnitude: it has more than 38 digits at the scale of the other.
  const bool a_larger = a.normal().scale_ < b.normal().scale_;
  return a_larger != a.negative() ? 1 : -1;
}

Decimal Decimal::negate() const { return {-coefficient_, scale_}; }

Decimal Decimal::cut(int digits) const {
  const int drop = scale_ - digits;
  if (drop <= 0) return *this;
  return {drop > kMaxDigits ? Signed128{0} : coefficient_ / static_cast<Signed128>(power(drop)), digits};
}

std::optional<Decimal> Decimal::round(int digits) const {
  if (digits < 0) return std::nullopt;
  const int drop = scale_ - digits;
  if (drop <= 0) return *this;
  const Decimal down = cut(digits);
  if (drop > kMaxDigits) return down;  // 38 digits below half of the last one kept
  const Unsigned128 unit = power(drop);
  if (magnitude(coefficient_) % unit < unit / 2) return down;
  return checked(down.coefficient_ + (coefficient_ < 0 ? -1 : 1), digits);
}

Decimal Decimal::truncate() const { return cut(0); }

Decimal Decimal::floor() const {
  const Decimal down = cut(0);
  return coefficient_ < 0 && compare(down, *this) != 0 ? Decimal(down.coefficient_ - 1, 0) : down;
}

Decimal Decimal::ceiling() const { return negate().floor().negate(); }

std::optional<Decimal> Decimal::boundary(bool low, int digits) const {
  if (digits < 0 || digits > kMaxBoundaryDigits) return std::nullopt;
  const std::optional<Decimal> tenths = with_scale(scale_ + 1);
  if (!tenths) return std::nullopt;
  const auto end = checked(tenths->coefficient_ + (low ? -5 : 5), tenths->scale_);
  if (!end) return std::nullopt;
  if (digits >= end->scale_) return end->with_scale(digits);
  const bool outer = zero() || low == negative();
  return outer ? end->round(digits) : end->cut(digits);
}

std::optional<Decimal> Decimal::low_boundary(int digits) const { return boundary(true, digits); }
std::optional<Decimal> Decimal::high_boundary(int digits) const { return boundary(false, digits); }

}  // namespace caseway::fhirpath
