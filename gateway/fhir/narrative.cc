#include "fhir/narrative.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "fhir/lexical.h"

namespace caseway::fhir {

namespace {

constexpr std::size_t kMaxDivDepth = 500;
constexpr std::size_t kMaxAttributes = 64;  // of a tag, and 32 open namespaces: what caseway/limits.h allows in XML, so that it can be read back
constexpr std::size_t kMaxPrefixes = 32;
constexpr auto kForbiddenElements =
    std::to_array<std::string_view>({"applet", "base",    "body",  "button", "embed", "form",     "frame",  "frameset", "head",   "html",
                                     "iframe", "include", "input", "link",   "meta",  "noscript", "object", "script",   "select", "textarea"});

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0; }
bool is_name_char(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'; }

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool is_forbidden(std::string_view element) {
  if (element.size() < 4) return false;  // most are p, td, li, b, div
  return std::any_of(kForbiddenElements.begin(), kForbiddenElements.end(), [&](std::string_view e) { return equal_ignoring_case(element, e); });
}

// The character of the reference that begins at value[at] ("&#115;", "&#x73;"), `at` moved to its semicolon; '&' for any other.
char referred_character(std::string_view value, std::size_t& at) {
  if (!value.substr(at).starts_with("&#")) return '&';
  const bool hex = value.substr(at).starts_with("&#x");
  const char* const digits = value.data() + at + (hex ? 3 : 2);
  std::uint32_t code = 0;
  const auto result = std::from_chars(digits, value.data() + value.size(), code, hex ? 16 : 10);
  if (result.ec != std::errc() || result.ptr == value.data() + value.size() || *result.ptr != ';') return '&';
  at = static_cast<std::size_t>(result.ptr - value.data());
  return code < 0x80 ? static_cast<char>(code) : '?';
}

// "javascript:" in an address, seen as a browser sees it: references are read, white space and control characters do not count.
bool is_script_address(std::string_view value) {
  constexpr std::string_view kScript = "javascript:";
  std::string seen;
  for (std::size_t at = 0; at < value.size() && seen.size() < kScript.size(); ++at) {
    const char c = value[at] == '&' ? referred_character(value, at) : value[at];
    if (static_cast<unsigned char>(c) > ' ') seen += c;
  }
  return equal_ignoring_case(seen, kScript);
}

class DivScanner {
 public:
  explicit DivScanner(std::string_view text) : text_(text) {}

  DivCheck run() {
    if (!text_.starts_with("<div") || (text_.size() > 4 && is_name_char(text_[4]))) {
      fail("it must begin with <div xmlns=\"http://www.w3.org/1999/xhtml\">, nothing before it");
    } else {
      start_tag();
      while (!failed() && !open_.empty()) content();
    }
    if (!failed() && has_forbidden_character(text_.substr(0, at_))) fail("it holds a character that XML cannot hold");
    check_.length = at_;
    if (check_.repairs()) {
      check_.repaired.append(text_, copied_, at_ - copied_);
    }
    return std::move(check_);
  }

 private:
  struct Open {
    std::string_view name;
    std::size_t prefixes;  // declared outside of it
  };

  bool failed() const { return !check_.why_not.empty(); }
  bool fail(std::string_view why_not) {
    if (!failed()) check_.why_not = why_not;
    return false;
  }
  bool looking_at(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  std::string_view name() {
    const std::size_t from = at_;
    if (is_name_start(here())) {
      while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    }
    return text_.substr(from, at_ - from);
  }
  // What stands at text_[from, at_) becomes `instead`.
  void replace(std::size_t from, std::string_view instead) {
    check_.repaired.append(text_, copied_, from - copied_).append(instead);
    copied_ = at_;
  }

  bool content() {
    while (at_ < text_.size() && text_[at_] != '<' && text_[at_] != '&') {
      if (text_[at_] == ']' && looking_at("]]>")) return fail("]]> must not stand in text");
      ++at_;
    }
    if (at_ == text_.size()) return fail("an element is not closed");
    if (text_[at_] == '&') return reference();
    if (looking_at("</")) return end_tag();
    if (looking_at("<!--")) return comment();
    if (looking_at("<![CDATA[")) return skip_to("]]>", "a CDATA section is not closed");
    if (looking_at("<!")) return fail("a declaration (DOCTYPE, ENTITY) must not stand in it");
    if (looking_at("<?")) return fail("a processing instruction must not stand in it");
    return start_tag();
  }

  bool skip_to(std::string_view end, std::string_view otherwise) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return fail(otherwise);
    at_ = found + end.size();
    return true;
  }

  bool comment() {
    at_ += 4;
    if (!skip_to("--", "a comment is not closed")) return false;
    if (here() != '>') return fail("-- must not stand in a comment");
    ++at_;
    return true;
  }

  bool reference() {
    const std::size_t from = at_++;
    if (here() == '#') return character_reference();
    const std::string_view entity = name();
    if (entity.empty() || here() != ';') return fail("& must be written &amp;");
    ++at_;
    constexpr std::array<std::string_view, 5> kOfXml = {"amp", "lt", "gt", "quot", "apos"};
    if (std::find(kOfXml.begin(), kOfXml.end(), entity) != kOfXml.end()) return true;
    const std::string_view character = html_entity(entity);
    if (character.empty()) return fail("it has a named entity that neither XML nor HTML knows");
    check_.replaced_entities = true;
    replace(from, character);
    return true;
  }

  bool character_reference() {
    ++at_;
    const bool hex = here() == 'x';
    if (hex) ++at_;
    std::uint32_t code = 0;
    const auto result = std::from_chars(text_.data() + at_, text_.data() + text_.size(), code, hex ? 16 : 10);
    at_ = static_cast<std::size_t>(result.ptr - text_.data());
    const bool allowed = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xD800) || (code >= 0xE000 && code < 0xFFFE) ||
                         (code >= 0x10000 && code < 0x110000);
    if (result.ec != std::errc() || !allowed || here() != ';') return fail("it has a character reference to no character");
    ++at_;
    return true;
  }

  bool start_tag() {
    ++at_;
    const std::string_view element = name();
    if (element.empty()) return fail("< must be written &lt;");
    const std::string_view local = element.substr(element.find(':') + 1);  // npos + 1 is 0
    if (is_forbidden(local)) {
      return fail("scripts, forms, frames, objects and parts of a page's head must not stand in it");
    }
    if (open_.size() >= kMaxDivDepth) return fail("it is nested too deep");
    const std::size_t name_end = at_;
    open_.push_back({element, prefixes_.size()});
    if (!attributes()) return false;
    if (open_.size() == 1 && !declares_xhtml_) add_namespace(name_end);
    const bool empty = here() == '/';
    if (empty) ++at_;
    if (here() != '>') return fail("a tag is not closed");
    ++at_;
    if (empty) close();
    return true;
  }

  void add_namespace(std::size_t name_end) {
    const std::size_t resume = at_;
    at_ = name_end;
    replace(name_end, " xmlns=\"http://www.w3.org/1999/xhtml\"");
    at_ = resume;
    check_.added_namespace = true;
  }

  bool attributes() {
    attributes_.clear();
    while (true) {
      const bool spaced = is_space(here());
      skip_space();
      if (here() == '>' || here() == '/') break;
      if (!spaced) return fail("attributes must stand apart");
      const std::string_view attribute = name();
      skip_space();
      if (attribute.empty() || here() != '=') return fail("an attribute needs a name, = and a quoted value");
      ++at_;
      skip_space();
      if (!attribute_value(attribute)) return false;
    }
    return known_prefix(open_.back().name) && std::all_of(attributes_.begin(), attributes_.end(), [this](auto a) { return known_prefix(a); });
  }

  bool attribute_value(std::string_view attribute) {
    const char quote = here();
    if (quote != '"' && quote != '\'') return fail("an attribute needs a name, = and a quoted value");
    const std::size_t from = ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '<') return fail("< must be written &lt; in an attribute");
      if (text_[at_] != '&') {
        ++at_;
      } else if (!reference()) {
        return false;
      }
    }
    if (at_ == text_.size()) return fail("an attribute's value is not closed");
    const std::string_view value = text_.substr(from, at_ - from);
    ++at_;
    if (attributes_.size() >= kMaxAttributes) return fail("a tag has too many attributes");
    if (std::find(attributes_.begin(), attributes_.end(), attribute) != attributes_.end()) return fail("an attribute stands twice in a tag");
    attributes_.push_back(attribute);
    if (attribute.size() > 2 && equal_ignoring_case(attribute.substr(0, 2), "on"))
      return fail("event attributes (onclick, ...) must not stand in it");
    if (is_script_address(value)) return fail("an address must not be a script");
    return attribute == "xmlns" || prefix_of(attribute) == "xmlns" ? declaration(attribute, value) : true;
  }

  bool declaration(std::string_view attribute, std::string_view value) {
    if (attribute != "xmlns") {
      if (value.empty()) return fail("a namespace prefix must not be undeclared");
      if (prefixes_.size() >= kMaxPrefixes) return fail("too many namespaces are declared at once");
      prefixes_.push_back(attribute.substr(6));
    } else if (open_.size() == 1) {
      if (value != kXhtmlNamespace) return fail("its namespace must be http://www.w3.org/1999/xhtml");
      declares_xhtml_ = true;
    }
    return true;
  }

  bool known_prefix(std::string_view name) {
    const std::string_view prefix = prefix_of(name);
    if (prefix.empty() || prefix == "xml" || prefix == "xmlns") return true;
    return std::find(prefixes_.begin(), prefixes_.end(), prefix) != prefixes_.end() || fail("it has a namespace prefix that it does not declare");
  }

  bool end_tag() {
    at_ += 2;
    const std::string_view element = name();
    skip_space();
    if (element != open_.back().name || here() != '>') return fail("its tags do not match");
    ++at_;
    close();
    return true;
  }

  void close() {
    prefixes_.resize(open_.back().prefixes);
    open_.pop_back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;  // into check_.repaired, once there is a repair
  std::vector<Open> open_;
  std::vector<std::string_view> prefixes_;
  std::vector<std::string_view> attributes_;  // of the tag being read
  bool declares_xhtml_ = false;
  DivCheck check_;
};

}  // namespace

DivCheck check_div(std::string_view text) { return DivScanner(text).run(); }

}  // namespace caseway::fhir
