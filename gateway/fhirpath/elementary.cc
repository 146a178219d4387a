#include "fhirpath/elementary.h"

#include <algorithm>

namespace caseway::fhirpath {
namespace {

// Fixed-point numbers: a sign and a natural number of units of 10^-50.
constexpr unsigned kPlaces = 50;

struct Fixed {
  Natural size;
  bool negative = false;
};

Natural one() { return Natural::power_of_ten(kPlaces); }

// The 51 digits of a constant in groups of 17: x.xxxx...
Natural constant(std::uint64_t high, std::uint64_t middle, std::uint64_t low) {
  const Natural group = Natural::power_of_ten(17);
  return (Natural(high) * group + Natural(middle)) * group + Natural(low);
}
Natural ln_two() { return constant(6'931'471'805'599'453, 9'417'232'121'458'176, 56'807'550'013'436'026); }
Natural ln_ten() { return constant(23'025'850'929'940'456, 84'017'991'454'684'364, 20'760'110'148'862'877); }

Natural product(const Natural& a, const Natural& b) { return divide(a * b, one()).quotient; }
Natural quotient(const Natural& a, const Natural& b) { return divide(a * one(), b).quotient; }

Fixed sum(const Fixed& a, const Fixed& b) {
  if (a.negative == b.negative) return {a.size + b.size, a.negative};
  return compare(a.size, b.size) < 0 ? Fixed{b.size - a.size, b.negative} : Fixed{a.size - b.size, a.negative};
}

Fixed fixed(const Decimal& value) {
  const Natural scaled = Natural(value.digits()) * one();
  return {divide(scaled, Natural::power_of_ten(static_cast<unsigned>(value.scale()))).quotient, value.negative()};
}

// size * 10^(tens - 50)
std::optional<Decimal> decimal(const Fixed& value, int tens = 0) {
  const Natural up = Natural::power_of_ten(static_cast<unsigned>(std::max(0, tens)));
  const Natural down = Natural::power_of_ten(static_cast<unsigned>(std::max(0, -tens)));
  return Decimal::ratio(value.negative && !value.size.zero(), value.size * up, one() * down);
}

// The greatest whole number whose square is not above: Newton's way down from a power of two that is above.
Natural whole_root(const Natural& value) {
  if (value.zero()) return value;
  Natural guess(1);
  for (std::size_t i = 0; i < value.bits() / 2 + 1; ++i) guess = guess + guess;
  while (true) {
    const Natural next = divide(guess + divide(value, guess).quotient, Natural(2)).quotient;
    if (compare(next, guess) >= 0) return guess;
    guess = next;
  }
}

// ln of a number of at least 1/2: halved until it is near 1, then 2 artanh((x - 1) / (x + 1)), whose series gains more than a digit with each term.
Fixed ln(Natural size) {
  std::uint64_t halved = 0;
  const Natural limit = divide(one() * Natural(3), Natural(2)).quotient;
  for (; compare(size, limit) > 0; ++halved) size = divide(size, Natural(2)).quotient;
  const bool negative = compare(size, one()) < 0;
  const Natural z = quotient(negative ? one() - size : size - one(), size + one());
  const Natural square = product(z, z);
  Natural series(0);
  Natural power = z;
  for (std::uint64_t n = 1; !power.zero(); n += 2) {
    series = series + divide(power, Natural(n)).quotient;
    power = product(power, square);
  }
  return sum({series + series, negative}, {ln_two() * Natural(halved), false});
}

// ln of any positive decimal: of its digits as a number from 1 to 10, and of its power of ten.
Fixed ln_of(const Decimal& value) {
  Natural digits = Natural(value.digits());
  int tens = 0;
  for (Natural unit(10); compare(unit, digits) <= 0; unit = unit * Natural(10)) ++tens;
  const Natural leading = divide(digits * one(), Natural::power_of_ten(static_cast<unsigned>(tens))).quotient;
  const int exponent = tens - value.scale();
  return sum(ln(leading), {ln_ten() * Natural(static_cast<unsigned>(std::abs(exponent))), exponent < 0});
}

// e^x for x from 0 to ln 10: the series of x / 256, squared eight times.
Natural exp_of_rest(const Natural& x) {
  constexpr int kHalvings = 8;
  const Natural small = divide(x, Natural(1U << kHalvings)).quotient;
  Natural result = one();
  Natural term = one();
  for (std::uint64_t n = 1; !term.zero(); ++n) {
    term = divide(product(term, small), Natural(n)).quotient;
    result = result + term;
  }
  for (int i = 0; i < kHalvings; ++i) result = product(result, result);
  return result;
}

// e^x = 10^k e^r, where x = k ln 10 + r.
std::optional<Decimal> exp_of(const Fixed& x) {
  const Natural::Division division = divide(x.size, ln_ten());
  const auto count = division.quotient.small();
  if (!count || *count > 200) return std::nullopt;  // 10^200 is beyond any Decimal, either way
  int tens = static_cast<int>(*count);
  Natural rest = division.remainder;
  if (x.negative) {
    tens = -tens;
    if (!rest.zero()) {
      --tens;
      rest = ln_ten() - rest;
    }
  }
  return decimal({exp_of_rest(rest), false}, tens);
}

// By squaring, rounded to 28 digits where the digits grow beyond what a Decimal holds.
std::optional<Decimal> whole_power(Decimal base, std::uint64_t exponent) {
  Decimal result(1);
  while (true) {
    if ((exponent & 1) != 0) {
      const auto next = multiply(result, base);
      if (!next) return std::nullopt;
      result = *next;
    }
    exponent >>= 1;
    if (exponent == 0) return result;
    const auto square = multiply(base, base);
    if (!square) return std::nullopt;
    base = *square;
  }
}

}  // namespace

std::optional<Decimal> square_root(const Decimal& value) {
  if (value.negative()) return std::nullopt;
  const unsigned scale = 2 * Decimal::kMaxScale;  // so that the root has 60 digits behind the point
  const Natural scaled = Natural(value.digits()) * Natural::power_of_ten(scale - static_cast<unsigned>(value.scale()));
  return Decimal::ratio(false, whole_root(scaled), Natural::power_of_ten(Decimal::kMaxScale));
}

std::optional<Decimal> exponential(const Decimal& value) { return exp_of(fixed(value)); }

std::optional<Decimal> logarithm(const Decimal& value) {
  if (value.negative() || value.zero()) return std::nullopt;
  return decimal(ln_of(value));
}

std::optional<Decimal> logarithm(const Decimal& value, const Decimal& base) {
  if (value.negative() || value.zero() || base.negative() || base.zero()) return std::nullopt;
  const Fixed above = ln_of(value);
  const Fixed below = ln_of(base);
  if (below.size.zero()) return std::nullopt;
  return decimal({quotient(above.size, below.size), above.negative != below.negative});
}

std::optional<Decimal> raise(const Decimal& base, const Decimal& exponent) {
  if (const auto whole = exponent.integer()) {
    const std::uint64_t times = *whole < 0 ? -static_cast<std::uint64_t>(*whole) : static_cast<std::uint64_t>(*whole);
    const auto result = whole_power(base, times);
    return result && *whole < 0 ? divide(Decimal(1), *result) : result;
  }
  if (base.negative()) return std::nullopt;
  if (base.zero()) return exponent.negative() ? std::nullopt : std::optional(Decimal());
  const Fixed logarithm_of_base = ln_of(base);
  const Fixed times = fixed(exponent);
  return exp_of({product(logarithm_of_base.size, times.size), logarithm_of_base.negative != times.negative});
}

}  // namespace caseway::fhirpath
