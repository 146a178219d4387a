// The words of an expression. Spec: https://hl7.org/fhirpath/N1/grammar.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::fhirpath {

struct Token {
  enum class Kind : std::uint8_t { end, word, quoted_word, string, integer, decimal, date, date_time, time, symbol };
  Kind kind = Kind::end;
  std::size_t at = 0;
  std::string text;  // without quotes and with its escapes resolved; literals of time without @

  bool is(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
  bool is_word(std::string_view word) const { return kind == Kind::word && text == word; }
};

// All of them, an `end` last. Throws Fault fhirpath.syntax. Linear.
std::vector<Token> tokens(std::string_view text);

}  // namespace caseway::fhirpath
