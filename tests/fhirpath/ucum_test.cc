// UCUM: what is a code, what is how many of what. Factors of the table are checked against figures of other sources: NIST Handbook 44 and SP 811.
#include "fhirpath/ucum.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>
#include <sstream>

#include "fhirpath/ucum_measure.h"
#include "fhirpath/ucum_units.h"

namespace caseway::fhirpath {
namespace {

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }
std::string shown(const std::optional<Decimal>& value) { return value ? value->normal().text() : "nothing"; }
std::string converted(std::string_view amount, std::string_view from, std::string_view to) { return shown(ucum_convert(number(amount), from, to)); }

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  return {std::istream_iterator<std::string>(in), {}};
}

TEST(Ucum, KnowsItsCodes) {
  for (const std::string& code :
       words("1 m kg mg/dL mmol/L % mm[Hg] 10*3/uL 10^6 10* 10*-3 10*+3 /min /[HPF] kg/m2 m/s2 m2.s-1 m+2 Cel [degF] [degRe] K [pH] Np B dB B[SPL] "
             "B[10.nV] bit_s [m/s2/Hz^0.5] [IU]/mL m[IU]/L k[iU] [arb'U]/mL [hp'_X] {score} {beats}/min mL/min/{1.73_m2} /100{WBC} %/100{WBC} "
             "g/kg/(8.h){shift} mg/d/(173.10*-2.m2) 24.h umol/(24.h) 10.uN.s/(cm5.m2) g{creat} cal_[15] kcal_[15] '' ' deg [in_i'H2O] m[H2O] "
             "cm[H2O]/L/s dar cd Gy Ym ym dam GiBy Kibit By %[slope] g% mg% (m) ((m)) m/(s/(kg/g)) [car_Au] ueq/L [NTU] [ppm]{v/v} u a mo_j")) {
    EXPECT_TRUE(ucum_valid(code)) << code;
  }
  for (const char* code : {"{clock time}", "{# of calculi}"}) {
    EXPECT_TRUE(ucum_valid(code)) << code;
  }
}

TEST(Ucum, RefusesWhatIsNoCode) {
  for (const std::string& code :
       words("foo KG mmHg cc sec hours / //m m/ m//s .m m. m..s ( () (m m) (/m) m(s) { } {} {a a} {a{b}} {a}} {a}{b} m{a}{b} m- m+ m2- m--1 m100 2m "
             "10*- 10**3 0 0.5 kmin kdeg k% c[pH] kkg mmg d[degF] [foo] [IU IU] [iu] 99999999999999999999 m= [] -m")) {
    EXPECT_FALSE(ucum_valid(code)) << code;
  }
  for (const char* code : {"", " ", "mg / dL", "m/ s", "{caf\xc3\xa9}", "m 2", "\xc2\xb5g", "mg\n"}) {
    EXPECT_FALSE(ucum_valid(code)) << code;
  }
}

