// What a unit is in base units: a factor, exactly, and a dimension.
//
//   factor     numerator / denominator * 10^tens * pi^pis
//   dimension  exponents of the base units, and of the units that are only of a kind with themselves ([IU], pH)
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "fhirpath/decimal.h"
#include "fhirpath/natural.h"
#include "fhirpath/ucum_terms.h"

namespace caseway::fhirpath {

struct UcumMeasure {
  Natural numerator = 1;
  Natural denominator = 1;
  int tens = 0;
  int pis = 0;
  Decimal offset = 0;  // of a temperature: what is added to an amount before the factor makes it kelvin
  std::array<int, kBaseUnits> base{};
  std::vector<std::pair<const UcumUnit*, int>> others;  // by address; no exponent is 0

  bool same_dimension(const UcumMeasure& other) const { return base == other.base && others == other.others; }
};

// Nothing for what is no code, and for codes whose factor does not fit 1024 bits.
std::optional<UcumMeasure> ucum_measure(std::string_view code);

}  // namespace caseway::fhirpath
