#include "validation/package_scan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "formats/encoding.h"

namespace caseway::validation {
namespace {

constexpr std::size_t kEnd = std::string_view::npos;
constexpr std::size_t kUnit = 6;  // characters of \uXXXX

// Characters at which a nested value changes: everything else is passed over.
constexpr auto kStructural = [] {
  std::array<bool, 256> table{};
  for (char c : {'"', '{', '}', '[', ']'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

std::size_t skip_space(std::string_view json, std::size_t at) { return json.find_first_not_of(" \t\r\n", at); }

// From an opening quote to behind the closing one; kEnd when there is none.
std::size_t skip_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size(); ++at) {
    if (json[at] == '"') return at + 1;
    if (json[at] == '\\') ++at;
  }
  return kEnd;
}

std::size_t skip_nested(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  while (at < json.size()) {
    const char c = json[at];
    if (!kStructural[static_cast<unsigned char>(c)]) {
      ++at;
    } else if (c == '"') {
      at = skip_string(json, at);
    } else {
      ++at;
      depth += c == '{' || c == '[' ? 1 : static_cast<std::size_t>(-1);
      if (depth == 0) return at;
    }
  }
  return kEnd;
}

std::size_t skip_value(std::string_view json, std::size_t at) {
  if (json[at] == '"') return skip_string(json, at);
  if (json[at] == '{' || json[at] == '[') return skip_nested(json, at);
  return json.find_first_of(",}", at);
}

// The UTF-16 unit of an escape with four digits at `at`; 0 when there is none.
char32_t unit_at(std::string_view text, std::size_t at) {
  std::uint16_t unit = 0;
  if (text.size() < at + kUnit || text[at] != '\\' || text[at + 1] != 'u') return 0;
  std::from_chars(text.data() + at + 2, text.data() + at + kUnit, unit, 16);
  return unit;
}

// The characters of a string's inside, which has escapes. Half of a surrogate pair is left out: the parser will refuse it.
std::string unescape(std::string_view text) {
  constexpr std::string_view kNames = "bfnrt";
  constexpr std::string_view kValues = "\b\f\n\r\t";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at++];
    } else if (text[at + 1] != 'u') {
      const std::size_t name = kNames.find(text[at + 1]);
      out += name == kEnd ? text[at + 1] : kValues[name];
      at += 2;
    } else {
      const char32_t unit = unit_at(text, at);
      const char32_t low = unit_at(text, at + kUnit);
      const bool pair = unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000;
      const char32_t character = pair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit;
      if (pair || unit < 0xd800 || unit > 0xdfff) formats::append_utf8(out, character);
      at += pair ? 2 * kUnit : kUnit;
    }
  }
  return out;
}

struct Member {
  std::string_view key;
  std::string ResourceHead::*value;
};
constexpr std::array<Member, 3> kMembers = {
    {{"resourceType", &ResourceHead::type}, {"url", &ResourceHead::url}, {"version", &ResourceHead::version}}};

std::string_view inside(std::string_view json, std::size_t begin, std::size_t end) { return json.substr(begin + 1, end - begin - 2); }

}  // namespace

bool scan_resource(std::string_view json, ResourceHead& head) {
  head = {};
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  std::size_t at = skip_space(json, 0);
  if (at == kEnd || json[at] != '{') return false;
  at = skip_space(json, at + 1);
  std::size_t known = 0;
  while (at != kEnd && json[at] == '"' && known < kMembers.size()) {
    const std::size_t key_end = skip_string(json, at);
    const std::size_t colon = key_end == kEnd ? kEnd : skip_space(json, key_end);
    const std::size_t value = colon == kEnd || json[colon] != ':' ? kEnd : skip_space(json, colon + 1);
    const std::size_t value_end = value == kEnd ? kEnd : skip_value(json, value);
    if (value_end == kEnd) return false;
    for (const Member& member : kMembers) {
      if (inside(json, at, key_end) != member.key || json[value] != '"') continue;
      head.*member.value = unescape(inside(json, value, value_end));
      ++known;
    }
    const std::size_t comma = skip_space(json, value_end);
    at = comma == kEnd || json[comma] != ',' ? comma : skip_space(json, comma + 1);
  }
  return at != kEnd;
}

}  // namespace caseway::validation
