#include "validation/xhtml_scan.h"

#include <algorithm>

namespace caseway::validation {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text;
}

// Where the tag that `text` begins with ends: at its > outside quotes.
std::size_t tag_length(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return i + 1;
    }
  }
  return text.size();
}

// What `text` begins with, up to and with `end`; all of it without one.
std::size_t length_to(std::string_view text, std::string_view end) {
  const std::size_t at = text.find(end);
  return at == std::string_view::npos ? text.size() : at + end.size();
}

}  // namespace

const XhtmlToken& XhtmlScan::next() {
  while (rest_.starts_with("<!--")) rest_.remove_prefix(length_to(rest_, "-->"));
  token_ = {};
  if (rest_.empty()) return token_;
  if (rest_.starts_with("<![CDATA[")) {
    const std::size_t length = length_to(rest_, "]]>");
    token_.kind = XhtmlToken::Kind::text;
    token_.text = rest_.substr(9, length < 12 ? 0 : length - 12);
    rest_.remove_prefix(length);
  } else if (rest_.starts_with("<?") || rest_.starts_with("<!")) {
    token_.kind = XhtmlToken::Kind::instruction;
    rest_.remove_prefix(length_to(rest_, ">"));
  } else if (rest_.front() == '<') {
    const std::size_t length = tag_length(rest_);
    read_tag(rest_.substr(1, length < 2 ? 0 : length - 2));
    rest_.remove_prefix(length);
  } else {
    const std::size_t length = std::min(rest_.find('<'), rest_.size());
    token_.kind = XhtmlToken::Kind::text;
    token_.text = rest_.substr(0, length);
    rest_.remove_prefix(length);
  }
  return token_;
}

// tag: what stands between < and >.
void XhtmlScan::read_tag(std::string_view tag) {
  token_.kind = XhtmlToken::Kind::open;
  if (tag.starts_with('/')) {
    token_.kind = XhtmlToken::Kind::close;
    tag.remove_prefix(1);
  }
  if (tag.ends_with('/')) {
    token_.empty = true;
    tag.remove_suffix(1);
  }
  const std::size_t name = std::min(tag.find_first_of(kBlank), tag.size());
  token_.name = tag.substr(0, name);
  if (const std::size_t colon = token_.name.find(':'); colon != std::string_view::npos) token_.name.remove_prefix(colon + 1);
  for (tag = trimmed(tag.substr(name)); !tag.empty(); tag = trimmed(tag)) {
    XhtmlAttribute attribute;
    const std::size_t equals = std::min(tag.find('='), tag.size());
    attribute.name = tag.substr(0, std::min(tag.find_first_of(kBlank), equals));
    tag = trimmed(tag.substr(std::min(equals + 1, tag.size())));
    if (tag.empty()) break;
    const std::size_t close = std::min(tag.find(tag.front(), 1), tag.size());
    attribute.value = tag.substr(1, close - 1);
    tag.remove_prefix(std::min(close + 1, tag.size()));
    token_.attributes.push_back(attribute);
  }
}

}  // namespace caseway::validation
