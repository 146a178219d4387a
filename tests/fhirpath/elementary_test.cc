// Roots, powers and logarithms: figures of another arithmetic (Python's decimal, 60 digits), exact results, domains, and laws.
#include "fhirpath/elementary.h"

#include <gtest/gtest.h>

#include <random>

namespace caseway::fhirpath {
namespace {

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }
std::string shown(const std::optional<Decimal>& value) { return value ? value->text() : "nothing"; }

struct Figure {
  std::string_view function;
  const char* a;
  const char* b;
  const char* result;
};

std::string computed(const Figure& row) {
  if (row.function == "exponential") return shown(exponential(number(row.a)));
  if (row.function == "logarithm") return shown(*row.b == 0 ? logarithm(number(row.a)) : logarithm(number(row.a), number(row.b)));
  if (row.function == "square_root") return shown(square_root(number(row.a)));
  return shown(raise(number(row.a), number(row.b)));
}

TEST(Elementary, HasTwentyEightDigits) {
  for (const Figure& row : {Figure{"exponential", "1", "", "2.718281828459045235360287471"},
                            {"exponential", "-1", "", "0.3678794411714423215955237702"},
                            {"exponential", "0.5", "", "1.648721270700128146848650788"},
                            {"exponential", "10", "", "22026.46579480671651695790065"},
                            {"exponential", "-10.25", "", "0.00003535750085040998240458763976"},
                            {"exponential", "0.0000001", "", "1.000000100000005000000166667"},
                            {"exponential", "2.302585092994045684", "", "9.999999999999999999820085453"},
                            {"logarithm", "2", "", "0.6931471805599453094172321215"},
                            {"logarithm", "10", "", "2.302585092994045684017991455"},
                            {"logarithm", "0.5", "", "-0.6931471805599453094172321215"},
                            {"logarithm", "1.0000001", "", "0.00000009999999500000033333330833334"},
                            {"logarithm", "12345678901234567890", "", "43.95983778920252055738683935"},
                            {"logarithm", "0.000000000000000000000001", "", "-55.26204223185709641643179491"},
                            {"logarithm", "3.14159", "", "1.14472904118517838121641258"},
                            {"square_root", "2", "", "1.414213562373095048801688724"},
                            {"square_root", "3", "", "1.732050807568877293527446342"},
                            {"square_root", "0.5", "", "0.7071067811865475244008443621"},
                            {"square_root", "12345678901234567890", "", "3513641828.820144253093654173"},
                            {"square_root", "0.000002", "", "0.001414213562373095048801688724"},
                            {"square_root", "99999999999999999999999999999999999999", "", "10000000000000000000"},
                            {"raise", "2", "0.5", "1.414213562373095048801688724"},
                            {"raise", "10", "-0.3", "0.5011872336272722850015541869"},
                            {"raise", "1.5", "12.25", "143.5879262908834490701464628"},
                            {"raise", "0.02", "3.7", "0.0000005173816052618859265189569274"},
                            {"raise", "7", "-1.5", "0.05399492471560388960207379089"}}) {
    EXPECT_EQ(computed(row), row.result) << row.function << " " << row.a << " " << row.b;
  }
}

TEST(Elementary, IsExactWhereTheResultIs) {
  for (const Figure& row : {Figure{"exponential", "0", "", "1"},
                            {"exponential", "0.00", "", "1"},
                            {"logarithm", "1", "", "0"},
                            {"logarithm", "1.000", "", "0"},
                            {"logarithm", "16", "2", "4"},
                            {"logarithm", "1000", "10", "3"},
                            {"logarithm", "125", "5", "3"},
                            {"logarithm", "0.001", "10", "-3"},
                            {"logarithm", "2", "4", "0.5"},
                            {"logarithm", "8", "0.5", "-3"},
                            {"square_root", "81", "", "9"},
                            {"square_root", "0", "", "0"},
                            {"square_root", "0.0625", "", "0.25"},
                            {"square_root", "1e-60", "", "0.000000000000000000000000000001"},
                            {"raise", "2", "10", "1024"},
                            {"raise", "2.5", "2", "6.25"},
                            {"raise", "-2", "3", "-8"},
                            {"raise", "2", "-1", "0.5"},
                            {"raise", "-2", "-2", "0.25"},
                            {"raise", "0", "0", "1"},
                            {"raise", "0", "0.5", "0"},
                            {"raise", "4", "0.5", "2"},
                            {"raise", "8", "0.3333333333333333333333333333", "2"},
                            {"raise", "1", "1000000000000000000", "1"},
                            {"raise", "-1", "1000000000000000001", "-1"}}) {
    EXPECT_EQ(computed(row), row.result) << row.function << " " << row.a << " " << row.b;
  }
}

TEST(Elementary, IsNothingOutsideItsDomainAndRange) {
  for (const Figure& row : {Figure{"logarithm", "0", "", ""},
                            {"logarithm", "-1", "", ""},
                            {"logarithm", "2", "1", ""},
                            {"logarithm", "2", "0", ""},
                            {"logarithm", "2", "-3", ""},
                            {"logarithm", "0", "10", ""},
                            {"square_root", "-1", "", ""},
                            {"exponential", "88", "", ""},
                            {"exponential", "-200", "", ""},
                            {"exponential", "99999999999999999999999999999999999999", "", ""},
                            {"exponential", "-99999999999999999999999999999999999999", "", ""},
                            {"raise", "-1", "0.5", ""},
                            {"raise", "0", "-1", ""},
                            {"raise", "0", "-0.5", ""},
                            {"raise", "10", "38", ""},
                            {"raise", "10", "9223372036854775807", ""},
                            {"raise", "10", "60000.5", ""},
                            {"raise", "2", "99999999999999999999", ""}}) {
    EXPECT_EQ(computed(row), "nothing") << row.function << " " << row.a << " " << row.b;
  }
}

// |a - b| is below 10^-digits of a, and of 1.
bool close(const std::optional<Decimal>& a, const std::optional<Decimal>& b, const char* relative) {
  if (!a || !b) return false;
  const Decimal difference = subtract(*a, *b).value();
  const Decimal size = compare(*a, Decimal(1)) > 0 ? *a : Decimal(1);
  const Decimal limit = multiply(size, number(relative)).value();
  return compare(difference, limit) < 0 && compare(difference, limit.negate()) > 0;
}

TEST(Elementary, ObeysTheLaws) {
  std::mt19937_64 engine(3);
  for (int i = 0; i < 300; ++i) {
    const Decimal x =
        divide(Decimal(static_cast<std::int64_t>(1 + engine() % 1'000'000)), Decimal(static_cast<std::int64_t>(1 + engine() % 1'000))).value();
    const Decimal y = divide(Decimal(static_cast<std::int64_t>(1 + engine() % 4'000)), Decimal(static_cast<std::int64_t>(1'000))).value();
    EXPECT_TRUE(close(exponential(*logarithm(x)), x, "1e-25")) << x.text();
    EXPECT_TRUE(close(multiply(*square_root(x), *square_root(x)), x, "1e-25")) << x.text();
    EXPECT_TRUE(close(raise(x, number("0.5")), square_root(x), "1e-25")) << x.text();
    EXPECT_TRUE(close(raise(x, y), exponential(*multiply(*logarithm(x), y)), "1e-24")) << x.text() << " " << y.text();
    EXPECT_TRUE(close(logarithm(*multiply(x, x)), *multiply(*logarithm(x), Decimal(2)), "1e-25")) << x.text();
    EXPECT_TRUE(close(multiply(*exponential(y), *exponential(y.negate())), Decimal(1), "1e-25")) << y.text();
  }
}

}  // namespace
}  // namespace caseway::fhirpath
