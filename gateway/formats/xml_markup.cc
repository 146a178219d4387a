#include "formats/xml_markup.h"

#include <algorithm>

#include "formats/xml_writer.h"
#include "report/leaf.h"

namespace caseway::formats {

void XmlMarkup::start(const XmlName& name, std::span<const XmlAttribute> attributes) {
  close_tag();
  bindings_at_.push_back(bindings_.size());
  out_.append("<").append(name.local);
  bind("", name.ns);
  for (const XmlAttribute& attribute : attributes) {
    if (report::is_plumbing_attribute(attribute.name.qualified)) continue;
    const std::string_view qualified = attribute.name.qualified;
    const std::size_t colon = qualified.find(':');
    if (colon != std::string_view::npos) bind(qualified.substr(0, colon), attribute.name.ns);
    out_.append(" ").append(qualified).append("=\"");
    append_xml_attribute_value(out_, attribute.value);
    out_.push_back('"');
  }
  tag_is_open_ = true;
}

void XmlMarkup::end(const XmlName& name) {
  if (tag_is_open_) {
    out_.append("/>");
    tag_is_open_ = false;
  } else {
    out_.append("</").append(name.local).append(">");
  }
  bindings_.resize(bindings_at_.back());
  bindings_at_.pop_back();
}

void XmlMarkup::text(std::string_view piece) {
  if (piece.empty()) return;
  close_tag();
  append_xml_text(out_, piece);
}

void XmlMarkup::close_tag() {
  if (tag_is_open_) out_.push_back('>');
  tag_is_open_ = false;
}

void XmlMarkup::bind(std::string_view prefix, std::string_view uri) {
  if (prefix == "xml") return;
  const auto bound = std::find_if(bindings_.rbegin(), bindings_.rend(), [&](const Binding& binding) { return binding.prefix == prefix; });
  const std::string_view now = bound == bindings_.rend() ? std::string_view() : std::string_view(bound->uri);
  if (now == uri) return;
  out_.append(" xmlns").append(prefix.empty() ? "" : ":").append(prefix).append("=\"");
  append_xml_attribute_value(out_, uri);
  out_.push_back('"');
  bindings_.push_back({std::string(prefix), std::string(uri)});
}

}  // namespace caseway::formats
