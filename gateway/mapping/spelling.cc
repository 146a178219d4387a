#include "mapping/spelling.h"

#include "formats/config_node.h"

namespace caseway::mapping {

namespace {

// What spreadsheets and web pages leave in a cell and nobody sees: the spaces that do not break, marks without width.
constexpr std::string_view kUnseen[] = {"\u00A0", "\u00AD", "\u200B", "\u200C", "\u200D", "\u202F", "\u2060", "\uFEFF"};

std::size_t unseen_at(std::string_view text, std::size_t at) {
  for (const auto mark : kUnseen)
    if (text.substr(at, mark.size()) == mark) return mark.size();
  return 0;
}

std::size_t unseen_before_end(std::string_view text) {
  for (const auto mark : kUnseen)
    if (text.ends_with(mark)) return mark.size();
  return 0;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const auto width = is_blank(text.front()) ? 1 : is_ascii(text.front()) ? 0 : unseen_at(text, 0);
    if (width == 0) break;
    text.remove_prefix(width);
  }
  while (!text.empty()) {
    const auto width = is_blank(text.back()) ? 1 : is_ascii(text.back()) ? 0 : unseen_before_end(text);
    if (width == 0) break;
    text.remove_suffix(width);
  }
  return text;
}

// Brackets and quotes protect what is inside.
std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front()) return text.substr(1, text.size() - 2);
  return text;
}

std::vector<std::string_view> split_outside_brackets(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  char quote = '\0';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '[' || c == '(') {
      ++depth;
    } else if (c == ']' || c == ')') {
      --depth;
    } else if (depth == 0 && text.substr(i, separator.size()) == separator) {
      parts.push_back(text.substr(begin, i - begin));
      i += separator.size() - 1;
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string normalised_header(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_blank(c) || c == '_' || c == '-') continue;
    if (const auto unseen = unseen_at(text, i); unseen > 0)
      i += unseen - 1;
    else
      made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return made;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const auto near = formats::nearest(word, known);
  return near.empty() ? std::string() : "; did you mean " + std::string(near) + "?";
}

bool is_token(std::string_view text) {
  for (const char c : text)
    if (is_blank(c)) return false;
  return !text.empty();
}

std::size_t characters(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) n += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return n;
}

std::string_view first_characters(std::string_view utf8, std::size_t n) {
  std::size_t i = 0;
  while (i < utf8.size() && n > 0) {
    ++i;
    while (i < utf8.size() && (static_cast<unsigned char>(utf8[i]) & 0xC0u) == 0x80u) ++i;
    --n;
  }
  return utf8.substr(0, i);
}

}  // namespace caseway::mapping
