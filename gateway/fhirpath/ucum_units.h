// The prefixes and units of UCUM as data: what a unit is, in other units. Facts of the standard, version 2.2.
//
//   spec    https://ucum.org/ucum#section-Prefixes and the tables behind it
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace caseway::fhirpath {

enum class UnitKind : std::uint8_t {
  base,         // one of the seven dimensions, in the order of the table
  linear,       // value times definition
  pi,           // the number pi, kept as a symbol until a result needs its digits
  arbitrary,    // only of a kind with itself: [IU], and what a logarithm or another curve defines (pH, B, Np)
  temperature,  // kelvin = (amount + offset) * definition, the offset being in `value`; with other units only of a kind with itself
};

struct UcumUnit {
  std::string_view code;
  UnitKind kind;
  bool metric;  // takes prefixes
  std::string_view value;
  std::string_view definition;
};

struct UcumPrefix {
  std::string_view code;
  int tens;            // 10^tens ...
  std::uint64_t twos;  // ... times this
};

constexpr std::size_t kBaseUnits = 7;
std::span<const UcumUnit> ucum_units();  // the base units first, then in the order of the standard's tables
std::span<const UcumPrefix> ucum_prefixes();

}  // namespace caseway::fhirpath
