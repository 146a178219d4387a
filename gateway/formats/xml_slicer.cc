#include "formats/xml_slicer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caseway::formats {
namespace {

constexpr std::size_t kNameBytes = 256;

bool ends_name(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>'; }

// Where the first of > " ' stands, or text.size().
std::size_t find_tag_mark(std::string_view text) {
  std::size_t at = 0;
#if defined(__SSE2__)
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const auto equal = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
    const int found = _mm_movemask_epi8(_mm_or_si128(equal('>'), _mm_or_si128(equal('"'), equal('\''))));
    if (found != 0) return at + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(found)));
  }
#endif
  while (at < text.size() && text[at] != '>' && text[at] != '"' && text[at] != '\'') ++at;
  return at;
}

std::size_t find(std::string_view text, char c) { return std::min(text.find(c), text.size()); }

std::string_view local_name(std::string_view qualified) {
  const std::size_t colon = qualified.find(':');
  return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

}  // namespace

void XmlSlicer::feed(std::string_view window) {
  while (!window.empty() && at_ != At::stopped) {
    const std::size_t taken = step(window);
    offset_ += taken;
    window.remove_prefix(taken);
  }
  offset_ += window.size();
}

std::size_t XmlSlicer::step(std::string_view rest) {
  switch (at_) {
    case At::text: {
      const std::size_t tag = find(rest, '<');
      if (tag == rest.size()) return tag;
      tag_ = offset_ + tag;
      at_ = At::open;
      return tag + 1;
    }
    case At::open:
      classify(rest.front());
      return at_ == At::start_tag ? 0 : 1;
    case At::start_tag:
      return in_start_tag(rest);
    case At::quoted: {
      const std::size_t end = find(rest, quote_);
      if (end == rest.size()) return end;
      at_ = At::start_tag;
      before_ = quote_;
      return end + 1;
    }
    case At::end_tag: {
      const std::size_t end = find(rest, '>');
      if (end == rest.size()) return end;
      at_ = At::text;
      end_element(offset_ + end + 1);
      return end + 1;
    }
    case At::bang:
      bang(rest.front());
      return 1;
    case At::comment:
      return until(rest, "-->");
    case At::cdata:
      return until(rest, "]]>");
    case At::instruction:
      return until(rest, "?>");
    default:
      return rest.size();
  }
}

// What the character behind a < says.
void XmlSlicer::classify(char c) {
  markup_.clear();
  if (c == '/') {
    at_ = At::end_tag;
  } else if (c == '?') {
    at_ = At::instruction;
  } else if (c == '!') {
    at_ = At::bang;
  } else {
    at_ = At::start_tag;
    before_ = 0;
    name_.clear();
    naming_ = depth_ < 2;
  }
}

void XmlSlicer::bang(char c) {
  markup_ += c;
  if (markup_ == "--" || markup_ == "[CDATA[") {
    at_ = markup_ == "--" ? At::comment : At::cdata;
    markup_.clear();
  } else if (!std::string_view("--").starts_with(markup_) && !std::string_view("[CDATA[").starts_with(markup_)) {
    at_ = At::stopped;
  }
}

// Passes over a comment, CDATA section or instruction; its end may be divided between windows.
std::size_t XmlSlicer::until(std::string_view rest, std::string_view end) {
  std::size_t taken = 0;
  while (taken < rest.size()) {
    if (markup_.empty()) {
      taken += find(rest.substr(taken), end.front());
      if (taken == rest.size()) break;
    }
    markup_ += rest[taken++];
    while (!end.starts_with(markup_)) markup_.erase(0, 1);
    if (markup_ != end) continue;
    at_ = At::text;
    break;
  }
  return taken;
}

std::size_t XmlSlicer::in_start_tag(std::string_view rest) {
  if (naming_) {
    std::size_t length = 0;
    while (length < rest.size() && !ends_name(rest[length])) ++length;
    if (name_.size() < kNameBytes) name_.append(rest, 0, length);
    if (length == rest.size()) return length;
    naming_ = false;
    return length;
  }
  const std::size_t mark = find_tag_mark(rest);
  if (mark > 0) before_ = rest[mark - 1];
  if (mark == rest.size()) return mark;
  if (rest[mark] == '>') {
    at_ = At::text;
    end_start_tag(offset_ + mark + 1);
  } else {
    quote_ = rest[mark];
    at_ = At::quoted;
  }
  return mark + 1;
}

void XmlSlicer::end_start_tag(std::uint64_t end) {
  if (depth_ == 0 && found_.root_end == 0) {
    found_.root = local_name(name_);
    found_.root_name = name_;
    found_.root_begin = tag_;
    found_.root_end = end;
  } else if (depth_ == 1) {
    begin_child();
  }
  ++depth_;
  if (before_ == '/') end_element(end);
}

void XmlSlicer::begin_child() {
  const bool is_item = local_name(name_) == list_;
  if (in_ == In::root && is_item) {
    in_ = In::list;
    found_.list_begin = slice_.begin = item_begin_ = tag_;
  } else if (in_ == In::list && !is_item) {
    in_ = In::behind;
  }
  if (in_ == In::list) ++found_.items;
}

void XmlSlicer::end_element(std::uint64_t end) {
  if (depth_ == 0) return;
  --depth_;
  if (depth_ == 1 && in_ == In::list) end_item(end);
  if (depth_ == 0 && in_ == In::list) in_ = In::behind;
}

void XmlSlicer::end_item(std::uint64_t end) {
  measure_item(end);
  item_begin_ = slice_.end = end;
  if (end - slice_.begin < slice_bytes_) return;
  found_.slices.push_back(slice_);
  slice_ = {end, end, found_.items, 0, 0};
}

void XmlSlicer::measure_item(std::uint64_t end) {
  if (end - item_begin_ <= slice_.longest) return;
  slice_.longest = end - item_begin_;
  slice_.longest_at = item_begin_;
}

Slices XmlSlicer::finish() {
  if (found_.items == 0) return std::move(found_);
  found_.cut_off = in_ == In::list && depth_ > 1;
  if (found_.cut_off) {
    measure_item(offset_);
    slice_.end = offset_;
  }
  if (slice_.end > slice_.begin) found_.slices.push_back(slice_);
  found_.list_end = found_.slices.back().end;
  return std::move(found_);
}

}  // namespace caseway::formats
