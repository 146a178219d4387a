// What kind of value a text looks like: said of a cell that is refused, and counted in the shape of a file (shape.h). Never the value itself.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::mapping {

enum class ValueKind : std::uint8_t { nothing, date, time, number, yes_no, phone, email, code, word, text };
constexpr std::size_t kValueKinds = 10;

//   date    three numbers apart by - / or ., perhaps with a time of day behind them         phone   seven digits or more, and + ( ) - . or spaces
//   code    one word with a digit in it                                                     word    letters, perhaps with - and '
CASEWAY_API ValueKind kind_of(std::string_view text);
CASEWAY_API std::string_view kind_name(ValueKind kind);   // "date", "yes_no": in files
std::string_view kind_one(ValueKind kind);                // "a date"
CASEWAY_API std::string_view kind_many(ValueKind kind);   // "dates"
CASEWAY_API ValueKind named_kind(std::string_view name);  // the inverse of kind_name; `nothing` for what is none

ValueKind kind_expected(std::string_view issue);  // by a converter that raises this issue; `nothing`: any text

// "a date belongs here, and this looks like a phone number": for a text that a converter with this issue refuses.
std::string misplaced(std::string_view text, std::string_view issue);

// Two numbers of a date whose order people disagree about: 03/14/2026. Not of dates that begin with their year.
struct DayAndMonth {
  unsigned first = 0;  // 0: not such a date
  unsigned second = 0;
};
CASEWAY_API DayAndMonth day_and_month(std::string_view text);

}  // namespace caseway::mapping
