#include "formats/xml_writer.h"

#include <array>

namespace caseway::formats {
namespace {

using Escapes = std::array<std::string_view, 256>;

constexpr Escapes make_escapes(bool attribute) {
  Escapes escapes{};
  escapes['&'] = "&amp;";
  escapes['<'] = "&lt;";
  escapes['\r'] = "&#13;";
  if (attribute) {
    escapes['"'] = "&quot;";
    escapes['\t'] = "&#9;";
    escapes['\n'] = "&#10;";
  } else {
    escapes['>'] = "&gt;";
  }
  return escapes;
}

constexpr Escapes kAttribute = make_escapes(true);
constexpr Escapes kText = make_escapes(false);

}  // namespace

bool put_xml_attribute_value(TextOut& out, std::string_view text) {
  return out.put_escaped<'&', '<', '"'>(text, [](char byte) { return kAttribute[static_cast<unsigned char>(byte)]; });
}

void append_xml_attribute_value(std::string& out, std::string_view text) {
  TextOut to(out);
  put_xml_attribute_value(to, text);
}

void append_xml_text(std::string& out, std::string_view text) {
  TextOut to(out);
  to.put_escaped<'&', '<', '>'>(text, [](char byte) { return kText[static_cast<unsigned char>(byte)]; });
}

}  // namespace caseway::formats