TEST(Ucum, HasLimits) {
  const auto repeated = [](std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  EXPECT_TRUE(ucum_valid(repeated("m.", 127) + "m"));
  EXPECT_FALSE(ucum_valid(repeated("m.", 128) + "m")) << "257 bytes";
  EXPECT_TRUE(ucum_valid(repeated("(", kMaxUcumDepth) + "m" + repeated(")", kMaxUcumDepth)));
  EXPECT_FALSE(ucum_valid(repeated("(", kMaxUcumDepth + 1) + "m" + repeated(")", kMaxUcumDepth + 1)));
  EXPECT_FALSE(ucum_valid(std::string(1'000'000, '(')));
  EXPECT_TRUE(ucum_valid("[mi_us]99")) << "valid, but larger than anything";
  EXPECT_FALSE(ucum_convert(Decimal(1), "[mi_us]99", "m99"));
  EXPECT_FALSE(ucum_compare(Decimal(1), "[mi_us]99", Decimal(1), "m99"));
  EXPECT_EQ(ucum_compare(Decimal(1), "[mi_us]99", Decimal(2), "[mi_us]99"), -1);
}

struct Conversion {
  const char* amount;
  const char* from;
  const char* to;
  const char* result;
};

TEST(Ucum, Converts) {
  for (const Conversion& row : {Conversion{"1", "g", "mg", "1000"},
                                {"4", "g", "kg", "0.004"},
                                {"1", "kg", "g", "1000"},
                                {"2.5", "L", "mL", "2500"},
                                {"1", "l", "dm3", "1"},
                                {"1", "mm[Hg]", "Pa", "133.322"},
                                {"120", "mm[Hg]", "kPa", "15.99864"},
                                {"1", "cm[H2O]", "Pa", "98.0665"},
                                {"1", "atm", "mm[Hg]", "760.0021001785151737897721306"},
                                {"1", "bar", "Pa", "100000"},
                                {"1", "[psi]", "Pa", "6894.757293168361336722673445"},
                                {"5.4", "mmol/L", "mol/m3", "5.4"},
                                {"100", "mg/dL", "g/L", "1"},
                                {"1", "U", "kat", "0.00000001666666666666666666666666667"},
                                {"60", "U", "ukat", "1"},
                                {"1", "meq/L", "mmol/L", "1"},
                                {"12", "10*3/uL", "10*9/L", "12"},
                                {"7", "/nL", "10*9/L", "7"},
                                {"1", "%", "1", "0.01"},
                                {"50", "[ppm]", "%", "0.005"},
                                {"5", "{score}", "1", "5"},
                                {"1", "h", "s", "3600"},
                                {"1", "wk", "d", "7"},
                                {"1", "a", "d", "365.25"},
                                {"1", "mo", "d", "30.4375"},
                                {"72", "km/h", "m/s", "20"},
                                {"1", "[in_i]", "cm", "2.54"},
                                {"1", "[ft_i]", "m", "0.3048"},
                                {"1", "[mi_i]", "km", "1.609344"},
                                {"3937", "[ft_us]", "m", "1200"},
                                {"1", "[lb_av]", "g", "453.59237"},
                                {"1", "[oz_av]", "g", "28.349523125"},
                                {"1", "[oz_tr]", "g", "31.1034768"},
                                {"1", "[stone_av]", "kg", "6.35029318"},
                                {"1", "[gal_us]", "L", "3.785411784"},
                                {"1", "[foz_us]", "mL", "29.5735295625"},
                                {"1", "[tsp_us]", "mL", "4.92892159375"},
                                {"1", "[gal_br]", "L", "4.54609"},
                                {"20", "[drp]", "mL", "1"},
                                {"3", "[Ch]", "mm", "1"},
                                {"1", "cal", "J", "4.184"},
                                {"1", "[Cal]", "kcal", "1"},
                                {"1", "eV", "J", "0.0000000000000000001602176634"},
                                {"1", "Ci", "Bq", "37000000000"},
                                {"1", "rem", "Sv", "nothing"},
                                {"1", "REM", "Sv", "0.01"},
                                {"1", "cP", "mPa.s", "1"},
                                {"1", "St", "m2/s", "0.0001"},
                                {"1", "dyn.s/cm5", "Pa.s/m3", "100000"},
                                {"1", "[wood'U]", "mm[Hg].min/L", "1"},
                                {"1", "mol", "1", "602214076000000000000000"},
                                {"1", "GiBy", "bit", "8589934592"},
                                {"1", "circ", "deg", "360"},
                                {"360", "deg", "circ", "1"},
                                {"90", "deg", "gon", "100"},
                                {"1", "deg", "'", "60"},
                                {"180", "deg", "rad", "3.141592653589793238462643383"},
                                {"1", "[pi].rad", "deg", "180"},
                                // Temperatures.
                                {"37", "Cel", "K", "310.15"},
                                {"37", "Cel", "[degF]", "98.6"},
                                {"98.6", "[degF]", "Cel", "37"},
                                {"-40", "[degF]", "Cel", "-40"},
                                {"80", "[degRe]", "Cel", "100"},
                                {"0", "K", "Cel", "-273.15"},
                                {"491.67", "[degR]", "Cel", "0"},
                                {"37000", "mCel", "Cel", "37"},
                                {"1", "Cel", "mCel", "1000"},
                                // Of a kind with themselves only.
                                {"5", "m[IU]/mL", "[iU]/L", "5"},
                                {"5", "u[IU]/mL", "m[IU]/L", "5"},
                                {"3", "[arb'U]/mL", "[arb'U]/L", "3000"},
                                {"1", "[arb'U]", "[IU]", "nothing"},
                                {"1", "[IU]", "1", "nothing"},
                                {"30", "dB", "B", "3"},
                                {"1", "B", "Np", "nothing"},
                                {"7.4", "[pH]", "[pH]", "7.4"},
                                {"7.4", "[pH]", "mol/L", "nothing"},
                                {"1", "Cel/min", "Cel/h", "60"},
                                {"1", "Cel/min", "K/min", "nothing"},
                                // Other dimensions, unknown codes.
                                {"1", "g", "mL", "nothing"},
                                {"1", "mmol/L", "mg/dL", "nothing"},
                                {"1", "foo", "g", "nothing"},
                                {"1", "foo", "foo", "nothing"},
                                {"99999999999999999999999999999999999999", "Yg", "yg", "nothing"}}) {
    EXPECT_EQ(converted(row.amount, row.from, row.to), row.result) << row.amount << " " << row.from << " in " << row.to;
  }
}

TEST(Ucum, ComparesExactly) {
  EXPECT_EQ(ucum_compare(number("4"), "g", number("4000"), "mg"), 0);
  EXPECT_EQ(ucum_compare(number("4"), "g", number("4040"), "mg"), -1);
  EXPECT_EQ(ucum_compare(number("-4"), "g", number("-4040"), "mg"), 1);
  EXPECT_EQ(ucum_compare(number("-4"), "g", number("0"), "mg"), -1);
  EXPECT_EQ(ucum_compare(number("0"), "g", number("0.00"), "mg"), 0);
  EXPECT_EQ(ucum_compare(number("1"), "/min", number("60"), "/h"), 0);
  EXPECT_EQ(ucum_compare(number("1"), "U", number("16.66666666666666666666666666"), "nkat"), 1) << "a conversion would not end";
  EXPECT_EQ(ucum_compare(number("1"), "U", number("16.66666666666666666666666667"), "nkat"), -1);
  EXPECT_EQ(ucum_compare(number("3"), "U", number("50"), "nkat"), 0);
  EXPECT_EQ(ucum_compare(number("98.6"), "[degF]", number("37"), "Cel"), 0);
  EXPECT_EQ(ucum_compare(number("1"), "Cel", number("100"), "K"), 1);
  EXPECT_EQ(ucum_compare(number("2"), "cm.m", number("0.02"), "m2"), 0);
  EXPECT_EQ(ucum_compare(number("180"), "deg", number("3.14159"), "rad"), 1);
  EXPECT_EQ(ucum_compare(number("180"), "deg", number("3.1416"), "rad"), -1);
  EXPECT_EQ(ucum_compare(number("7.3"), "[pH]", number("7.4"), "[pH]"), -1);
  EXPECT_FALSE(ucum_compare(number("1"), "g", number("1"), "m"));
  EXPECT_FALSE(ucum_compare(number("1"), "foo", number("1"), "foo"));
}

TEST(Ucum, MultipliesUnits) {
  const auto times = [](std::string_view a, std::string_view b) { return ucum_multiply(a, b).value_or("nothing"); };
  const auto over = [](std::string_view a, std::string_view b) { return ucum_divide(a, b).value_or("nothing"); };
  EXPECT_EQ(times("cm", "cm"), "cm2");
  EXPECT_EQ(times("cm", "m"), "cm.m");
  EXPECT_EQ(times("m2", "m-2"), "1");
  EXPECT_EQ(times("1", "m"), "m");
  EXPECT_EQ(times("g/L", "L"), "g");
  EXPECT_EQ(times("/min", "min"), "1");
  EXPECT_EQ(times("10*3/uL", "10*3"), "10*6/uL");
  EXPECT_EQ(times("/(8.h)", "/(8.h)"), "/8/8/h2");
  EXPECT_EQ(times("{beats}", "/min"), "/min");
  EXPECT_EQ(over("g", "m2"), "g/m2");
  EXPECT_EQ(over("m", "m"), "1");
  EXPECT_EQ(over("1", "s"), "/s");
  EXPECT_EQ(over("kg", "m/s"), "kg.s/m");
  EXPECT_EQ(over("m", "foo"), "nothing");
  EXPECT_EQ(over("Cel", "min"), "nothing");
  EXPECT_EQ(times("m99", "m"), "nothing");
}

TEST(Ucum, KnowsCalendarWords) {
  EXPECT_EQ(ucum_of_calendar("year"), "a");
  EXPECT_EQ(ucum_of_calendar("months"), "mo");
  EXPECT_EQ(ucum_of_calendar("days"), "d");
  EXPECT_EQ(ucum_of_calendar("milliseconds"), "ms");
  EXPECT_EQ(ucum_of_calendar("s"), "");
  EXPECT_EQ(ucum_of_calendar("fortnight"), "");
  EXPECT_EQ(ucum_of_calendar(""), "");
}

TEST(UcumTable, IsWholeAndHasNoCircles) {
  std::set<std::string_view> earlier;
  std::size_t bases = 0;
  for (const UcumUnit& unit : ucum_units()) {
    EXPECT_TRUE(earlier.insert(unit.code).second) << unit.code << " stands twice";
    EXPECT_TRUE(ucum_measure(unit.code)) << unit.code;
    EXPECT_TRUE(Decimal::parse(unit.value)) << unit.code;
    EXPECT_EQ(unit.kind == UnitKind::base, bases < kBaseUnits && ++bases > 0) << "the base units stand first";
    if (unit.kind != UnitKind::linear && unit.kind != UnitKind::temperature) continue;
    const auto terms = ucum_terms(unit.definition);
    ASSERT_TRUE(terms) << unit.code;
    for (const UcumTerm& term : *terms) EXPECT_TRUE(term.unit == nullptr || term.unit->code != unit.code) << unit.code;
  }
  EXPECT_GE(ucum_units().size(), 310U);
  EXPECT_EQ(ucum_prefixes().size(), 24U);
}

TEST(UcumTable, ConvertsThereAndBack) {
  std::vector<std::string> codes;
  for (const UcumUnit& unit : ucum_units()) {
    codes.emplace_back(unit.code);
    if (unit.metric) codes.push_back("m" + std::string(unit.code));
  }
  std::size_t converted = 0;
  for (const std::string& a : codes) {
    for (const std::string& b : codes) {
      const auto there = ucum_convert(Decimal(12345), a, b);
      const auto order = ucum_compare(Decimal(12345), a, Decimal(3), b);
      EXPECT_EQ(ucum_compare(Decimal(3), b, Decimal(12345), a), order ? std::optional<int>(-*order) : std::nullopt) << a << " " << b;
      if (!there) continue;
      EXPECT_TRUE(order) << a << " " << b;
      const auto back = ucum_convert(*there, b, a);
      if (!back) continue;
      ++converted;
      // 28 digits of a quotient, fewer where it is so small that its digits begin late.
      if (there->digits() > Unsigned128{1} << 60) {
        EXPECT_EQ(shown(back->round(9)), "12345") << a << " " << b;
      }
    }
  }
  EXPECT_GT(converted, 5'000U);
}

TEST(Ucum, NeverFailsOnAnyText) {
  std::mt19937_64 engine(5);
  static constexpr std::string_view kPieces[] = {"m", "k", "g", "[IU]", "10*", "/", ".", "(", ")", "{", "}", "{x}",
                                                 "-", "+", "2", "99",   "Cel", "[", "]", "%", " ", "d", "a"};
  std::size_t valid = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string code;
    for (auto n = engine() % 8; n-- > 0;) code += kPieces[engine() % std::size(kPieces)];
    if (!ucum_valid(code)) continue;
    ++valid;
    EXPECT_EQ(ucum_compare(Decimal(1), code, Decimal(2), code), -1) << code;
    const auto square = ucum_multiply(code, code);
    const auto one = ucum_divide(code, code);
    if (one) {
      EXPECT_EQ(*one, "1") << code;
    }
    if (square) {
      const auto back = ucum_divide(*square, code);
      ASSERT_TRUE(back) << code;
      EXPECT_EQ(ucum_compare(Decimal(1), *back, Decimal(1), code).value_or(0), 0) << code;
    }
  }
  EXPECT_GT(valid, 10'000U);
}

}  // namespace
}  // namespace caseway::fhirpath
