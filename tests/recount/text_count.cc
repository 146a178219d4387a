#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>

#include "second_count.h"

namespace caseway::recount {
namespace {

// Enough of JSON to count its scalars; it trusts that the document is JSON.
class JsonCount {
 public:
  explicit JsonCount(std::string_view text) : text_(text) {}

  std::optional<Tally> run() {
    value("");
    skip_blank();
    if (broken_ || at_ != text_.size()) return std::nullopt;
    return tally_;
  }

 private:
  // `under` is the key of the object or list that the value stands in: it tells a resource from another object.
  void value(const std::string& under) {
    skip_blank();
    if (at_ >= text_.size()) broken_ = true;
    if (broken_) return;
    const char c = text_[at_];
    if (c == '{') return object(under);
    if (c == '[') return list(under);
    if (c == '"') {
      string();
      ++tally_.leaves;
      return;
    }
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    if (text_.substr(start, at_ - start) != "null") ++tally_.leaves;
  }

  void object(const std::string& under) {
    static const std::set<std::string> kPlacesOfResources = {"", "resource", "contained", "outcome"};
    each('}', [&] {
      const std::string key = string();
      skip_blank();
      ++at_;  // the colon
      if (key == "resourceType" && kPlacesOfResources.count(under) > 0) {
        skip_blank();
        string();
        ++tally_.structural;
      } else {
        value(key);
      }
    });
  }
  void list(const std::string& under) {
    each(']', [&] { value(under); });
  }
  template <class Item>
  void each(char close, Item item) {
    ++at_;
    skip_blank();
    while (!broken_ && at_ < text_.size() && text_[at_] != close) {
      item();
      skip_blank();
      if (at_ < text_.size() && text_[at_] == ',') ++at_;
      skip_blank();
    }
    if (at_ >= text_.size()) broken_ = true;
    ++at_;
  }
  std::string string() {
    const std::size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) {
      broken_ = true;
      return {};
    }
    return std::string(text_.substr(start, at_++ - start));
  }
  void skip_blank() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  std::string_view text_;
  std::size_t at_ = 0;
  Tally tally_;
  bool broken_ = false;
};

bool has_mark(std::string_view bytes, std::string_view mark) { return bytes.substr(0, mark.size()) == mark; }

// Only what has a meaning in CSV matters here, and that is ASCII: of UTF-16 it is enough to leave the NULs out.
std::string plain(std::string_view bytes) {
  std::string text;
  if (has_mark(bytes, "\xFF\xFE") || has_mark(bytes, "\xFE\xFF")) {
    std::remove_copy(bytes.begin() + 2, bytes.end(), std::back_inserter(text), '\0');
  } else {
    text = has_mark(bytes, "\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
  }
  return text;
}

char delimiter_of(const std::string& text) {
  const std::string header = text.substr(0, text.find_first_of("\r\n"));
  constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
  return *std::max_element(kDelimiters.begin(), kDelimiters.end(),
                           [&](char a, char b) { return std::count(header.begin(), header.end(), a) < std::count(header.begin(), header.end(), b); });
}

}  // namespace

std::optional<Tally> tally_fhir_json(std::string_view bytes) { return JsonCount(has_mark(bytes, "\xEF\xBB\xBF") ? bytes.substr(3) : bytes).run(); }

std::optional<Tally> tally_csv(std::string_view bytes) {
  const std::string text = plain(bytes);
  const char delimiter = delimiter_of(text);
  Tally tally;
  std::uint64_t cells = 0;  // of the row at hand that are not empty
  bool is_header = true;
  bool is_quoted = false;
  bool is_empty = true;
  const auto end_cell = [&] {
    cells += !is_empty;
    is_empty = true;
  };
  const auto end_row = [&] {
    end_cell();
    if (!is_header) tally.leaves += cells;
    if (cells > 0) is_header = false;
    cells = 0;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      is_empty = false;
      ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == delimiter) {
      end_cell();
    } else if (!is_quoted && (c == '\r' || c == '\n')) {
      end_row();
    } else {
      is_empty = false;
    }
  }
  if (is_quoted) return std::nullopt;
  end_row();
  return tally;
}

}  // namespace caseway::recount
