#include "fhir/lexical.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caseway::fhir {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes at least one digit from the front of `text`.
bool take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  text.remove_prefix(n);
  return n > 0;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// How many characters at the front are above the controls and no lead byte 0xEF, seen 16 at a time.
std::size_t plain_prefix(std::string_view text) {
  std::size_t i = 0;
#if defined(__SSE2__)
  const __m128i lowest = _mm_set1_epi8(0x20), lead = _mm_set1_epi8(static_cast<char>(0xEF));
  for (; i + 16 <= text.size(); i += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    const __m128i printable = _mm_cmpeq_epi8(_mm_max_epu8(block, lowest), block);
    if (_mm_movemask_epi8(_mm_andnot_si128(_mm_cmpeq_epi8(block, lead), printable)) != 0xFFFF) break;
  }
#endif
  return i;
}

}  // namespace

JsonForm json_form(Primitive type) {
  switch (type) {
    case Primitive::boolean:
      return JsonForm::boolean;
    case Primitive::decimal:
    case Primitive::integer:
    case Primitive::positiveInt:
    case Primitive::unsignedInt:
      return JsonForm::number;
    default:
      return JsonForm::string;
  }
}

bool is_decimal(std::string_view text) {
  take(text, "-");
  if (!take(text, "0") && !take_digits(text)) return false;
  if (take(text, ".") && !take_digits(text)) return false;
  if (!take(text, "eE")) return text.empty();
  take(text, "+-");
  return take_digits(text) && text.empty();
}

bool is_integer(std::string_view text, std::int64_t lowest) {
  const bool negative = text.starts_with('-');
  const auto digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 10 || (digits.front() == '0' && (digits.size() > 1 || negative))) return false;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return false;
    value = 10 * value + (c - '0');
  }
  if (negative) value = -value;
  return value >= lowest && value <= INT32_MAX;
}

bool is_written_well(Primitive type, std::string_view text) {
  switch (type) {
    case Primitive::boolean:
      return text == "true" || text == "false";
    case Primitive::decimal:
      return is_decimal(text);
    case Primitive::integer:
      return is_integer(text);
    case Primitive::positiveInt:
      return is_integer(text, 1);
    case Primitive::unsignedInt:
      return is_integer(text, 0);
    default:
      return true;
  }
}

bool has_forbidden_character(std::string_view text) {
  for (std::size_t i = plain_prefix(text); i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != 0xEF) [[likely]]
      continue;
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return true;
    if (c == 0xEF && i + 2 < text.size() && text[i + 1] == '\xBF' && (text[i + 2] == '\xBE' || text[i + 2] == '\xBF')) return true;
  }
  return false;
}

}  // namespace caseway::fhir
