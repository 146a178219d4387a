// Characters of UTF-8 text. What is no UTF-8 counts byte by byte; readers let none in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::fhirpath {

std::size_t character_bytes(std::string_view text, std::size_t byte);         // of the character that begins there; at least 1
std::uint32_t character_at(std::string_view text, std::size_t byte);          // its code point
std::size_t characters(std::string_view text);                                // how many
std::size_t byte_of_character(std::string_view text, std::size_t character);  // where it begins; the size when there are not as many
void append_character(std::string& out, std::uint32_t code_point);

// By Unicode's simple mappings, whatever the locale of the process is.
std::uint32_t lower_case(std::uint32_t code_point);
std::uint32_t upper_case(std::uint32_t code_point);

}  // namespace caseway::fhirpath
