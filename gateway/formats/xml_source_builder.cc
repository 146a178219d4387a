#include "formats/xml_source_builder.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "report/leaf.h"

namespace caseway::formats {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWellKnown = {{
    {"urn:hl7-org:sdtc", "sdtc"},
    {"http://www.w3.org/2001/XMLSchema-instance", "xsi"},
    {"http://www.w3.org/1999/xhtml", "xhtml"},
    {"http://www.w3.org/XML/1998/namespace", "xml"},
}};

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
}

}  // namespace

XmlSourceBuilder::XmlSourceBuilder(XmlSource& source, const XmlSource::Shape& shape, std::size_t max_bytes, Issues& issues)
    : source_(source), shape_(shape), max_bytes_(max_bytes), issues_(issues), markup_(source.heap_) {
  source_ = XmlSource();
  source_.names_.emplace_back();
}

bool XmlSourceBuilder::start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position at) {
  if (markup_.depth() > 0) {
    markup_.start(name, attributes);
    return has_room(at);
  }
  end_text_run();
  if (open_.empty()) source_.main_namespace_ = name.ns;
  const std::uint16_t number = intern(name, false, at);
  if (number == 0) return false;
  const auto index = static_cast<std::uint32_t>(source_.nodes_.size());
  const auto offset = static_cast<std::uint32_t>(source_.heap_.size());
  const bool opaque = is_opaque(name);
  const std::uint32_t parent = open_.empty() ? XmlNode::kNone : open_.back();
  source_.nodes_.push_back({XmlNode::Kind::element, false, number, parent, 0, XmlNode::kNone, offset, 0, at});
  open_.push_back(index);
  in_section_ = name.local == "section" && name.ns == source_.main_namespace_;
  if (opaque) {
    markup_.start(name, attributes);
    return has_room(at);
  }
  return add_attributes(name.local, attributes, index, at);
}

bool XmlSourceBuilder::end_element(const XmlName& name) {
  const bool opaque = markup_.depth() > 0;
  if (opaque) {
    markup_.end(name);
    if (markup_.depth() > 0) return true;
  } else {
    end_text_run();
  }
  const std::uint32_t index = open_.back();
  open_.pop_back();
  XmlNode& node = source_.nodes_[index];
  node.end = static_cast<std::uint32_t>(source_.nodes_.size());
  if (opaque) node.length = static_cast<std::uint32_t>(source_.heap_.size()) - node.offset;
  if (node.end == index + 1) node.leaf = add_leaf(index);
  run_start_ = source_.heap_.size();
  in_section_ = !open_.empty() && source_.name(source_.nodes_[open_.back()]) == "section";
  return true;
}

bool XmlSourceBuilder::text(std::string_view piece, Position at) {
  if (markup_.depth() > 0) {
    markup_.text(piece);
    return has_room(at);
  }
  if (run_is_blank_ && !is_blank(piece)) {
    run_is_blank_ = false;
    run_at_ = at;
  }
  source_.heap_.append(piece);
  return true;
}

bool XmlSourceBuilder::has_room(Position at) {
  if (source_.heap_.size() <= max_bytes_) return true;
  issues_.add(Severity::fatal, "limit.output_factor", {{}, at.line, at.column},
              "A narrative becomes many times longer when it stands alone, because each of its elements needs its namespace declared.");
  return false;
}

bool XmlSourceBuilder::is_opaque(const XmlName& name) const {
  return shape_.ccda && in_section_ && name.local == "text" && name.ns == source_.main_namespace_;
}

bool XmlSourceBuilder::add_attributes(std::string_view element, std::span<const XmlAttribute> attributes, std::uint32_t parent, Position at) {
  for (const XmlAttribute& attribute : attributes) {
    if (report::is_plumbing_attribute(attribute.name.qualified)) continue;
    const std::uint16_t number = intern(attribute.name, true, at);
    if (number == 0) return false;
    const auto index = static_cast<std::uint32_t>(source_.nodes_.size());
    const bool structural = shape_.ccda && report::is_ccda_structural(element, source_.names_[number]);
    source_.nodes_.push_back({XmlNode::Kind::attribute, structural, number, parent, index + 1, add_leaf(index),
                              static_cast<std::uint32_t>(source_.heap_.size()), static_cast<std::uint32_t>(attribute.value.size()), at});
    source_.heap_.append(attribute.value);
  }
  run_start_ = source_.heap_.size();
  return true;
}

void XmlSourceBuilder::end_text_run() {
  if (std::exchange(run_is_blank_, true)) {
    source_.heap_.resize(run_start_);
    return;
  }
  const auto index = static_cast<std::uint32_t>(source_.nodes_.size());
  source_.nodes_.push_back({XmlNode::Kind::text, false, 0, open_.back(), index + 1, add_leaf(index), static_cast<std::uint32_t>(run_start_),
                            static_cast<std::uint32_t>(source_.heap_.size() - run_start_), run_at_});
  run_start_ = source_.heap_.size();
}

std::uint32_t XmlSourceBuilder::add_leaf(std::uint32_t node) {
  source_.leaf_nodes_.push_back(node);
  return static_cast<std::uint32_t>(source_.leaf_nodes_.size() - 1);
}

std::uint16_t XmlSourceBuilder::intern(const XmlName& name, bool is_attribute, Position at) {
  std::string_view text = name.local;
  const bool plain = is_attribute ? name.ns.empty() : name.ns == source_.main_namespace_;
  if (!plain) {
    scratch_.clear();
    for (const auto& [uri, prefix] : kWellKnown) {
      if (uri == name.ns) scratch_.append(prefix).append(":");
    }
    if (scratch_.empty()) scratch_.append("{").append(name.ns).append("}");
    text = scratch_.append(name.local);
  }
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  if (source_.names_.size() > std::numeric_limits<std::uint16_t>::max()) {
    issues_.add(Severity::fatal, "limit.names", {{}, at.line, at.column},
                "The document has more than 65535 different names of elements and attributes, which no known format has.");
    return 0;
  }
  const auto number = static_cast<std::uint16_t>(source_.names_.size());
  source_.names_.emplace_back(text);
  numbers_.emplace(source_.names_.back(), number);
  return number;
}

}  // namespace caseway::formats
