// Decimals: exact text in and out, arithmetic with its edges, and laws over random numbers.
#include "fhirpath/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace caseway::fhirpath {
namespace {

Decimal number(std::string_view text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal());
}

std::string shown(const std::optional<Decimal>& value) { return value ? value->text() : "nothing"; }

TEST(Decimal, KeepsWhatIsWritten) {
  for (const char* text : {"0", "1", "-1", "1.50", "-0.001", "0.00", "12345678901234567890123456789012345678", "0.1234567890123456789012345678",
                           "0.000000000000000000000000000000000000000000000000000000000001"}) {
    EXPECT_EQ(number(text).text(), text);
  }
  EXPECT_EQ(number("+2").text(), "2");
  EXPECT_EQ(number("007").text(), "7");
  EXPECT_EQ(number("-0.0").text(), "0.0");
  EXPECT_EQ(number("1e3").text(), "1000");
  EXPECT_EQ(number("1.50e1").text(), "15.0");
  EXPECT_EQ(number("1e-22").text(), "0.0000000000000000000001");
  EXPECT_EQ(number("1E+2").text(), "100");
  EXPECT_EQ(number("0e999").text(), "0");
}

TEST(Decimal, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "-",
                           "+",
                           ".",
                           "1.",
                           ".5",
                           "1..2",
                           "1.2.3",
                           "1e",
                           "1e+",
                           "1e-",
                           "1e+-2",
                           "e3",
                           "0x1",
                           " 1",
                           "1 ",
                           "1,5",
                           "--1",
                           "NaN",
                           "inf",
                           "123456789012345678901234567890123456789",
                           "1e38",
                           "1e99999",
                           "1e-61",
                           "1e-99999999999999999999"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, AddsAtTheFinerScale) {
  EXPECT_EQ(shown(add(number("1.50"), number("2.5"))), "4.00");
  EXPECT_EQ(shown(subtract(number("0.1"), number("0.3"))), "-0.2");
  EXPECT_EQ(shown(add(number("99999999999999999999999999999999999999"), Decimal(1))), "nothing");
  EXPECT_EQ(shown(add(number("99999999999999999999999999999999999999"), number("0.00"))), "99999999999999999999999999999999999999");
  EXPECT_EQ(shown(add(number("99999999999999999999999999999999999999"), number("0.5"))), "nothing");
}

TEST(Decimal, MultipliesExactlyWhereItFits) {
  EXPECT_EQ(shown(multiply(number("1.20"), number("1.8"))), "2.160");
  EXPECT_EQ(shown(multiply(number("-3"), number("0.5"))), "-1.5");
  EXPECT_EQ(shown(multiply(number("12345678901234567890"), number("12345678901234567890"))), "nothing");
  EXPECT_EQ(shown(multiply(number("30000000000000000000"), number("10000000000000000000"))), "nothing") << "past 2^127, where a sign would turn";
  EXPECT_EQ(shown(multiply(number("1.000000000000000000000000001"), number("1.000000000000000000000000001"))), "1.000000000000000000000000002");
  EXPECT_EQ(shown(multiply(number("10000000000000000000000000000"), number("0.00000000000000000000000001"))), "100.00000000000000000000000000");
}

TEST(Decimal, DividesToTheEndOrTo28Digits) {
  EXPECT_EQ(shown(divide(Decimal(1), Decimal(8))), "0.125");
  EXPECT_EQ(shown(divide(Decimal(6), Decimal(2))), "3");
  EXPECT_EQ(shown(divide(Decimal(1), Decimal(3))), "0.3333333333333333333333333333");
  EXPECT_EQ(shown(divide(Decimal(-2), Decimal(3))), "-0.6666666666666666666666666667");
  EXPECT_EQ(shown(divide(Decimal(200), Decimal(3))), "66.66666666666666666666666667");
  EXPECT_EQ(shown(divide(Decimal(1), Decimal(0))), "nothing");
  EXPECT_EQ(shown(divide(number("0.00"), number("7"))), "0");
  EXPECT_EQ(shown(divide(number("99999999999999999999999999999999999999"), number("0.1"))), "nothing");
  EXPECT_EQ(shown(divide(number("1e-60"), Decimal(10))), "nothing") << "not zero";
  EXPECT_EQ(shown(divide(number("12345678901234567890123456789012345678"), Decimal(7))), "1763668414462081127160493827001763668");
}

