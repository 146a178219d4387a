#include "formats/xml_writer.h"

#include "fhir/codec.h"
#include "fhir/model_table.h"
#include "fhir/writing.h"

namespace caseway::fhir {

namespace {

using table::kElements;

class XmlText {
 public:
  XmlText(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out)
      : tree_(tree), check_(tree, issues), out_(out), pretty_(options.pretty) {}

  bool run() {
    check_.signatures();
    out_.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    if (pretty_) out_.put('\n');
    const std::string_view name = type(tree_.node(0).type).name;
    start_tag(name);
    out_.put(" xmlns=\"http://hl7.org/fhir\"");
    content(0, name);
    if (pretty_) out_.put('\n');
    return check_.passed();
  }

 private:
  void element(std::uint32_t i) {
    const ElementInfo& element = kElements[tree_.node(i).def];
    if (primitive(element.type) == Primitive::xhtml) return div(i);
    start_tag(element.name);
    if (!element.any_resource) return content(i, element.name);
    out_.put('>');
    ++depth_;
    new_line();
    const std::string_view name = type(tree_.node(i).type).name;
    start_tag(name);
    content(i, name);
    --depth_;
    new_line();
    end_tag(element.name);
  }

  // The rest of an element whose name is written: attributes, then children.
  void content(std::uint32_t i, std::string_view name) {
    const Node& node = tree_.node(i);
    if (node.offset != Node::kNoValue) attribute("value", i);
    attributes(i);
    const std::size_t tag_end = out_.written();
    ++depth_;
    DefId last = kNoDef;
    for (std::uint32_t at = i + 1; at < node.end; at = tree_.node(at).end) {
      const DefId def = tree_.node(at).def;
      if (def == last && !kElements[def].list) check_.repeated(at);
      last = def;
      if (kElements[def].xml_attribute) continue;
      if (out_.written() == tag_end) out_.put('>');
      new_line();
      element(at);
    }
    --depth_;
    if (out_.written() == tag_end) {
      out_.put("/>");
    } else {
      new_line();
      end_tag(name);
    }
  }

  // Element.id comes first of all children, Extension.url only behind its nested extensions.
  void attributes(std::uint32_t i) {
    const Node& node = tree_.node(i);
    for (std::uint32_t at = i + 1; at < node.end; at = tree_.node(at).end) {
      const ElementInfo& child = kElements[tree_.node(at).def];
      if (child.xml_attribute) attribute(child.name, at);
      if (!child.xml_attribute && node.type != extension_) return;
    }
  }

  void attribute(std::string_view name, std::uint32_t i) {
    out_.put(' ');
    out_.put(name);
    out_.put("=\"");
    const Node& node = tree_.node(i);
    const std::string_view text = tree_.heap().substr(node.offset, node.length);
    check_.value(i, primitive(node.type), text);
    if (!formats::put_xml_attribute_value(out_, text)) check_.unclean(i);
    out_.put('"');
  }

  void div(std::uint32_t i) {
    const Node& node = tree_.node(i);
    const std::string_view text = tree_.heap().substr(node.offset, node.length);
    check_.value(i, Primitive::xhtml, text);
    out_.put(text);
  }

  void start_tag(std::string_view name) {
    out_.put('<');
    out_.put(name);
  }
  void end_tag(std::string_view name) {
    out_.put("</");
    out_.put(name);
    out_.put('>');
  }
  void new_line() {
    if (!pretty_) return;
    out_.put('\n');
    out_.fill(' ', depth_ * 2);
  }

  const Tree& tree_;
  Writing check_;
  formats::TextOut out_;
  bool pretty_;
  TypeId extension_ = find_type("Extension");
  std::size_t depth_ = 0;
};

}  // namespace

bool write_xml(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out) {
  out.clear();
  out.reserve(tree.heap().size() + tree.size() * 24);
  if (!tree.empty() && XmlText(tree, options, issues, out).run()) return true;
  out.clear();
  return false;
}

}  // namespace caseway::fhir
