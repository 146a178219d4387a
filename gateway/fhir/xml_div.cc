#include "fhir/xml_div.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "fhir/narrative.h"
#include "formats/xml_writer.h"

namespace caseway::fhir {

namespace {

constexpr std::string_view kXmlnsNamespace = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

// HTML's elements without content; everything else gets an end tag, since browsers take <p/> for <p>.
constexpr auto kVoid =
    std::to_array<std::string_view>({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"});

// Whether the XML declaration, if there is one, leaves UTF-8.
bool declares_utf8(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return true;
  std::string declaration(bytes.substr(0, bytes.find("?>")));
  std::transform(declaration.begin(), declaration.end(), declaration.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return declaration.find("encoding") == std::string::npos || declaration.find("utf-8") != std::string::npos;
}

// Whether 8 bytes follow, all of them ASCII.
bool is_ascii8(std::string_view bytes) {
  std::uint64_t eight = 0;
  if (bytes.size() < sizeof eight) return false;
  std::memcpy(&eight, bytes.data(), sizeof eight);
  return (eight & 0x8080808080808080u) == 0;
}

}  // namespace

void XmlDiv::clear() {
  out_.clear();
  namespaces_.clear();
  in_tag_ = false;
}

void XmlDiv::finish_tag() {
  if (in_tag_) out_ += '>';
  in_tag_ = false;
}

void XmlDiv::start(const formats::XmlName& name, std::span<const formats::XmlAttribute> attributes) {
  finish_tag();
  out_.append("<").append(name.local);
  if (namespaces_.empty() || namespaces_.back() != name.ns) {
    out_ += " xmlns=\"";
    formats::append_xml_attribute_value(out_, name.ns);
    out_ += '"';
  }
  namespaces_.emplace_back(name.ns);
  declared_.clear();
  for (const formats::XmlAttribute& a : attributes) {
    if (a.name.ns != kXmlnsNamespace) attribute(a);
  }
  in_tag_ = true;
}

void XmlDiv::attribute(const formats::XmlAttribute& attribute) {
  const formats::XmlName& name = attribute.name;
  if (!name.ns.empty() && name.ns != kXmlNamespace) {
    const std::string prefix(name.qualified.substr(0, name.qualified.find(':')));
    if (std::find(declared_.begin(), declared_.end(), prefix) == declared_.end()) {
      out_.append(" xmlns:").append(prefix).append("=\"");
      formats::append_xml_attribute_value(out_, name.ns);
      out_ += '"';
      declared_.push_back(prefix);
    }
  }
  out_.append(" ").append(name.qualified).append("=\"");
  formats::append_xml_attribute_value(out_, attribute.value);
  out_ += '"';
}

void XmlDiv::end(const formats::XmlName& name) {
  if (in_tag_ && std::find(kVoid.begin(), kVoid.end(), name.local) != kVoid.end()) {
    out_ += "/>";
    in_tag_ = false;
  } else {
    finish_tag();
    out_.append("</").append(name.local).append(">");
  }
  namespaces_.pop_back();
}

void XmlDiv::text(std::string_view piece) {
  finish_tag();
  formats::append_xml_text(out_, piece);
}

void XmlDiv::comment(std::string_view text) {
  finish_tag();
  out_.append("<!--").append(text).append("-->");
}

DivSource::DivSource(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const bool has_nul = bytes.substr(0, 4).find('\0') != std::string_view::npos;  // UTF-16
  if (!has_nul && declares_utf8(bytes)) bytes_ = bytes;
}

// A line ends with LF, CR or both: https://www.w3.org/TR/xml/#sec-line-ends
bool DivSource::next_line() {
  const std::size_t end = bytes_.find_first_of("\r\n", offset_);
  if (end == std::string_view::npos) return false;
  offset_ = end + (bytes_.substr(end).starts_with("\r\n") ? 2 : 1);
  at_ = {at_.line + 1, 1};
  return true;
}

bool DivSource::go_to(formats::Position at) {
  while (at_.line < at.line) {
    if (!next_line()) return false;
  }
  while (at_.column < at.column && offset_ < bytes_.size()) {
    if (at.column - at_.column >= 8 && is_ascii8(bytes_.substr(offset_))) {
      at_.column += 8;
      offset_ += 8;
      continue;
    }
    const auto lead = static_cast<unsigned char>(bytes_[offset_]);
    at_.column += lead >= 0xF0 ? 2 : 1;  // the reader counts UTF-16 units
    offset_ += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }
  return at_.line == at.line && at_.column == at.column && offset_ < bytes_.size();
}

std::string_view DivSource::slice(formats::Position at) {
  if (!go_to(at)) return {};
  const DivCheck check = check_div(bytes_.substr(offset_));
  return check.why_not.empty() && !check.repairs() ? bytes_.substr(offset_, check.length) : std::string_view();
}

}  // namespace caseway::fhir
