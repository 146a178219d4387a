#include "bench/synthetic_json.h"

#include <algorithm>
#include <cstdio>

namespace caseway::bench {

namespace {

void append_unit(std::string& out, unsigned unit) {
  char digits[7];
  std::snprintf(digits, sizeof digits, "\\u%04x", unit);
  out += digits;
}

void append_escaped(std::string& out, char32_t c) {
  if (c >= 0x10000) {
    append_unit(out, 0xD800 + static_cast<unsigned>((c - 0x10000) >> 10));
    append_unit(out, 0xDC00 + static_cast<unsigned>((c - 0x10000) & 0x3FF));
  } else {
    append_unit(out, static_cast<unsigned>(c));
  }
}

// The character at `at` of valid UTF-8, and how many bytes it has.
std::pair<char32_t, std::size_t> decode(std::string_view utf8, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[at + i])); };
  if (byte(0) < 0xE0) return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (byte(0) < 0xF0) return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4};
}

}  // namespace

std::string SyntheticJson::object(std::vector<Member> members) {
  std::shuffle(members.begin(), members.end(), random_);
  std::string text = "{";
  for (const auto& [key, value] : members) {
    if (value.empty()) continue;
    if (text.size() > 1) text += ',';
    text.append(1, '"').append(key).append("\":").append(value);
  }
  return text + '}';
}

std::string SyntheticJson::list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text.append(text.empty() ? "[" : ",").append(item);
  return text + ']';
}

std::string SyntheticJson::text(std::string_view utf8) {
  const bool escape_all = below(4) == 0;
  std::string out = "\"";
  for (std::size_t at = 0; at < utf8.size();) {
    const char c = utf8[at];
    if (static_cast<unsigned char>(c) >= 0x80 && escape_all) {
      const auto [character, bytes] = decode(utf8, at);
      append_escaped(out, character);
      at += bytes;
      continue;
    }
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    ++at;
  }
  return out + '"';
}

std::string SyntheticJson::decimal(std::size_t whole_below, int digits) {
  std::string text = std::to_string(below(whole_below));
  if (digits > 0) text += '.';
  for (int i = 0; i < digits; ++i) text += static_cast<char>('0' + below(10));
  return text;
}

std::string SyntheticJson::id() {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  std::string text(kForm);
  for (char& c : text) {
    if (c == 'x') c = "0123456789abcdef"[below(16)];
  }
  return text;
}

std::string SyntheticJson::moment(int day, int minute) const {
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d-05:00", 2015 + day / 336 % 11, 1 + day / 28 % 12, 1 + day % 28, minute / 60 % 24,
                minute % 60, day % 60);
  return text;
}

std::string SyntheticJson::period(int day, int minute, int minutes) {
  return object({{"start", text(moment(day, minute))}, {"end", text(moment(day, minute + minutes))}});
}

std::string SyntheticJson::coding(const Code& code) {
  return object({{"system", text(code.system)}, {"code", text(code.code)}, {"display", text(code.display)}});
}

std::string SyntheticJson::concept_of(const Code& code) { return object({{"coding", list({coding(code)})}, {"text", text(code.display)}}); }

std::string SyntheticJson::quantity(const std::string& value, std::string_view unit) {
  return object({{"value", value}, {"unit", text(unit)}, {"system", text("http://unitsofmeasure.org")}, {"code", text(unit)}});
}

std::string SyntheticJson::money(std::size_t whole_below) { return object({{"value", decimal(whole_below, 2)}, {"currency", text("USD")}}); }

std::string SyntheticJson::reference(std::string_view to, std::string_view display) {
  return object({{"reference", text("urn:uuid:" + std::string(to))}, {"display", display.empty() ? std::string() : text(display)}});
}

std::string SyntheticJson::identifier(std::string_view system, std::string_view value) {
  return object({{"system", text(system)}, {"value", text(value)}});
}

std::string SyntheticJson::narrative(std::string_view title, const std::vector<std::pair<std::string_view, std::string>>& rows) {
  std::string div =
      "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p><b>" + std::string(title) + "</b> &#8211; R&amp;D café, &lt; 1 page</p><table class=\"grid\">";
  for (const auto& [name, value] : rows) div.append("<tr><th>").append(name).append("</th><td>").append(value).append("</td></tr>\n");
  return object({{"status", text("generated")}, {"div", text(div + "</table></div>")}});
}

}  // namespace caseway::bench
