#include "fhirpath/token.h"

#include <algorithm>
#include <array>

#include "fhirpath/fault.h"
#include "fhirpath/utf8.h"

namespace caseway::fhirpath {

namespace {

constexpr std::array<std::string_view, 4> kLongSymbols{"<=", ">=", "!=", "!~"};
constexpr std::string_view kSymbols = ".()[]{},+-*/&|=~<>%$";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> found;
    for (;;) {
      skip_space();
      found.push_back(next());
      if (found.back().kind == Token::Kind::end) return found;
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (c == '/' && peek(1) == '*') {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail("fhirpath.syntax", at_, "this comment has no end; close it with */");
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  Token next() {
    if (at_ == text_.size()) return {Token::Kind::end, at_, ""};
    const char c = text_[at_];
    if (starts_word(c)) return word();
    if (is_digit(c)) return number();
    if (c == '\'') return quoted(Token::Kind::string);
    if (c == '`' || c == '"') return quoted(Token::Kind::quoted_word);
    if (c == '@') return moment();
    for (const std::string_view symbol : kLongSymbols)
      if (text_.substr(at_, 2) == symbol) return take(Token::Kind::symbol, 2);
    if (kSymbols.find(c) == std::string_view::npos) fail("fhirpath.syntax", at_, "no part of FHIRPath begins with this character");
    return take(Token::Kind::symbol, 1);
  }

  Token take(Token::Kind kind, std::size_t length) {
    Token token{kind, at_, std::string(text_.substr(at_, length))};
    at_ += length;
    return token;
  }

  Token word() {
    std::size_t length = 1;
    while (starts_word(peek(length)) || is_digit(peek(length))) ++length;
    return take(Token::Kind::word, length);
  }

  std::size_t digits(std::size_t from) const {
    while (is_digit(peek(from))) ++from;
    return from;
  }

  Token number() {
    const std::size_t whole = digits(0);
    if (peek(whole) != '.' || !is_digit(peek(whole + 1))) return take(Token::Kind::integer, whole);
    return take(Token::Kind::decimal, digits(whole + 1));
  }

  // @2024-05-17T10:30:00.120+10:00, @2024T, @T14:30: what belongs to the literal; whether it is a moment that exists is the parser's question.
  Token moment() {
    const std::size_t start = at_++;
    std::size_t length = 0;
    Token::Kind kind = Token::Kind::time;
    if (peek() != 'T') {
      kind = Token::Kind::date;
      length = digits(0);
      for (int part = 0; part < 2 && peek(length) == '-' && is_digit(peek(length + 1)); ++part) length = digits(length + 1);
    }
    if (peek(length) == 'T') {
      if (kind == Token::Kind::date) kind = Token::Kind::date_time;
      length = digits(length + 1);
      while (peek(length) == ':' && is_digit(peek(length + 1))) length = digits(length + 1);
      if (peek(length) == '.' && is_digit(peek(length + 1))) length = digits(length + 1);
      if (peek(length) == 'Z') {
        ++length;
      } else if ((peek(length) == '+' || peek(length) == '-') && is_digit(peek(length + 1)) && peek(digits(length + 1)) == ':') {
        length = digits(digits(length + 1) + 1);
      }
    }
    Token token = take(kind, length);
    token.at = start;
    return token;
  }

  std::uint32_t code_unit() {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const int digit = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) fail("fhirpath.syntax", at_, "\\u wants four hexadecimal digits");
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
      ++at_;
    }
    return unit;
  }

  void unicode_escape(std::string& out) {
    const std::size_t start = at_;
    std::uint32_t c = code_unit();
    if (c >= 0xD800 && c < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
      at_ += 2;
      const std::uint32_t low = code_unit();
      if (low >= 0xDC00 && low < 0xE000) c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c >= 0xD800 && c < 0xE000) fail("fhirpath.syntax", start, "half of a surrogate pair is no character");
    append_character(out, c);
  }

  void escape(std::string& out) {
    constexpr std::string_view kNames = "'\"`\\/rntf";
    constexpr std::string_view kCharacters = "'\"`\\/\r\n\t\f";
    const char name = peek();
    ++at_;
    if (name == 'u') return unicode_escape(out);
    const std::size_t known = name == '\0' ? std::string_view::npos : kNames.find(name);
    if (known == std::string_view::npos) fail("fhirpath.syntax", at_ - 2, "FHIRPath has no such escape; a backslash itself is written \\\\");
    out += kCharacters[known];
  }

  Token quoted(Token::Kind kind) {
    Token token{kind, at_, ""};
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      const std::size_t plain = text_.find_first_of(std::string{quote, '\\'}, at_);
      token.text.append(text_.substr(at_, plain == std::string_view::npos ? plain : plain - at_));
      at_ = std::min(plain, text_.size());
      if (peek() == '\\') ++at_, escape(token.text);
    }
    if (at_ >= text_.size()) fail("fhirpath.syntax", token.at, std::string("no closing ") + quote + " for this one");
    ++at_;
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens(std::string_view text) { return Lexer(text).run(); }

}  // namespace caseway::fhirpath