TEST(Decimal, DividesWhole) {
  EXPECT_EQ(shown(divide_whole(number("5.5"), number("0.7"))), "7");
  EXPECT_EQ(shown(divide_whole(Decimal(-7), Decimal(2))), "-3");
  EXPECT_EQ(shown(modulo(number("5.5"), number("0.7"))), "0.6");
  EXPECT_EQ(shown(modulo(Decimal(-7), Decimal(2))), "-1");
  EXPECT_EQ(shown(modulo(Decimal(7), Decimal(-2))), "1");
  EXPECT_EQ(shown(divide_whole(Decimal(7), number("0.0"))), "nothing");
  EXPECT_EQ(shown(modulo(Decimal(7), Decimal(0))), "nothing");
  EXPECT_EQ(shown(modulo(number("99999999999999999999999999999999999999"), number("1e-60"))), "0." + std::string(60, '0'));
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(compare(number("1.5"), number("1.50")), 0);
  EXPECT_EQ(compare(number("-1.5"), number("1.5")), -1);
  EXPECT_EQ(compare(number("99999999999999999999999999999999999999"), number("1e-60")), 1);
  EXPECT_EQ(compare(number("1e-60"), number("99999999999999999999999999999999999999")), -1);
  EXPECT_EQ(compare(number("-99999999999999999999999999999999999999"), number("-1e-60")), -1);
  EXPECT_EQ(compare(number("-99999999999999999999999999999999999999"), number("1e-60")), -1);
  EXPECT_EQ(compare(number("1e-60"), number("0.0")), 1);
}

TEST(Decimal, RoundsHalvesAwayFromZero) {
  EXPECT_EQ(shown(number("2.5").round(0)), "3");
  EXPECT_EQ(shown(number("-2.5").round(0)), "-3");
  EXPECT_EQ(shown(number("3.14159").round(3)), "3.142");
  EXPECT_EQ(shown(number("1.5").round(3)), "1.5");
  EXPECT_EQ(shown(number("1e-60").round(2)), "0.00");
  EXPECT_EQ(shown(number("1.5").round(-1)), "nothing");
  EXPECT_EQ(number("-1.56").truncate().text(), "-1");
  EXPECT_EQ(number("-1.56").floor().text(), "-2");
  EXPECT_EQ(number("-1.56").ceiling().text(), "-1");
  EXPECT_EQ(number("1.1").ceiling().text(), "2");
  EXPECT_EQ(number("-2.00").floor().text(), "-2");
}

