// UTF-8 as bytes of another encoding: the inverse of to_utf8().
#include "formats/encoding.h"
#include "formats/windows_1252.h"

namespace caseway::formats {
namespace {

// The code point at `at`, which is moved behind it. The text is well-formed.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int trails = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t c = lead & (0x3Fu >> trails);
  for (int i = 0; i < trails; ++i) c = c << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  return c;
}

void append_unit(std::string& out, char32_t unit, bool big_endian) {
  const char high = static_cast<char>(unit >> 8);
  const char low = static_cast<char>(unit & 0xFF);
  (out += big_endian ? high : low) += big_endian ? low : high;
}

void append_utf16(std::string& out, char32_t c, bool big_endian) {
  if (c < 0x10000) return append_unit(out, c, big_endian);
  append_unit(out, 0xD800 + ((c - 0x10000) >> 10), big_endian);
  append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF), big_endian);
}

bool append_single_byte(std::string& out, char32_t c, bool windows) {
  const bool controls = c >= 0x80 && c < 0xA0;
  if (c < 0x100 && !(windows && controls)) return out += static_cast<char>(c), true;
  for (std::size_t i = 0; windows && i < kWindows1252.size(); ++i)
    if (kWindows1252[i] == c && c != 0) return out += static_cast<char>(0x80 + i), true;
  return false;
}

}  // namespace

bool from_utf8(std::string_view text, std::string_view encoding, std::string& out) {
  out.clear();
  if (!is_utf8(text)) return false;
  if (encoding == "utf-8") return out.assign(text), true;
  const bool utf16 = encoding == "utf-16le" || encoding == "utf-16be";
  const bool windows = encoding == "windows-1252";
  const bool ascii = encoding == "us-ascii";
  if (!utf16 && !windows && !ascii && encoding != "iso-8859-1") return false;
  if (utf16) append_unit(out, 0xFEFF, encoding == "utf-16be");
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_code_point(text, at);
    if (utf16)
      append_utf16(out, c, encoding == "utf-16be");
    else if ((ascii && c >= 0x80) || !append_single_byte(out, c, windows))
      return false;
  }
  return true;
}

}  // namespace caseway::formats
