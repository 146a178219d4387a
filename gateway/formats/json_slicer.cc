#include "formats/json_slicer.h"

#include <algorithm>
#include <bit>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caseway::formats {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kKeyBytes = 64;  // longer keys are none of ours
constexpr std::uint64_t kListDepth = 2;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// A key as it is meant: "\u0065ntry" is entry. Escapes beyond ASCII stand in no key of ours and stay as they are.
std::string unescaped(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    unsigned code = 0;
    const bool unicode = raw.substr(at).starts_with("\\u00") && raw.size() - at >= 6;
    for (std::size_t i = at + 4; unicode && i < at + 6; ++i) {
      const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(raw[i] | 0x20));
      code = digit == std::string_view::npos ? 0x100 : code * 16 + static_cast<unsigned>(digit);
    }
    if (!unicode || code > 0x7F) {
      text += raw[at];
      continue;
    }
    text += static_cast<char>(code);
    at += 5;
  }
  return text;
}

#if defined(__SSE2__)
// One bit per byte of a block.
struct Marks {
  std::uint64_t quotes = 0, backslashes = 0, opens = 0, closes = 0;
};

Marks marks_of(const char* block) {
  Marks marks;
  for (unsigned i = 0; i < kBlock; i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    const __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // [ and { differ in this bit, and so do ] and }
    const auto equal = [i](__m128i a, char c) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(a, _mm_set1_epi8(c))))) << i;
    };
    marks.quotes |= equal(bytes, '"');
    marks.backslashes |= equal(bytes, '\\');
    marks.opens |= equal(folded, '{');
    marks.closes |= equal(folded, '}');
  }
  return marks;
}

// Which bytes a backslash before them escapes; `carry` says it of the first byte, then of the first byte of the next block.
// The addition runs along each row of backslashes and tells whether the row is odd (Langdale, Lemire: Parsing Gigabytes of JSON per Second, 2019).
std::uint64_t escaped_bytes(std::uint64_t backslashes, bool& carry) {
  constexpr std::uint64_t kEven = 0x5555555555555555u;
  const std::uint64_t first = carry ? 1 : 0;
  backslashes &= ~first;
  const std::uint64_t follows = backslashes << 1 | first;
  const std::uint64_t odd_starts = backslashes & ~kEven & ~follows;
  std::uint64_t rows = 0;
  carry = __builtin_add_overflow(odd_starts, backslashes, &rows);
  return (kEven ^ rows << 1) & follows;
}

// Bit i is the parity of bits 0..i: from each opening quote up to before the closing one.
std::uint64_t inside_quotes(std::uint64_t quotes) {
  for (unsigned shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}
#endif

}  // namespace

void JsonSlicer::feed(std::string_view window) {
  std::size_t at = 0;
  while (at < window.size()) {
    const bool inner = in_ == In::list && depth_ > kListDepth && window.size() - at >= kBlock;
    if (inner && skip_block(window.data() + at)) {
      at += kBlock;
      offset_ += kBlock;
      continue;
    }
    for (const std::size_t end = std::min(window.size(), at + kBlock); at < end; ++at, ++offset_) take(window[at]);
  }
}

// Passes over a block that lies inside an item from its first byte to its last; false when it may not.
bool JsonSlicer::skip_block([[maybe_unused]] const char* block) {
#if defined(__SSE2__)
  const Marks marks = marks_of(block);
  bool escaped = escaped_;
  const std::uint64_t quotes = marks.quotes & ~escaped_bytes(marks.backslashes, escaped);
  const std::uint64_t text = inside_quotes(quotes) ^ (in_string_ ? ~std::uint64_t{0} : 0);
  const auto closes = static_cast<unsigned>(std::popcount(marks.closes & ~text));
  if (depth_ <= kListDepth + closes) return false;
  depth_ += static_cast<unsigned>(std::popcount(marks.opens & ~text));
  depth_ -= closes;
  in_string_ = text >> 63 != 0;
  escaped_ = escaped;
  return true;
#else
  return false;
#endif
}

void JsonSlicer::take(char c) {
  if (in_string_) return take_string(c);
  if (is_blank(c)) return;
  if (in_ == In::list && depth_ == kListDepth && c != ']' && c != '}') begin_item(c);
  switch (c) {
    case '"':
      in_string_ = true;
      text_.clear();
      break;
    case '{':
    case '[':
      open(c);
      break;
    case '}':
    case ']':
      close();
      break;
    case ':':
      if (depth_ == 1) {
        key_ = unescaped(text_);
        colon_ = true;
      }
      break;
    case ',':
      if (depth_ == 1) colon_ = false;
      break;
    default:
      break;
  }
}

void JsonSlicer::take_string(char c) {
  if (!escaped_ && c == '"') return end_string();
  escaped_ = !escaped_ && c == '\\';
  if (depth_ == 1 && text_.size() < kKeyBytes) text_ += c;
}

void JsonSlicer::end_string() {
  in_string_ = false;
  if (depth_ != 1 || !colon_) return;
  if (key_ == "resourceType" && found_.root.empty()) found_.root = unescaped(text_);
  colon_ = false;
}

void JsonSlicer::open(char bracket) {
  const bool is_list = in_ == In::root && depth_ == 1 && bracket == '[' && colon_ && key_ == list_;
  if (depth_ == 1) colon_ = false;
  ++depth_;
  if (!is_list) return;
  in_ = In::list;
  found_.list_begin = slice_.begin = item_begin_ = offset_ + 1;
}

void JsonSlicer::close() {
  if (in_ == In::list && depth_ == kListDepth) end_list();
  if (depth_ > 0) --depth_;
  if (in_ != In::list || depth_ != kListDepth) return;
  gap_ = Gap::item;
  bracket_end_ = offset_ + 1;
}

void JsonSlicer::end_list() {
  in_ = In::behind;
  found_.list_end = offset_;
  measure_item(offset_);
  end_slice(offset_);
}

// The first character of what stands in the list itself: an item, or a comma.
void JsonSlicer::begin_item(char first) {
  blank_ = false;
  if (first == ',') {
    ++commas_;
    gap_ = gap_ == Gap::item ? Gap::comma : Gap::none;
    return;
  }
  if (first == '{' && gap_ == Gap::comma) {
    measure_item(bracket_end_);
    if (bracket_end_ - slice_.begin >= slice_bytes_) {
      end_slice(bracket_end_);
      slice_ = {offset_, 0, commas_, 0, 0};
    }
    item_begin_ = offset_;
  }
  gap_ = Gap::none;
}

void JsonSlicer::measure_item(std::uint64_t end) {
  if (end - item_begin_ <= slice_.longest) return;
  slice_.longest = end - item_begin_;
  slice_.longest_at = item_begin_;
}

void JsonSlicer::end_slice(std::uint64_t end) {
  slice_.end = end;
  if (!blank_) found_.slices.push_back(slice_);
}

Slices JsonSlicer::finish() {
  if (in_ == In::list) {
    found_.cut_off = true;
    end_list();
  }
  if (blank_) {
    found_.list_begin = found_.list_end = 0;
  } else {
    found_.items = commas_ + 1;
  }
  return std::move(found_);
}

}  // namespace caseway::formats