TEST(Decimal, KnowsWhetherItIsWhole) {
  EXPECT_TRUE(number("2.00").whole());
  EXPECT_FALSE(number("2.01").whole());
  EXPECT_EQ(number("2.00").integer(), 2);
  EXPECT_EQ(number("-9223372036854775808").integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(number("9223372036854775808").integer());
  EXPECT_FALSE(number("2.5").integer());
  EXPECT_EQ(number("2.500").normal().text(), "2.5");
  EXPECT_EQ(number("100").normal().text(), "100");
}

struct Boundary {
  const char* value;
  int digits;
  const char* low;
  const char* high;
};

TEST(Decimal, BoundariesAreWhatTheDigitsStandFor) {
  for (const Boundary& row : {Boundary{"1.587", 8, "1.58650000", "1.58750000"},
                              {"1.587", 6, "1.586500", "1.587500"},
                              {"1.587", 2, "1.58", "1.59"},
                              {"1.587", 0, "1", "2"},
                              {"1.587", -1, "nothing", "nothing"},
                              {"1.587", 29, "nothing", "nothing"},
                              {"-1.587", 8, "-1.58750000", "-1.58650000"},
                              {"-1.587", 2, "-1.59", "-1.58"},
                              {"-1.587", 0, "-2", "-1"},
                              {"1", 8, "0.50000000", "1.50000000"},
                              {"1", 0, "0", "2"},
                              {"12.500", 4, "12.4995", "12.5005"},
                              {"120", 2, "119.50", "120.50"},
                              {"-120", 2, "-120.50", "-119.50"},
                              {"0.0034", 1, "0.0", "0.0"},
                              {"-0.0034", 1, "0.0", "0.0"},
                              {"0", 1, "-0.5", "0.5"},
                              {"0.0", 3, "-0.050", "0.050"}}) {
    EXPECT_EQ(shown(number(row.value).low_boundary(row.digits)), row.low) << row.value << " " << row.digits;
    EXPECT_EQ(shown(number(row.value).high_boundary(row.digits)), row.high) << row.value << " " << row.digits;
  }
}

// Random numbers of all sizes, with many short ones.
class Numbers {
 public:
  Decimal next() {
    std::string text = random() % 2 == 0 ? "-" : "";
    const auto digits = 1 + random() % (random() % 4 == 0 ? 19 : 6);
    for (std::uint64_t i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % 10);
    const auto fraction = random() % (random() % 4 == 0 ? 9 : 4);
    if (fraction > 0) text += '.';
    for (std::uint64_t i = 0; i < fraction; ++i) text += static_cast<char>('0' + random() % 10);
    return number(text);
  }

 private:
  std::uint64_t random() { return engine_(); }
  std::mt19937_64 engine_{20240517};
};

TEST(Decimal, ObeysTheLawsOfArithmetic) {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a = numbers.next();
    const Decimal b = numbers.next();
    const Decimal c = numbers.next();
    EXPECT_EQ(number(a.text()).text(), a.text());
    EXPECT_EQ(compare(*subtract(*add(a, b), b), a), 0);
    EXPECT_EQ(compare(*add(a, b), *add(b, a)), 0);
    EXPECT_EQ(compare(a, b), -compare(b, a));
    EXPECT_EQ(compare(a, b), compare(*subtract(a, b), Decimal()));
    EXPECT_EQ(shown(multiply(a, b)), shown(multiply(b, a)));
    const auto left = multiply(a, *add(b, c));
    const auto ab = multiply(a, b);
    const auto ac = multiply(a, c);
    const auto exact = [&](const auto& product, const Decimal& right) { return product && product->scale() == a.scale() + right.scale(); };
    if (exact(left, *add(b, c)) && exact(ab, b) && exact(ac, c)) {
      EXPECT_EQ(compare(*left, *add(*ab, *ac)), 0) << a.text() << " " << b.text() << " " << c.text();
    }
    if (!b.zero()) {
      const auto whole = divide_whole(a, b);
      const auto rest = modulo(a, b);
      EXPECT_EQ(compare(*add(*multiply(*whole, b), *rest), a), 0) << a.text() << " div " << b.text();
      const auto quotient = divide(a, b);
      const auto back = quotient ? multiply(*quotient, b) : std::nullopt;
      if (back) {
        EXPECT_TRUE(subtract(*back, a)->round(6)->zero()) << a.text() << " / " << b.text();
      }
    }
    EXPECT_LE(compare(a.floor(), a), 0);
    EXPECT_GE(compare(a.ceiling(), a), 0);
    EXPECT_LT(compare(*a.low_boundary(10), a), 0);
    EXPECT_GT(compare(*a.high_boundary(10), a), 0);
  }
}

TEST(Natural, DividesAndMultipliesBack) {
  std::mt19937_64 engine(7);
  const auto wide = [&](int words) {
    Natural result(0);
    for (int i = 0; i < words; ++i) {
      // Runs of ones and zeros reach the corrections of the long division.
      const std::uint64_t word = engine() % 3 == 0 ? ~std::uint64_t{0} : engine() % 3 == 0 ? 0 : engine();
      result = result * Natural(Unsigned128{1} << 64) + Natural(word);
    }
    return result;
  };
  for (int i = 0; i < 20'000; ++i) {
    const Natural a = wide(1 + static_cast<int>(engine() % 12));
    const Natural b = wide(1 + static_cast<int>(engine() % 8));
    if (b.zero()) continue;
    const Natural::Division division = divide(a, b);
    EXPECT_LT(compare(division.remainder, b), 0);
    EXPECT_EQ(compare(division.quotient * b + division.remainder, a), 0);
    EXPECT_EQ(compare(a + b - b, a), 0);
  }
}

TEST(Natural, SaysWhenItDoesNotFit) {
  const Natural large = Natural::power_of_ten(300);
  EXPECT_TRUE(large.fits());
  EXPECT_FALSE((large * large).fits());
  EXPECT_FALSE((large * large + Natural(1)).fits());
  EXPECT_FALSE(Natural::power_of_ten(309).fits());
  EXPECT_TRUE(Natural::power_of_ten(308).fits());
  EXPECT_FALSE(divide(large, Natural(0)).quotient.fits());
  EXPECT_FALSE(large.small());
  EXPECT_EQ(divide(Natural::power_of_ten(308), Natural::power_of_ten(307)).quotient.small(), Unsigned128{10});
}

}  // namespace
}  // namespace caseway::fhirpath
