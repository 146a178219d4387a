#include "mapping/markup/xml_out.h"

#include <algorithm>

#include "formats/xml_writer.h"

namespace caseway::mapping {

XmlOut::XmlOut(std::string_view root) {
  Node node{Kind::element};
  node.live = true;
  node.name = root;
  nodes_.push_back(std::move(node));
}

XmlOut::Id XmlOut::append(Id parent, Node node) {
  const auto id = static_cast<Id>(nodes_.size());
  node.parent = parent;
  auto& above = nodes_[parent];
  if (above.last == kNo)
    above.first = id;
  else
    nodes_[above.last].next = id;
  above.last = id;
  nodes_.push_back(std::move(node));
  return id;
}

XmlOut::Id XmlOut::add(Id parent, std::string_view name, Index slot) {
  Node node{Kind::element};
  node.name = name;
  node.slot = slot;
  node.conditional = true;
  return append(parent, std::move(node));
}

XmlOut::Id XmlOut::insert(Id parent, std::string_view name, Id after) {
  if (after == kNo)  // attributes come first
    for (auto at = nodes_[parent].first; at != kNo && nodes_[at].kind == Kind::attribute; at = nodes_[at].next) after = at;
  const auto id = static_cast<Id>(nodes_.size());
  Node node{Kind::element};
  node.name = name;
  node.conditional = true;
  node.parent = parent;
  node.next = after == kNo ? nodes_[parent].first : nodes_[after].next;
  if (node.next == kNo) nodes_[parent].last = id;
  (after == kNo ? nodes_[parent].first : nodes_[after].next) = id;
  nodes_.push_back(std::move(node));
  return id;
}

std::vector<XmlOut::Id> XmlOut::children(Id parent) const {
  std::vector<Id> made;
  for (auto id = nodes_[parent].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::element && written(id)) made.push_back(id);
  return made;
}

XmlOut::Id XmlOut::find(Id parent, Index slot) const {
  Id found = kNo;
  for (auto id = nodes_[parent].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::element && nodes_[id].slot == slot && !nodes_[id].gone) found = id;
  return found;
}

XmlOut::Id XmlOut::find(Id parent, std::string_view name, std::string_view attribute, std::string_view value) const {
  for (auto id = nodes_[parent].first; id != kNo; id = nodes_[id].next) {
    if (nodes_[id].kind != Kind::element || nodes_[id].gone || nodes_[id].name != name || nodes_[id].slot != kNone) continue;
    for (auto at = nodes_[id].first; at != kNo; at = nodes_[at].next)
      if (nodes_[at].kind == Kind::attribute && nodes_[at].name == attribute && nodes_[at].value == value) return id;
  }
  return kNo;
}

XmlOut::Id XmlOut::find(Id parent, std::string_view name) const {
  for (auto id = nodes_[parent].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::element && !nodes_[id].gone && nodes_[id].name == name && nodes_[id].slot == kNone) return id;
  return kNo;
}

bool XmlOut::has_child(Id parent, std::string_view name) const {
  for (auto id = nodes_[parent].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::element && !nodes_[id].gone && nodes_[id].name == name) return true;
  return false;
}

std::string_view XmlOut::text_of(Id element) const {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::text && !nodes_[id].gone) return nodes_[id].value;
  return {};
}

std::string_view XmlOut::attribute_of(Id element, std::string_view name) const {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::attribute && nodes_[id].name == name && !nodes_[id].gone) return nodes_[id].value;
  return {};
}

void XmlOut::attribute(Id element, std::string_view name, std::string_view value) {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::attribute && nodes_[id].name == name && !nodes_[id].gone) {
      nodes_[id].value = value;
      return;
    }
  Node node{Kind::attribute};
  node.name = name;
  node.value = value;
  append(element, std::move(node));
}

void XmlOut::text(Id element, std::string_view value, JsonType type) {
  Node node{Kind::text};
  node.type = type;
  node.value = value;
  append(element, std::move(node));
}

void XmlOut::take_text(Id element) {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::text) nodes_[id].gone = true;
}

void XmlOut::take_attribute(Id element, std::string_view name) {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::attribute && nodes_[id].name == name) nodes_[id].gone = true;
}

void XmlOut::markup(Id element, std::string_view xml) {
  Node node{Kind::markup};
  node.value = xml;
  append(element, std::move(node));
}

bool XmlOut::has_attribute(Id element, std::string_view name) const {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind == Kind::attribute && nodes_[id].name == name && !nodes_[id].gone) return true;
  return false;
}

