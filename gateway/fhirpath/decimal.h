// Exact decimal numbers: FHIRPath's Integer and Decimal, and the bounds of FHIR quantities. Text in, text out, no double anywhere.
//
//   range   a coefficient of up to 38 decimal digits and a scale; what does not fit is "no value" (FHIRPath: empty), never a wrong one
//   scale   digits behind the point are kept as written: 1.50 has the scale 2 and equals 1.5
//   spec    https://hl7.org/fhirpath/N1/#decimal (at least 28 digits, 8 behind the point)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::fhirpath {

class CASEWAY_API Decimal {
 public:
  constexpr Decimal() = default;
  constexpr Decimal(std::int64_t whole) : coefficient_(whole) {}  // NOLINT: an integer is a decimal
  static std::optional<Decimal> parse(std::string_view text);     // "-1.50", "1e-22"; nothing for anything else

  std::string text() const;  // shortest plain notation that keeps the scale: "1.50"
  int scale() const { return scale_; }
  bool negative() const { return coefficient_ < 0; }
  bool zero() const { return coefficient_ == 0; }
  bool whole() const;                           // no fraction but zeros
  std::optional<std::int64_t> integer() const;  // its value when whole and in range
  Decimal normal() const;                       // without trailing zeros
  double approximate() const;                   // for ln(), exp(), sqrt(), power() only
  static std::optional<Decimal> from_approximate(double value);

  friend CASEWAY_API std::optional<Decimal> add(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> divide(const Decimal& a, const Decimal& b);        // rounded where it does not end; by zero: nothing
  friend CASEWAY_API std::optional<Decimal> divide_whole(const Decimal& a, const Decimal& b);  // div: towards zero
  friend CASEWAY_API std::optional<Decimal> modulo(const Decimal& a, const Decimal& b);
  friend CASEWAY_API int compare(const Decimal& a, const Decimal& b);  // -1, 0, 1 by value
  Decimal negate() const;
  std::optional<Decimal> round(int digits) const;  // half away from zero
  Decimal truncate() const;
  Decimal floor() const;
  Decimal ceiling() const;
  // The ends of what the written digits may stand for: 1.587 with 8 digits is 1.58650000 .. 1.58750000. Nothing beyond 28 digits.
  std::optional<Decimal> low_boundary(int digits) const;
  std::optional<Decimal> high_boundary(int digits) const;

 private:
  __extension__ using Coefficient = __int128;  // 38 digits
  constexpr Decimal(Coefficient coefficient, int scale) : coefficient_(coefficient), scale_(scale) {}
  Coefficient coefficient_ = 0;
  std::int32_t scale_ = 0;  // value = coefficient * 10^-scale, scale >= 0
};

}  // namespace caseway::fhirpath
