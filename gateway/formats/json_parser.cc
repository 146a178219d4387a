#include "formats/json_parser.h"

#include <algorithm>
#include <cstring>

#include "formats/encoding.h"
#include "formats/json_scan.h"

namespace caseway::formats {
namespace {

constexpr const char* kValue =
    "A JSON value is expected here: an object, array, string, number, true, false or null. Comments and trailing commas are not JSON.";
constexpr const char* kKey = "A key in double quotes is expected here. Look for a trailing comma, a comment or a key without quotes.";
constexpr const char* kColon = "A colon is missing between a key and its value.";
constexpr const char* kObjectEnd = "A comma or the closing brace of an object is missing; the document may be cut off.";
constexpr const char* kArrayEnd = "A comma or the closing bracket of an array is missing; the document may be cut off.";
constexpr const char* kStringEnd = "A string has no closing quotation mark; the document may be cut off, or holds a NUL character.";
constexpr const char* kControl = "A string holds a raw control character; a line break or tab must be written \\n or \\t.";
constexpr const char* kEscape = "A string holds an escape that JSON does not know.";
constexpr const char* kHex = "\\u in a string must be followed by four hexadecimal digits.";
constexpr const char* kFraction = "A number has a decimal point without digits after it.";
constexpr const char* kExponent = "A number has an exponent sign without digits after it.";
constexpr const char* kBehind = "There is something after the end of the JSON document. Send one document per file.";
constexpr const char* kHalfPair = "A string holds half of a surrogate pair (\\uD800 to \\uDFFF alone), which is no character.";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a letter after a backslash stands for; 0 for none and for u.
char escaped(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

// The number that four hexadecimal digits write, or -1.
int hex4(const char* at, const char* end) {
  if (end - at < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    const char letter = static_cast<char>(c | 0x20);
    if (!is_digit(c) && !(letter >= 'a' && letter <= 'f')) return -1;
    value = value << 4 | (is_digit(c) ? c - '0' : letter - 'a' + 10);
  }
  return value;
}

}  // namespace

JsonParser::JsonParser(std::string_view bytes, std::size_t begin, JsonHandler& handler, const Limits& limits, Issues& issues)
    : bytes_(bytes), at_(bytes.data() + begin), end_(bytes.data() + bytes.size()), handler_(handler), limits_(limits), issues_(issues) {}

bool JsonParser::run() {
  skip_space();
  if (at_ == end_) return issues_.add(Severity::fatal, "json.empty", {}, "The document is empty."), false;
  if (!value()) return false;
  while (!open_.empty()) {
    skip_space();
    if (!(open_.back() == '{' ? next_member() : next_item())) return false;
  }
  skip_space();
  return at_ == end_ || wrong(at_, kBehind);
}

void JsonParser::skip_space() { at_ = skip_json_space(at_, end_); }

bool JsonParser::value() {
  switch (peek()) {
    case '"':
      return string_value();
    case '{':
      return open('{', &JsonHandler::start_object);
    case '[':
      return open('[', &JsonHandler::start_array);
    case 't':
      return literal("true") && handler_.boolean(true, here() - 4);
    case 'f':
      return literal("false") && handler_.boolean(false, here() - 5);
    case 'n':
      return literal("null") && handler_.null(here() - 4);
    default:
      return number();
  }
}

bool JsonParser::next_member() {
  if (peek() == '}') return close_object();
  if (!first_) {
    if (peek() != ',') return wrong(at_, kObjectEnd);
    ++at_;
    skip_space();
  }
  first_ = false;
  if (!key()) return false;
  skip_space();
  if (peek() != ':') return wrong(at_, kColon);
  ++at_;
  skip_space();
  return value();
}

bool JsonParser::next_item() {
  if (peek() == ']') return close_array();
  if (!first_) {
    if (peek() != ',') return wrong(at_, kArrayEnd);
    ++at_;
    skip_space();
  }
  first_ = false;
  return value();
}

bool JsonParser::open(char bracket, bool (JsonHandler::*event)(std::size_t)) {
  if (open_.size() >= limits_.depth) {
    return refuse("limit.depth", at_, "Objects and arrays are nested more than " + std::to_string(limits_.depth) + " deep.");
  }
  if (!count(at_)) return false;
  if (bracket == '{') keys_.open();
  open_.push_back(bracket);
  first_ = true;
  const std::size_t offset = here();
  ++at_;
  return (handler_.*event)(offset);
}

bool JsonParser::close_object() {
  const std::size_t twice = keys_.close();
  if (twice != JsonKeys::kNone) {
    return refuse("json.duplicate_key", bytes_.data() + twice, "An object has the same key twice; which value counts would be a guess. Remove one.");
  }
  open_.pop_back();
  first_ = false;
  return handler_.end_object(offset(at_++));
}

bool JsonParser::close_array() {
  open_.pop_back();
  first_ = false;
  return handler_.end_array(offset(at_++));
}

bool JsonParser::literal(std::string_view word) {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return wrong(at_, kValue);
  if (!count(at_)) return false;
  at_ += word.size();
  return true;
}

bool JsonParser::take_digits() {
  const char* const from = at_;
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return at_ != from;
}

bool JsonParser::number() {
  const char* const from = at_;
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
  } else if (!take_digits()) {
    return wrong(at_, kValue);
  }
  if (peek() == '.') {
    ++at_;
    if (!take_digits()) return wrong(at_, kFraction);
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!take_digits()) return wrong(at_, kExponent);
  }
  const std::string_view text(from, static_cast<std::size_t>(at_ - from));
  if (text.size() > limits_.number_chars) {
    return refuse("limit.number_chars", from,
                  "A number has more than " + std::to_string(limits_.number_chars) + " characters. Correct it at the sender.");
  }
  return count(from) && handler_.number(text, offset(from));
}

