#include "formats/xml_prolog.h"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/encoding.h"
#include "formats/position.h"

namespace caseway::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kBlank = " \t\r\n";

// How a document begins when it is not plain 8-bit text. https://www.w3.org/TR/xml/#sec-guessing ; "" is an encoding that we refuse.
struct Signature {
  std::string_view bytes;
  std::string_view encoding;
};
constexpr std::array<Signature, 11> kSignatures = {{
    {"\x00\x00\xFE\xFF"sv, ""},  // UTF-32, big endian
    {"\xFF\xFE\x00\x00"sv, ""},  // UTF-32, little endian
    {"\x00\x00\x00<"sv, ""},
    {"<\x00\x00\x00"sv, ""},
    {"+/v"sv, ""},               // UTF-7
    {"\x4C\x6F\xA7\x94"sv, ""},  // EBCDIC
    {"\xEF\xBB\xBF"sv, "utf-8"},
    {"\xFE\xFF"sv, "utf-16be"},
    {"\xFF\xFE"sv, "utf-16le"},
    {"\x00<\x00?"sv, "utf-16be"},
    {"<\x00?\x00"sv, "utf-16le"},
}};

// What a declaration may say, and what we call it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kDeclared = {{
    {"utf-8", "utf-8"},
    {"utf8", "utf-8"},
    {"us-ascii", "us-ascii"},
    {"ascii", "us-ascii"},
    {"utf-16", "utf-16"},
    {"utf-16le", "utf-16le"},
    {"utf-16be", "utf-16be"},
    {"iso-8859-1", "iso-8859-1"},
    {"latin1", "iso-8859-1"},
    {"windows-1252", "windows-1252"},
    {"cp1252", "windows-1252"},
}};

bool refuse(Issues& issues, const char* id, Position at, std::string text) {
  issues.add(Severity::fatal, id, {{}, at.line, at.column}, std::move(text));
  return false;
}

bool refuse_encoding(Issues& issues, std::string_view why) {
  return refuse(issues, "xml.encoding", {1, 1},
                std::string(why) +
                    " Send the document as UTF-8 (or UTF-16 with a byte order mark, ISO-8859-1, Windows-1252, US-ASCII) "
                    "and let its XML declaration say so.");
}

// The value of a pseudo-attribute of the XML declaration, "" when it is not there. `text` begins the document, in ASCII as far as the
// declaration goes.
std::string_view declared(std::string_view text, std::string_view name) {
  if (!text.starts_with("<?xml") || text.size() < 6 || kBlank.find(text[5]) == std::string_view::npos) return {};
  const std::string_view declaration = text.substr(0, text.find("?>"));
  std::size_t at = declaration.find(name, 5);
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_not_of(kBlank, at + name.size());
  if (at == std::string_view::npos || declaration[at] != '=') return {};
  at = declaration.find_first_not_of(kBlank, at + 1);
  if (at == std::string_view::npos || (declaration[at] != '"' && declaration[at] != '\'')) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string_view() : declaration.substr(at + 1, end - at - 1);
}

// Our name of the declared encoding; "" when nothing is declared, "?" when we do not know it.
std::string_view declared_encoding(std::string_view text) {
  std::string name(declared(text, "encoding"));
  if (name.empty()) return {};
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto* known = std::find_if(kDeclared.begin(), kDeclared.end(), [&](const auto& entry) { return entry.first == name; });
  return known == kDeclared.end() ? "?" : known->second;
}

bool decode(std::string_view bytes, std::string& decoded, std::string_view& text, Issues& issues) {
  const auto* signature = std::find_if(kSignatures.begin(), kSignatures.end(), [&](const Signature& s) { return bytes.starts_with(s.bytes); });
  if (signature != kSignatures.end() && signature->encoding.empty()) {
    return refuse_encoding(issues, "The document is in an encoding that is not read here (UTF-7, UTF-32 or EBCDIC).");
  }
  const bool sixteen_bit = signature != kSignatures.end() && signature->encoding != "utf-8";
  if (sixteen_bit) {
    if (!to_utf8(bytes, signature->encoding, decoded)) return refuse_encoding(issues, "The document begins as UTF-16 but is not UTF-16 throughout.");
    text = decoded;
    const std::string_view claim = declared_encoding(text);
    if (claim.empty() || claim == "utf-16" || claim == signature->encoding) return true;
    return refuse_encoding(issues, "The document is UTF-16 but its XML declaration says otherwise.");
  }
  text = signature == kSignatures.end() ? bytes : bytes.substr(signature->bytes.size());
  const std::string_view claim = declared_encoding(text);
  if (claim == "?") return refuse_encoding(issues, "The XML declaration names an encoding that is not read here.");
  if (claim.starts_with("utf-16")) return refuse_encoding(issues, "The XML declaration says UTF-16 but the bytes are not.");
  if (signature != kSignatures.end() && !claim.empty() && claim != "utf-8") {
    return refuse_encoding(issues, "The document begins with the byte order mark of UTF-8 but its XML declaration says otherwise.");
  }
  if (claim == "iso-8859-1" || claim == "windows-1252" || claim == "us-ascii") {
    if (!to_utf8(text, claim, decoded))
      return refuse_encoding(issues, "The document has bytes that do not exist in the encoding that its XML declaration names.");
    text = decoded;
    return true;
  }
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid == std::string_view::npos) return true;
  return refuse(issues, "xml.encoding", position_of(text.substr(0, invalid), invalid),
                "The bytes here are not UTF-8, which XML is in unless its declaration says otherwise. Correct the declaration or the encoding.");
}

