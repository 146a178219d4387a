// UCUM units: whether a code is one, and how many of one make another. Exact: factors are decimals or ratios, never doubles.
//
//   spec    https://ucum.org/ucum (case-sensitive codes; annotations in braces, exponents, prefixes, . and /, parentheses); grammar in ucum_terms.h
//   covers  all base units, prefixes and units of version 2.2 (ucum_units.cc). Special units are known, and convertible only where their function is
//           linear (Cel, [degF], [degRe], K); others (pH, B, Np) and arbitrary units ([IU]) only with themselves: m[IU]/mL is 1 [IU]/L
//   pi      cancels where both sides have it (deg, circ); else 64 digits of it are used and the result is rounded as Decimal rounds
//   limits  a code has at most 256 bytes, 16 nested parentheses, exponents up to 99
//   threads any; the table's factors are worked out on first use
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "caseway/export.h"
#include "fhirpath/decimal.h"

namespace caseway::fhirpath {

CASEWAY_API bool ucum_valid(std::string_view code);

// amount `from` in `to`; nothing when the dimensions differ, a code is unknown or the result does not fit.
CASEWAY_API std::optional<Decimal> ucum_convert(const Decimal& amount, std::string_view from, std::string_view to);
// -1, 0, 1; nothing when the units cannot be compared. Exact, also where a conversion would not end.
CASEWAY_API std::optional<int> ucum_compare(const Decimal& a, std::string_view unit_a, const Decimal& b, std::string_view unit_b);
// Products and quotients of units, in UCUM notation ("g/m2", "1" where all cancels), without annotations. Nothing for temperatures with an offset
// (Cel) and for unknown codes.
CASEWAY_API std::optional<std::string> ucum_multiply(std::string_view a, std::string_view b);
CASEWAY_API std::optional<std::string> ucum_divide(std::string_view a, std::string_view b);
// The UCUM code of a calendar word ("day" -> "d"; years and months have none that is exact: "a", "mo" only for `~`); "" for other words.
CASEWAY_API std::string_view ucum_of_calendar(std::string_view word);

}  // namespace caseway::fhirpath