bool JsonParser::string_value() {
  const char* const from = at_;
  std::string_view text;
  if (!string(text)) return false;
  if (text.size() > limits_.string_bytes) {
    return refuse("limit.string_bytes", from,
                  "A text has more than " + std::to_string(limits_.string_bytes) + " bytes. Send it as a file of its own.");
  }
  return count(from) && handler_.string(text, offset(from));
}

bool JsonParser::key() {
  const char* const from = at_;
  if (peek() != '"') return wrong(at_, kKey);
  std::string_view text;
  if (!string(text)) return false;
  if (text.size() > limits_.name_bytes) {
    return refuse("limit.name_bytes", from, "A key has more than " + std::to_string(limits_.name_bytes) + " bytes.");
  }
  if (!keys_.add(text, offset(from))) {
    return refuse("json.duplicate_key", from, "An object has the same key twice; which value counts would be a guess. Remove one.");
  }
  return handler_.key(text, offset(from));
}

bool JsonParser::string(std::string_view& text) {
  const char* const from = ++at_;
  const char* escape = nullptr;
  for (at_ = find_string_end(at_, end_); at_ != end_ && *at_ == '\\'; at_ = find_string_end(at_, end_)) {
    if (escape == nullptr) escape = at_;
    at_ += std::min<std::ptrdiff_t>(2, end_ - at_);
  }
  if (at_ == end_) return wrong(at_, kStringEnd);
  if (*at_ != '"') return wrong(at_, kControl);
  text = {from, static_cast<std::size_t>(at_ - from)};
  const char* const string_end = at_++;
  return escape == nullptr || unescape(escape, string_end, text);
}

// `text` becomes itself with its escapes read, the first of which is at `escape`.
bool JsonParser::unescape(const char* escape, const char* string_end, std::string_view& text) {
  char* const begin = room(text.size());
  char* to = begin;
  for (const char* from = text.data();;) {
    std::memcpy(to, from, static_cast<std::size_t>(escape - from));
    to += escape - from;
    if (escape == string_end) break;
    from = escape + 2;
    if (const char c = escaped(escape[1]); c != '\0') {
      *to++ = c;
    } else if (escape[1] == 'u') {
      char32_t c32 = 0;
      from = escape;
      if (!code_point(from, string_end, c32)) return false;
      to = write_utf8(to, c32);
    } else {
      return wrong(escape, kEscape);
    }
    const void* const next = std::memchr(from, '\\', static_cast<std::size_t>(string_end - from));
    escape = next != nullptr ? static_cast<const char*>(next) : string_end;
  }
  text = {begin, static_cast<std::size_t>(to - begin)};
  room_ += text.size();
  room_left_ -= text.size();
  return true;
}

// Reads \uXXXX, or the two of a surrogate pair.
bool JsonParser::code_point(const char*& at, const char* end, char32_t& c) {
  const char* const escape = at;
  const int first = hex4(at + 2, end);
  if (first < 0) return wrong(escape, kHex);
  at += 6;
  c = static_cast<char32_t>(first);
  if (first < 0xD800 || first > 0xDFFF) return true;
  const bool pair = first < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u';
  const int second = pair ? hex4(at + 2, end) : 0;
  if (second < 0) return wrong(at, kHex);
  if (second < 0xDC00 || second > 0xDFFF) return refuse("json.utf8", escape, kHalfPair);
  at += 6;
  c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<char32_t>(second) - 0xDC00);
  return true;
}

char* JsonParser::room(std::size_t bytes) {
  constexpr std::size_t kRoom = 64u << 10;
  if (room_left_ < bytes) {
    room_left_ = std::max(bytes, kRoom);
    rooms_.push_back(std::make_unique_for_overwrite<char[]>(room_left_));
    room_ = rooms_.back().get();
  }
  return room_;
}

bool JsonParser::count(const char* at) {
  if (++nodes_ <= limits_.nodes) return true;
  return refuse("limit.nodes", at, "The document has more than " + std::to_string(limits_.nodes) + " values. Send it in parts.");
}

bool JsonParser::refuse(const char* id, const char* at, std::string text) {
  const Position place = position_of(bytes_, offset(at));
  issues_.add(Severity::fatal, id, {{}, place.line, place.column}, std::move(text));
  return false;
}

}  // namespace caseway::formats
