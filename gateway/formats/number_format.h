// What a spreadsheet's number formats say of a number: that it is a date, a time of day, or an identifier with zeros in front.
//
//   spec  ECMA-376 part 1, 18.8.30 numFmt (built-in formats 0 to 49, and the date formats 27 to 36 and 50 to 58 of East Asian editions)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::formats {

enum class Shows : std::uint8_t { number, date, time, date_time, elapsed };  // elapsed: hours that may be more than a day's, as [h]:mm

Shows shows(std::string_view format);  // of its first section: quoted texts, colours and locales say nothing
Shows shows_builtin(std::uint32_t id);

// The format when it asks for nothing but digits and what stands between them ("00000", "000-00-0000"), without quotes and escapes; else "".
std::string digit_format(std::string_view format);
// "1234" by "00000" is "01234"; false when the number is no whole one or does not fit.
bool fill_digits(std::string_view format, std::string_view number, std::string& out);

// A number in full: without exponent, with 15 digits at most. `exact` becomes false when the number has more digits than the spreadsheet keeps.
// False when the text is no number.
bool number_text(std::string_view raw, std::string& out, bool& exact);

// A serial number as "2026-11-21", "14:30:00" or "2026-11-21T14:30:00"; false when there is no such day. `hidden`: a date whose time of day the
// format does not show.
bool date_text(double serial, bool since_1904, Shows what, std::string& out, bool& hidden);

}  // namespace caseway::formats
