// Square roots, exponentials, logarithms and powers of decimals, to 28 digits and without a double: what is exact comes out exact (81.sqrt() is 9,
// 1000.log(10) is 3, 4.power(0.5) is 2).
//
//   nothing  outside the function's domain (a negative root, the logarithm of 0), and where Decimal cannot hold the result
//   exact    to half a unit of the 28th digit, or of the 45th behind the point
#pragma once

#include <optional>

#include "fhirpath/decimal.h"

namespace caseway::fhirpath {

CASEWAY_API std::optional<Decimal> square_root(const Decimal& value);
CASEWAY_API std::optional<Decimal> exponential(const Decimal& value);                     // e to the power of value
CASEWAY_API std::optional<Decimal> logarithm(const Decimal& value);                       // natural
CASEWAY_API std::optional<Decimal> logarithm(const Decimal& value, const Decimal& base);  // base: positive and not 1
CASEWAY_API std::optional<Decimal> raise(const Decimal& base, const Decimal& exponent);   // 0 to the power of 0 is 1

}  // namespace caseway::fhirpath
