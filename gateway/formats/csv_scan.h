// The two scans in which a CSV reader spends its time, sixteen bytes a step where SSE2 is there (every x86-64), one byte a step elsewhere.
#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace caseway::formats {

// The first of a, b, c, d in [at, end), or end.
inline const char* find_any(const char* at, const char* end, char a, char b, char c, char d) {
#if defined(__SSE2__)
  const __m128i as = _mm_set1_epi8(a), bs = _mm_set1_epi8(b), cs = _mm_set1_epi8(c), ds = _mm_set1_epi8(d);
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, as), _mm_cmpeq_epi8(block, bs)),
                                     _mm_or_si128(_mm_cmpeq_epi8(block, cs), _mm_cmpeq_epi8(block, ds)));
    if (const int mask = _mm_movemask_epi8(hit); mask != 0) return at + __builtin_ctz(static_cast<unsigned>(mask));
  }
#endif
  while (at != end && *at != a && *at != b && *at != c && *at != d) ++at;
  return at;
}

// Where the cells of a row end that is plain ASCII without a quote: `each` is called with every `delimiter` before the line's end. Gives where the
// line ends, or nullptr when something else comes first.
template <class Each>
inline const char* split_line(const char* at, const char* end, char delimiter, Each each) {
#if defined(__SSE2__)
  const __m128i delimiters = _mm_set1_epi8(delimiter), quotes = _mm_set1_epi8('"'), lines = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i stop = _mm_or_si128(_mm_or_si128(block, _mm_cmpeq_epi8(block, quotes)),  // bytes above ASCII have the bit that is asked for
                                      _mm_or_si128(_mm_cmpeq_epi8(block, lines), _mm_cmpeq_epi8(block, returns)));
    const auto stops = static_cast<unsigned>(_mm_movemask_epi8(stop));
    auto cells = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, delimiters)));
    if (stops != 0) cells &= (stops & -stops) - 1;
    for (; cells != 0; cells &= cells - 1) each(at + __builtin_ctz(cells));
    if (stops == 0) continue;
    at += __builtin_ctz(stops);
    return *at == '\n' || *at == '\r' ? at : nullptr;
  }
#endif
  for (; at != end && *at != '"' && (*at & 0x80) == 0; ++at) {
    if (*at == '\n' || *at == '\r') return at;
    if (*at == delimiter) each(at);
  }
  return nullptr;
}

inline bool is_ascii(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
#if defined(__SSE2__)
  __m128i seen = _mm_setzero_si128();
  for (; end - at >= 16; at += 16) seen = _mm_or_si128(seen, _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
  if (_mm_movemask_epi8(seen) != 0) return false;
#endif
  return std::all_of(at, end, [](char c) { return (c & 0x80) == 0; });
}

// Bytes of UTF-8 that begin no code point.
inline std::size_t continuation_bytes(const char* at, const char* end) {
  return static_cast<std::size_t>(std::count_if(at, end, [](char c) { return (c & 0xc0) == 0x80; }));
}

}  // namespace caseway::formats
