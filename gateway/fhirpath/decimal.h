// Exact decimal numbers: FHIRPath's Integer and Decimal, and the bounds of FHIR quantities. Text in, text out, no double anywhere.
//
//   range   a coefficient of up to 38 decimal digits and a scale of up to 60; what does not fit is "no value" (FHIRPath: empty), never a wrong one
//   scale   digits behind the point are kept as written: 1.50 has the scale 2 and equals 1.5
//   rounds  only divide() and multiply(), where the result has more digits than fit: to 28 significant digits, half away from zero
//   spec    https://hl7.org/fhirpath/N1/#decimal (at least 28 digits, 8 behind the point)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseway/export.h"
#include "fhirpath/natural.h"

namespace caseway::fhirpath {

class CASEWAY_API Decimal {
 public:
  static constexpr int kMaxScale = 60;

  constexpr Decimal() = default;
  constexpr Decimal(std::int64_t whole) : coefficient_(whole) {}  // NOLINT: an integer is a decimal
  static std::optional<Decimal> parse(std::string_view text);     // "-1.50", "+2", "1e-22"; nothing for anything else
  // numerator / denominator (not 0), exact where it ends within 38 digits, else rounded.
  static std::optional<Decimal> ratio(bool negative, const Natural& numerator, const Natural& denominator);

  std::string text() const;  // shortest plain notation that keeps the scale: "1.50"
  int scale() const { return scale_; }
  bool negative() const { return coefficient_ < 0; }
  bool zero() const { return coefficient_ == 0; }
  Unsigned128 digits() const;                   // without sign and point: 150 of -1.50
  bool whole() const;                           // no fraction but zeros
  std::optional<std::int64_t> integer() const;  // its value when whole and in range
  Decimal normal() const;                       // without trailing zeros behind the point

  friend CASEWAY_API std::optional<Decimal> add(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
  friend CASEWAY_API std::optional<Decimal> divide(const Decimal& a, const Decimal& b);        // normal(); by zero: nothing
  friend CASEWAY_API std::optional<Decimal> divide_whole(const Decimal& a, const Decimal& b);  // div: towards zero
  friend CASEWAY_API std::optional<Decimal> modulo(const Decimal& a, const Decimal& b);        // has the sign of a
  friend CASEWAY_API int compare(const Decimal& a, const Decimal& b);                          // -1, 0, 1 by value
  Decimal negate() const;
  std::optional<Decimal> round(int digits) const;  // half away from zero; fewer digits than `digits` stay as they are
  Decimal truncate() const;
  Decimal floor() const;
  Decimal ceiling() const;
  // The ends of what the written digits may stand for: 1.587 with 8 digits is 1.58650000 .. 1.58750000. With fewer digits than that takes, the end
  // nearer to zero is cut and the other one rounded, as HL7's R4 tests have it: 1.58 .. 1.59. Nothing below 0 or beyond 28 digits.
  std::optional<Decimal> low_boundary(int digits) const;
  std::optional<Decimal> high_boundary(int digits) const;

 private:
  constexpr Decimal(Signed128 coefficient, int scale) : coefficient_(coefficient), scale_(scale) {}
  static std::optional<Decimal> checked(Signed128 coefficient, int scale);
  std::optional<Decimal> with_scale(int scale) const;  // the same value with more digits behind the point
  static bool align(Decimal& a, Decimal& b);           // to one scale; false when that does not fit
  Decimal cut(int digits) const;                       // towards zero
  std::optional<Decimal> boundary(bool low, int digits) const;

  Signed128 coefficient_ = 0;
  std::int32_t scale_ = 0;  // value = coefficient * 10^-scale, scale >= 0
};

}  // namespace caseway::fhirpath
