#include "fhirpath/natural.h"

#include <algorithm>
#include <bit>

namespace caseway::fhirpath {

Natural::Natural(Unsigned128 value) {
  for (; value != 0; value >>= 32) limbs_[size_++] = static_cast<std::uint32_t>(value);
}

Natural Natural::overflow() {
  Natural result;
  result.fits_ = false;
  return result;
}

void Natural::trim() {
  while (size_ > 0 && limbs_[size_ - 1] == 0) --size_;
}

Natural Natural::power_of_ten(unsigned exponent) {
  if (exponent > 308) return overflow();  // 10^308 is the last below 2^1024
  Natural result(1);
  Natural square(10);
  for (; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = result * square;
    if (exponent > 1) square = square * square;
  }
  return result;
}

std::optional<Unsigned128> Natural::small() const {
  if (!fits_ || size_ > 4) return std::nullopt;
  Unsigned128 value = 0;
  for (std::size_t i = size_; i-- > 0;) value = value << 32 | limbs_[i];
  return value;
}

std::size_t Natural::bits() const { return size_ == 0 ? 0 : 32 * (size_ - 1) + static_cast<std::size_t>(std::bit_width(limbs_[size_ - 1])); }

Natural operator*(const Natural& a, const Natural& b) {
  if (!a.fits_ || !b.fits_) return Natural::overflow();
  if (a.size_ + b.size_ > Natural::kLimbs && a.bits() + b.bits() > 32 * Natural::kLimbs + 1) return Natural::overflow();
  Natural result;
  for (std::size_t i = 0; i < a.size_; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.size_ || carry != 0; ++j) {
      if (i + j >= Natural::kLimbs) {
        if (carry != 0 || b.limbs_[j] != 0) return Natural::overflow();
        break;
      }
      const std::uint64_t product = std::uint64_t{a.limbs_[i]} * (j < b.size_ ? b.limbs_[j] : 0);
      carry += product + result.limbs_[i + j];
      result.limbs_[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  result.size_ = std::min(a.size_ + b.size_, Natural::kLimbs);
  result.trim();
  return result;
}

Natural operator+(const Natural& a, const Natural& b) {
  if (!a.fits_ || !b.fits_) return Natural::overflow();
  Natural result;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < Natural::kLimbs; ++i) {
    carry += std::uint64_t{a.limbs_[i]} + b.limbs_[i];
    result.limbs_[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry != 0) return Natural::overflow();
  result.size_ = Natural::kLimbs;
  result.trim();
  return result;
}

Natural operator-(const Natural& a, const Natural& b) {
  if (!a.fits_ || !b.fits_) return Natural::overflow();
  Natural result;
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < a.size_; ++i) {
    const std::uint64_t take = b.limbs_[i] + borrow;
    borrow = a.limbs_[i] < take ? 1 : 0;
    result.limbs_[i] = static_cast<std::uint32_t>(a.limbs_[i] - take);
  }
  result.size_ = a.size_;
  result.trim();
  return result;
}

int compare(const Natural& a, const Natural& b) {
  if (a.size_ != b.size_) return a.size_ < b.size_ ? -1 : 1;
  for (std::size_t i = a.size_; i-- > 0;) {
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] < b.limbs_[i] ? -1 : 1;
  }
  return 0;
}

Natural Natural::shifted_left(unsigned bits) const {
  Natural result = *this;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    carry |= std::uint64_t{limbs_[i]} << bits;
    result.limbs_[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry != 0 && size_ < kLimbs) result.limbs_[result.size_++] = static_cast<std::uint32_t>(carry);
  return result;
}

Natural Natural::shifted_right(unsigned bits) const {
  Natural result = *this;
  std::uint64_t carry = 0;
  for (std::size_t i = size_; i-- > 0;) {
    carry = carry << 32 | limbs_[i];
    result.limbs_[i] = static_cast<std::uint32_t>(carry >> bits);
    carry &= (std::uint64_t{1} << bits) - 1;
  }
  result.trim();
  return result;
}

Natural::Division Natural::divide_short(const Natural& a, std::uint32_t b) {
  Division result{a, {}};
  std::uint64_t remainder = 0;
  for (std::size_t i = a.size_; i-- > 0;) {
    remainder = remainder << 32 | a.limbs_[i];
    result.quotient.limbs_[i] = static_cast<std::uint32_t>(remainder / b);
    remainder %= b;
  }
  result.quotient.trim();
  result.remainder = Natural(remainder);
  return result;
}

// Long division as on paper, in base 2^32 (Knuth, The Art of Computer Programming 4.3.1, D). Both sides are shifted first until the divisor's top bit
// is set, so that a guessed digit is at most two too large.
Natural::Division Natural::divide_long(const Natural& a, const Natural& b) {
  const auto shift = static_cast<unsigned>(std::countl_zero(b.limbs_[b.size_ - 1]));
  const Natural divisor = b.shifted_left(shift);
  // One limb more than the dividend has: what the shift pushes out.
  std::array<std::uint32_t, kLimbs + 1> rest{};
  for (std::size_t i = 0; i < a.size_; ++i) {
    rest[i] |= a.limbs_[i] << shift;
    if (shift != 0) rest[i + 1] = a.limbs_[i] >> (32 - shift);
  }
  Division result;
  const std::size_t n = b.size_;
  const std::uint64_t top = divisor.limbs_[n - 1];
  for (std::size_t j = a.size_ - n + 1; j-- > 0;) {
    const std::uint64_t high = std::uint64_t{rest[j + n]} << 32 | rest[j + n - 1];
    std::uint64_t digit = std::min<std::uint64_t>(high / top, 0xffffffff);
    while (high - digit * top <= 0xffffffff && digit * divisor.limbs_[n - 2] > ((high - digit * top) << 32 | rest[j + n - 2])) --digit;
    std::int64_t borrow = 0;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i <= n; ++i) {
      carry += digit * (i < n ? divisor.limbs_[i] : 0);
      const std::int64_t difference = std::int64_t{rest[i + j]} - static_cast<std::int64_t>(carry & 0xffffffff) + borrow;
      rest[i + j] = static_cast<std::uint32_t>(difference);
      borrow = difference >> 32;
      carry >>= 32;
    }
    if (borrow < 0) {
      --digit;
      carry = 0;
      for (std::size_t i = 0; i <= n; ++i) {
        carry += std::uint64_t{rest[i + j]} + (i < n ? divisor.limbs_[i] : 0);
        rest[i + j] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
      }
    }
    result.quotient.limbs_[j] = static_cast<std::uint32_t>(digit);
  }
  result.quotient.size_ = a.size_ - n + 1;
  result.quotient.trim();
  std::copy_n(rest.begin(), n, result.remainder.limbs_.begin());
  result.remainder.size_ = n;
  result.remainder.trim();
  result.remainder = result.remainder.shifted_right(shift);
  return result;
}

Natural::Division divide(const Natural& a, const Natural& b) {
  if (!a.fits_ || !b.fits_ || b.zero()) return {Natural::overflow(), Natural::overflow()};
  if (compare(a, b) < 0) return {Natural(), a};
  return b.size_ == 1 ? Natural::divide_short(a, b.limbs_[0]) : Natural::divide_long(a, b);
}

}  // namespace caseway::fhirpath
