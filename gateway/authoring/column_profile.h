// What the values of a column look like, in numbers: how many, how many different ones, which forms they all have. Of the values themselves nothing
// is kept but, where a caller may have them, a few short ones that repeat (codes).
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/table.h"

namespace caseway::authoring {

struct ColumnProfile {
  std::string name;        // as the header spells it
  std::size_t rows = 0;    // below the header
  std::size_t filled = 0;  // with a value
  std::size_t different = 0;
  std::size_t longest = 0;              // in characters
  std::vector<std::string> dates;       // the date forms that every value has
  bool also_iso = false;                // but for some that are YYYY-MM-DD
  std::vector<std::string> date_times;  // the same with a time of day
  bool zoneless = false;                // they have no time zone
  bool day_first = false;               // a day above 12 says so; neither: day and month could be swapped
  bool month_first = false;
  bool yes_no = false, whole = false, number = false, phone = false, token = false;  // every value is one
  std::size_t digits = 0;                                                            // every value has so many digits, and some begin with a zero
  std::set<std::string> codes;                                                       // the different values where they are short and few
  bool unique() const { return rows > 0 && filled == rows && different == rows; }
  bool coded() const { return !codes.empty(); }
};

constexpr std::size_t kMostCodes = 20;
constexpr std::size_t kLongestCode = 20;

ColumnProfile profile_of(const formats::Table& table, std::size_t header, std::size_t column);

// "43 values, 5 different ones, at most 12 characters long": for people, without any value.
std::string in_numbers(const ColumnProfile& profile);

}  // namespace caseway::authoring