bool starts_with_doctype(std::string_view text) {
  constexpr std::string_view kDoctype = "<!doctype";
  if (text.size() < kDoctype.size()) return false;
  return std::equal(kDoctype.begin(), kDoctype.end(), text.begin(),
                    [](char expected, char c) { return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == expected; });
}

// The offset behind white space, comments and processing instructions: that of the root element, of a DOCTYPE, or of what is no XML.
std::size_t skip_prolog(std::string_view text) {
  std::size_t at = 0;
  const auto skip = [&](std::string_view open, std::string_view close) {
    if (!text.substr(at).starts_with(open)) return false;
    const std::size_t end = text.find(close, at + open.size());
    at = end == std::string_view::npos ? text.size() : end + close.size();
    return true;
  };
  do {
    at = std::min(text.find_first_not_of(kBlank, at), text.size());
  } while (skip("<!--", "-->") || skip("<?", "?>"));
  return at;
}

// How many quoted values stand before the tag's end, counted up to one more than `enough`.
std::size_t count_attributes(std::string_view tag, std::size_t enough) {
  if (tag.starts_with("<!") || tag.starts_with("<?")) return 0;
  std::size_t count = 0;
  std::size_t at = tag.find_first_of("\"'>");
  while (at != std::string_view::npos && tag[at] != '>' && count <= enough) {
    at = tag.find(tag[at], at + 1);
    if (at == std::string_view::npos) break;
    ++count;
    at = tag.find_first_of("\"'>", at + 1);
  }
  return count;
}

// Where to look on for the next tag: behind a comment, a CDATA section or a processing instruction, else behind the '<'.
std::size_t end_of_markup(std::string_view text, std::size_t at) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kPairs = {{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};
  for (const auto& [open, close] : kPairs) {
    if (text.substr(at).starts_with(open)) return std::min(text.find(close, at), text.size());
  }
  return at + 1;
}

}  // namespace

bool open_xml(std::string_view bytes, std::string& decoded, std::string_view& text, Issues& issues) {
  if (!decode(bytes, decoded, text, issues)) return false;
  if (text.find_first_not_of(kBlank) == std::string_view::npos) return refuse(issues, "xml.empty", {}, "The document is empty.");
  const std::string_view version = declared(text, "version");
  if (!version.empty() && version != "1.0") {
    return refuse(issues, "xml.not_well_formed", {1, 1}, "The XML declaration names a version other than 1.0, the only one that is read here.");
  }
  const std::size_t nul = text.find('\0');  // Xerces takes one behind the root element for the end, and does not look at what follows
  if (nul != std::string_view::npos) {
    return refuse(issues, "xml.not_well_formed", position_of(text, nul), "There is a NUL character here, which XML does not allow.");
  }
  const std::size_t root = skip_prolog(text);
  if (!starts_with_doctype(text.substr(root))) return true;
  return refuse(issues, "xml.doctype", position_of(text, root),
                "The document has a DOCTYPE, which can make a parser open files and grow without end; none is accepted. Send it without "
                "(an HTML page is no document of a person).");
}

bool is_plain_utf8(std::string_view head) {
  const auto* signature = std::find_if(kSignatures.begin(), kSignatures.end(), [&](const Signature& s) { return head.starts_with(s.bytes); });
  if (signature != kSignatures.end() && signature->encoding != "utf-8") return false;
  const std::string_view text = signature == kSignatures.end() ? head : head.substr(signature->bytes.size());
  std::string name(declared(text, "encoding"));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const std::string_view version = declared(text, "version");
  return (name.empty() || name == "utf-8") && (version.empty() || version == "1.0");
}

std::size_t find_crowded_tag(std::string_view text, std::size_t max_attributes) {
  constexpr std::size_t kShortestAttribute = 5;  // ` a=""`
  const std::size_t window = max_attributes * kShortestAttribute + 1;
  // A '<' is never part of a tag, so a tag with that many attributes has a whole window without one behind it.
  std::size_t tag = text.find('<');
  while (tag != std::string_view::npos && text.size() - tag > window) {
    const std::size_t last = text.rfind('<', tag + window);
    if (last != tag) {
      tag = last;
      continue;
    }
    if (count_attributes(text.substr(tag, text.find('<', tag + 1) - tag), max_attributes) > max_attributes) return tag;
    tag = text.find('<', end_of_markup(text, tag));
  }
  return std::string_view::npos;
}

}  // namespace caseway::formats
