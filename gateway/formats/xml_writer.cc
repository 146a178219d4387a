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

template <const Escapes& escapes>
void append_escaped(std::string& out, std::string_view text) {
  std::size_t plain = 0;  // start of the run not yet copied
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view escape = escapes[static_cast<unsigned char>(text[i])];
    if (escape.empty()) [[likely]]
      continue;
    out.append(text, plain, i - plain).append(escape);
    plain = i + 1;
  }
  out.append(text, plain, text.size() - plain);
}

}  // namespace

void append_xml_attribute_value(std::string& out, std::string_view text) { append_escaped<kAttribute>(out, text); }
void append_xml_text(std::string& out, std::string_view text) { append_escaped<kText>(out, text); }

}  // namespace caseway::formats
