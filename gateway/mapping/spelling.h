// Small questions about words: white space around them, how a header may be spelled, what somebody probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"

namespace caseway::mapping {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
CASEWAY_API std::string_view trimmed(std::string_view text);  // without white space and marks that nobody sees at both ends
std::string_view unquoted(std::string_view text);             // trimmed, without the quotes around it
std::vector<std::string_view> split_outside_brackets(std::string_view text, std::string_view separator);
CASEWAY_API std::string normalised_header(std::string_view text);  // lower case, without white space, marks that nobody sees, `_` and `-`
CASEWAY_API std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);  // "; did you mean birthDate?", or ""
bool is_token(std::string_view text);                                                                   // not empty, no white space
CASEWAY_API std::size_t characters(std::string_view utf8);                                              // code points
CASEWAY_API std::string_view first_characters(std::string_view utf8, std::size_t n);

}  // namespace caseway::mapping
