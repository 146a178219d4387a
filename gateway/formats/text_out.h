// Text on its way into a string through a block of its own, so that a short piece costs a few instructions instead of a call.
//
//   escaping  sixteen bytes a step where SSE2 is there (every x86-64); what has to be escaped is the format's: xml_writer.h, json_writer.h
//   clean     escaping finds on its way what XML 1.0 and FHIR cannot hold: U+0000-001F but tab, line feed and carriage return, U+FFFE, U+FFFF
#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace caseway::formats {

#if defined(__SSE2__)
// 1 to 15 bytes, zeros behind them; nothing else is read.
inline __m128i load_fewer(const char* from, std::size_t bytes) {
  const auto load = [](const char* at, auto number) {
    std::memcpy(&number, at, sizeof number);
    return static_cast<std::uint64_t>(number);
  };
  if (bytes >= 8) {
    const std::uint64_t last = bytes == 8 ? 0 : load(from + bytes - 8, std::uint64_t{}) >> (8 * (16 - bytes));
    return _mm_set_epi64x(static_cast<long long>(last), static_cast<long long>(load(from, std::uint64_t{})));
  }
  std::uint64_t all = 0;
  if (bytes >= 4) {
    all = load(from, std::uint32_t{}) | load(from + bytes - 4, std::uint32_t{}) << (8 * (bytes - 4));
  } else {
    for (std::size_t i = 0; i < bytes; ++i) all |= load(from + i, std::uint8_t{}) << (8 * i);
  }
  return _mm_set_epi64x(0, static_cast<long long>(all));
}
#endif

class TextOut {
 public:
  explicit TextOut(std::string& out) : out_(out) {}
  ~TextOut() { flush(); }
  TextOut(const TextOut&) = delete;
  TextOut& operator=(const TextOut&) = delete;

  [[gnu::always_inline]] void put(char c) {
    if (at_ >= kBlock) flush();
    block_[at_++] = c;
  }
  [[gnu::always_inline]] void put(std::string_view text) {
    if (text.size() > kBlock - at_) return put_long(text);
    std::memcpy(block_ + at_, text.data(), text.size());
    at_ += text.size();
  }
  void fill(char c, std::size_t times) {
    for (; times > 0; --times) put(c);
  }
  std::size_t written() const { return out_.size() + at_; }

  // Writes `text` with `escape(byte)` in place of each byte for which it is not empty: `a`, `b`, `c` and control characters are asked, no other.
  // False when the text is not clean.
  template <char a, char b, char c, class Escape>
  bool put_escaped(std::string_view text, Escape escape);

 private:
  static constexpr std::size_t kBlock = 4096 - 16;

  [[gnu::noinline]] void put_long(std::string_view text) {
    flush();
    out_.append(text);
  }
  [[gnu::noinline]] void flush() {
    out_.append(block_, at_);
    at_ = 0;
  }
  static bool is_clean(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20) return byte == '\t' || byte == '\n' || byte == '\r';
    return byte != 0xEF || at + 2 >= text.size() || text[at + 1] != '\xBF' || (text[at + 2] != '\xBE' && text[at + 2] != '\xBF');
  }

  std::string& out_;
  std::size_t at_ = 0;
  char block_[kBlock + 16];  // a step writes all its sixteen bytes before it knows how many count
};

template <char a, char b, char c, class Escape>
bool TextOut::put_escaped(std::string_view text, Escape escape) {
  bool clean = true;
  std::size_t i = 0;
  const auto put_special = [&] {
    clean &= is_clean(text, i);
    const std::string_view escaped = escape(text[i]);
    if (escaped.empty()) {
      put(text[i]);
    } else {
      put(escaped);
    }
    ++i;
  };
#if defined(__SSE2__)
  const __m128i as = _mm_set1_epi8(a), bs = _mm_set1_epi8(b), cs = _mm_set1_epi8(c), lead = _mm_set1_epi8('\xEF'), control = _mm_set1_epi8(0x1F);
  while (i < text.size()) {
    if (at_ >= kBlock - 16) flush();
    const std::size_t left = std::min<std::size_t>(text.size() - i, 16);
    const __m128i block = left == 16 ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i)) : load_fewer(text.data() + i, left);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(block_ + at_), block);
    const __m128i letters = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, as), _mm_cmpeq_epi8(block, bs)),
                                         _mm_or_si128(_mm_cmpeq_epi8(block, cs), _mm_cmpeq_epi8(block, lead)));
    const __m128i hit = _mm_or_si128(letters, _mm_cmpeq_epi8(_mm_min_epu8(block, control), block));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit)) | 1u << left;
    const auto plain = static_cast<std::size_t>(__builtin_ctz(mask));
    at_ += plain;
    i += plain;
    if (plain < left) put_special();
  }
#else
  const auto special = [](char byte) { return byte == a || byte == b || byte == c || byte == '\xEF' || static_cast<unsigned char>(byte) < 0x20; };
  while (i < text.size()) {
    if (special(text[i])) {
      put_special();
    } else {
      put(text[i++]);
    }
  }
#endif
  return clean;
}

}  // namespace caseway::formats
