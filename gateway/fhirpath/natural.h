// Natural numbers up to 1024 bits, so that quotients, unit factors and comparisons are exact where 128 bits are not enough.
//
//   limits  a result that does not fit makes fits() false, and so does every later result of it; no other operation is meaningful then
//   cost    no heap; a product or quotient of numbers of n 32-bit limbs is n^2
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "caseway/export.h"

namespace caseway::fhirpath {

// The compiler's own, which -Wpedantic wants announced.
__extension__ typedef __int128 Signed128;
__extension__ typedef unsigned __int128 Unsigned128;

class CASEWAY_API Natural {
 public:
  Natural() = default;
  Natural(Unsigned128 value);  // NOLINT: an integer is a natural number
  static Natural power_of_ten(unsigned exponent);

  bool fits() const { return fits_; }
  bool zero() const { return size_ == 0; }
  std::optional<Unsigned128> small() const;  // when 128 bits hold it

  friend CASEWAY_API Natural operator*(const Natural& a, const Natural& b);
  friend CASEWAY_API Natural operator+(const Natural& a, const Natural& b);
  friend CASEWAY_API Natural operator-(const Natural& a, const Natural& b);  // a >= b
  friend CASEWAY_API int compare(const Natural& a, const Natural& b);        // -1, 0, 1
  // Quotient and remainder; the divisor is not zero.
  struct Division;
  friend CASEWAY_API Division divide(const Natural& a, const Natural& b);
  std::size_t bits() const;

 private:
  static constexpr std::size_t kLimbs = 32;
  static Natural overflow();
  void trim();
  Natural shifted_left(unsigned bits) const;  // less than 32
  Natural shifted_right(unsigned bits) const;
  static Division divide_long(const Natural& a, const Natural& b);
  static Division divide_short(const Natural& a, std::uint32_t b);

  std::array<std::uint32_t, kLimbs> limbs_{};  // least significant first; zero from size_ on
  std::size_t size_ = 0;
  bool fits_ = true;
};

struct Natural::Division {
  Natural quotient;
  Natural remainder;
};

}  // namespace caseway::fhirpath
