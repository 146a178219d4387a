// How values must be written where their spelling decides whether JSON or XML can hold them. Formats beyond that (dates, codes, ids) are
// validate.h's.
#pragma once

#include <string_view>

#include "fhir/model.h"

namespace caseway::fhir {

// How JSON writes a value of a primitive type.
enum class JsonForm : std::uint8_t { string, boolean, number };
JsonForm json_form(Primitive type);

// A decimal as both JSON and FHIR write it: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?  https://hl7.org/fhir/R4/datatypes.html#decimal
bool is_decimal(std::string_view text);
// 0|-?[1-9][0-9]* within 32 bits, and at least `lowest`. https://hl7.org/fhir/R4/datatypes.html#integer
bool is_integer(std::string_view text, std::int64_t lowest = INT32_MIN);
// Whether a boolean, integer or decimal of that type is written as it must be; true for every other type.
bool is_written_well(Primitive type, std::string_view text);

// Whether there is a character that XML 1.0 and FHIR forbid: U+0000-001F except tab, line feed and carriage return, U+FFFE, U+FFFF.
// `text` is UTF-8. https://www.w3.org/TR/xml/#charsets
bool has_forbidden_character(std::string_view text);

}  // namespace caseway::fhir
