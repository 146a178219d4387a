#include "formats/encoding.h"

#include <cstdint>

#include "formats/windows_1252.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caseway::formats {
namespace {

constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16BeBom = "\xFE\xFF";
constexpr std::string_view kUtf16LeBom = "\xFF\xFE";

std::size_t skip_ascii(std::string_view bytes, std::size_t at) {
#if defined(__SSE2__)
  for (; at + 16 <= bytes.size(); at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
    const int high = _mm_movemask_epi8(block);
    if (high != 0) return at + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(high)));
  }
#endif
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

// The length of the well-formed sequence at `at`, or 0. Table 3-7 of https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  const auto trail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(at);
  const unsigned second = byte(at + 1);
  if (lead >= 0xC2 && lead <= 0xDF) return trail(at + 1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0u : 0x80u;
    const unsigned high = lead == 0xED ? 0x9Fu : 0xBFu;
    return second >= low && second <= high && trail(at + 2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90u : 0x80u;
    const unsigned high = lead == 0xF4 ? 0x8Fu : 0xBFu;
    return second >= low && second <= high && trail(at + 2) && trail(at + 3) ? 4 : 0;
  }
  return 0;
}

bool utf16_to_utf8(std::string_view bytes, bool big_endian, std::string& out) {
  if (bytes.size() % 2 != 0) return false;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xDC00 && c <= 0xDFFF) return false;
    if (c >= 0xD800 && c <= 0xDBFF) {
      if (i + 4 > bytes.size()) return false;
      const char32_t low = unit(i + 2);
      if (low < 0xDC00 || low > 0xDFFF) return false;
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    append_utf8(out, c);
  }
  return true;
}

bool single_byte_to_utf8(std::string_view bytes, bool windows, std::string& out) {
  out.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t ascii_end = skip_ascii(bytes, at);
    out.append(bytes, at, ascii_end - at);
    at = ascii_end;
    if (at == bytes.size()) break;
    char32_t c = static_cast<unsigned char>(bytes[at++]);
    if (windows && c < 0xA0) {
      c = kWindows1252[c - 0x80];
      if (c == 0) return false;
    }
    append_utf8(out, c);
  }
  return true;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while ((at = skip_ascii(bytes, at)) < bytes.size()) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

bool is_utf8(std::string_view bytes) { return find_invalid_utf8(bytes) == std::string_view::npos; }

std::string sniff_encoding(std::string_view bytes) {
  if (bytes.starts_with(kUtf8Bom)) return "utf-8";
  if (bytes.starts_with(kUtf16BeBom)) return "utf-16be";
  if (bytes.starts_with(kUtf16LeBom)) return "utf-16le";
  return is_utf8(bytes) ? "utf-8" : "windows-1252";
}

bool to_utf8(std::string_view bytes, std::string_view encoding, std::string& out) {
  out.clear();
  const auto without = [&](std::string_view bom) { return bytes.starts_with(bom) ? bytes.substr(bom.size()) : bytes; };
  if (encoding == "utf-16le") return utf16_to_utf8(without(kUtf16LeBom), false, out);
  if (encoding == "utf-16be") return utf16_to_utf8(without(kUtf16BeBom), true, out);
  if (encoding == "iso-8859-1") return single_byte_to_utf8(bytes, false, out);
  if (encoding == "windows-1252") return single_byte_to_utf8(bytes, true, out);
  const std::string_view text = without(kUtf8Bom);
  if (encoding == "us-ascii" ? skip_ascii(text, 0) != text.size() : encoding != "utf-8" || !is_utf8(text)) return false;
  out.assign(text);
  return true;
}

char* write_utf8(char* to, char32_t c) {
  const auto put = [&](char32_t byte) { *to++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return to;
}

char* write_utf8(char* to, const char16_t* text, std::size_t length) {
  std::size_t i = 0;
  while (i < length) {
#if defined(__SSE2__)
    const __m128i not_ascii = _mm_set1_epi16(static_cast<short>(0xFF80));
    for (; i + 8 <= length; i += 8, to += 8) {
      const __m128i units = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
      if (_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_and_si128(units, not_ascii), _mm_setzero_si128())) != 0xFFFF) break;
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(units, units));
    }
#endif
    for (; i < length && text[i] < 0x80; ++i) *to++ = static_cast<char>(text[i]);
    for (; i < length && text[i] >= 0x80; ++i) {
      char32_t c = text[i];
      if (c >= 0xD800 && c <= 0xDBFF && i + 1 < length) c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00u);
      to = write_utf8(to, c);
    }
  }
  return to;
}

void append_utf8(std::string& out, char32_t code_point) {
  char bytes[4];
  out.append(bytes, static_cast<std::size_t>(write_utf8(bytes, code_point) - bytes));
}

}  // namespace caseway::formats
