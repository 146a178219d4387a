#include "validation/check_digit.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace caseway::validation {
namespace {

using Table = std::array<std::array<int, 10>, 10>;

// The dihedral group of order 10: turning and turning over a pentagon.
constexpr Table kProducts = [] {
  Table table{};
  for (int a = 0; a < 10; ++a) {
    for (int b = 0; b < 10; ++b) {
      const int turned = a < 5 ? (a % 5 + b % 5) % 5 : (a % 5 - b % 5 + 5) % 5;
      table[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] = turned + ((a < 5) == (b < 5) ? 0 : 5);
    }
  }
  return table;
}();

// Row i is the permutation 1 5 7 6 2 8 3 0 9 4, applied i times.
constexpr std::array<std::array<int, 10>, 8> kPermutations = [] {
  constexpr std::array<int, 10> once = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  std::array<std::array<int, 10>, 8> table{};
  for (int digit = 0; digit < 10; ++digit) {
    int to = digit;
    for (auto& row : table) {
      row[static_cast<std::size_t>(digit)] = to;
      to = once[static_cast<std::size_t>(to)];
    }
  }
  return table;
}();

bool are_digits(std::string_view text) {
  return text.size() >= 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool luhn_holds(std::string_view digits) {
  if (!are_digits(digits)) return false;
  int sum = 0;
  bool twice = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int value = (*c - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool verhoeff_holds(std::string_view digits) {
  if (!are_digits(digits)) return false;
  int product = 0;
  std::size_t place = 0;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, ++place) {
    const int permuted = kPermutations[place % kPermutations.size()][static_cast<std::size_t>(*c - '0')];
    product = kProducts[static_cast<std::size_t>(product)][static_cast<std::size_t>(permuted)];
  }
  return product == 0;
}

}  // namespace caseway::validation