bool XmlOut::has_content(Id element) const {
  for (auto id = nodes_[element].first; id != kNo; id = nodes_[id].next)
    if (nodes_[id].kind != Kind::attribute && !nodes_[id].gone && (nodes_[id].kind != Kind::element || written(id))) return true;
  return false;
}

void XmlOut::live(Id element) {
  for (auto id = element; id != kNo && !nodes_[id].live; id = nodes_[id].parent) nodes_[id].live = true;
}

void XmlOut::firm(Id element, Id below) {
  for (auto id = element; id != kNo && id != below; id = nodes_[id].parent) nodes_[id].conditional = false;
}

void XmlOut::undo(std::size_t size) {
  for (auto id = size; id < nodes_.size(); ++id) nodes_[id].gone = true;
}

std::string XmlOut::path(Id element) const {
  std::string made;
  for (auto id = element; id != kNo; id = nodes_[id].parent) made = "/" + std::string(nodes_[id].name) + made;
  return made;
}

// "{uri}local" with the prefix that the mapping gives the namespace.
std::string XmlOut::qualified(std::string_view name, const Prefixes& prefixes) {
  if (!name.starts_with('{')) return std::string(name);
  const auto end = name.find('}');
  for (const auto& [prefix, uri] : prefixes)
    if (uri == name.substr(1, end - 1)) return prefix + ":" + std::string(name.substr(end + 1));
  return std::string(name.substr(end + 1));
}

// Namespaces that the mapping does not name come with what was kept.
XmlOut::Prefixes XmlOut::with_others(Prefixes prefixes) const {
  for (const auto& node : nodes_) {
    if (node.gone || !node.name.starts_with('{')) continue;
    const auto uri = node.name.substr(1, node.name.find('}') - 1);
    if (std::none_of(prefixes.begin(), prefixes.end(), [&](const auto& known) { return known.second == uri; }))
      prefixes.emplace_back("n" + std::to_string(prefixes.size() + 1), uri);
  }
  return prefixes;
}

std::string XmlOut::spell(std::string_view ns, const Prefixes& known) const {
  const auto prefixes = with_others(known);
  std::string body;
  spell(kRoot, 0, body, prefixes);
  std::string declared;
  const auto declare = [&](std::string_view prefix, std::string_view uri) {
    if (body.find("<" + std::string(prefix) + ":") == std::string::npos && body.find(" " + std::string(prefix) + ":") == std::string::npos) return;
    ((declared += " xmlns:") += prefix) += "=\"";
    formats::append_xml_attribute_value(declared, uri);
    declared += '"';
  };
  if (!ns.empty()) {
    declared += " xmlns=\"";
    formats::append_xml_attribute_value(declared, ns);
    declared += '"';
  }
  declare("xsi", "http://www.w3.org/2001/XMLSchema-instance");
  declare("sdtc", "urn:hl7-org:sdtc");
  for (const auto& [prefix, uri] : prefixes) declare(prefix, uri);
  body.insert(1 + nodes_[kRoot].name.size(), declared);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body;
}

void XmlOut::spell(Id id, int depth, std::string& out, const Prefixes& prefixes) const {
  const auto indent = static_cast<std::size_t>(depth) * 2;
  const auto name = qualified(nodes_[id].name, prefixes);
  out.append(indent, ' ').append("<").append(name);
  for (auto child = nodes_[id].first; child != kNo; child = nodes_[child].next) {
    const auto& node = nodes_[child];
    if (node.kind != Kind::attribute || node.gone) continue;
    out.append(" ").append(qualified(node.name, prefixes)).append("=\"");
    formats::append_xml_attribute_value(out, node.value);
    out += '"';
  }
  if (!has_content(id)) {
    out += "/>\n";
    return;
  }
  out += '>';
  bool elements = false;
  bool texts = false;
  for (auto child = nodes_[id].first; child != kNo; child = nodes_[child].next)
    texts = texts || ((nodes_[child].kind == Kind::text || nodes_[child].kind == Kind::markup) && !nodes_[child].gone);
  for (auto child = nodes_[id].first; child != kNo; child = nodes_[child].next) {
    const auto& node = nodes_[child];
    if (node.gone) continue;
    if (node.kind == Kind::text) formats::append_xml_text(out, node.value);
    if (node.kind == Kind::markup) out += node.value;
    if (node.kind != Kind::element || !written(child)) continue;
    if (!elements && !texts) out += '\n';
    elements = true;
    spell(child, texts ? 0 : depth + 1, out, prefixes);
    if (texts) out.pop_back();  // no layout inside mixed content
  }
  if (elements && !texts) out.append(indent, ' ');
  out.append("</").append(name).append(">\n");
}

}  // namespace caseway::mapping
