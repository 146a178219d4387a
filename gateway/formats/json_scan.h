// The two scans in which a JSON reader spends its time, sixteen bytes a step where SSE2 is there (every x86-64), one byte a step elsewhere.
#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caseway::formats {

// The first of [at, end) that a JSON string does not hold as it is: a quote, a backslash, a control character; or end.
inline const char* find_string_end(const char* at, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), highest_control = _mm_set1_epi8(0x1F);
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, highest_control), block);
    const __m128i hit = _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)));
    if (const int mask = _mm_movemask_epi8(hit); mask != 0) return at + __builtin_ctz(static_cast<unsigned>(mask));
  }
#endif
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

inline bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The first of [at, end) that is not white space, or end.
inline const char* skip_json_space(const char* at, const char* end) {
  if (at == end || !is_json_space(*at)) return at;
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(' '), line = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r'), tab = _mm_set1_epi8('\t');
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i blank = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, space), _mm_cmpeq_epi8(block, line)),
                                       _mm_or_si128(_mm_cmpeq_epi8(block, carriage), _mm_cmpeq_epi8(block, tab)));
    if (const int mask = _mm_movemask_epi8(blank); mask != 0xFFFF) return at + __builtin_ctz(~static_cast<unsigned>(mask));
  }
#endif
  while (at != end && is_json_space(*at)) ++at;
  return at;
}

}  // namespace caseway::formats
