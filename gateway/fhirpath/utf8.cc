#include "fhirpath/utf8.h"

#include <algorithm>
#include <clocale>
#include <cwctype>

namespace caseway::fhirpath {

namespace {

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }
locale_t unicode() {
  static const locale_t kUnicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kUnicode;
}

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

std::size_t character_bytes(std::string_view text, std::size_t byte) {
  const unsigned char first = byte_at(text, byte);
  const std::size_t wanted = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::size_t length = 1;
  while (length < wanted && byte + length < text.size() && continues(byte_at(text, byte + length))) ++length;
  return length;
}

std::uint32_t character_at(std::string_view text, std::size_t byte) {
  const std::size_t length = character_bytes(text, byte);
  std::uint32_t c = byte_at(text, byte);
  if (length > 1) c &= 0x7Fu >> length;
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (byte_at(text, byte + i) & 0x3Fu);
  return c;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(static_cast<unsigned char>(c)); }));
}

std::size_t byte_of_character(std::string_view text, std::size_t character) {
  std::size_t byte = 0;
  for (; character > 0 && byte < text.size(); --character) byte += character_bytes(text, byte);
  return byte;
}

void append_character(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::uint32_t lower_case(std::uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  return unicode() ? static_cast<std::uint32_t>(towlower_l(static_cast<std::wint_t>(c), unicode())) : c;
}

std::uint32_t upper_case(std::uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
  return unicode() ? static_cast<std::uint32_t>(towupper_l(static_cast<std::wint_t>(c), unicode())) : c;
}

}  // namespace caseway::fhirpath
