// Any bytes into read_xml and XmlSource. The source's promises: dense leaves in document order, children inside their parents, markup that is
// well-formed by itself.
#include "formats/encoding.h"
#include "formats/xml_source.h"
#include "fuzz_target.h"

namespace {

using caseway::formats::XmlNode;
using caseway::formats::XmlSource;
using caseway::fuzz::promise;

void check_node(const XmlSource& source, std::uint32_t index, std::uint32_t& leaves) {
  const XmlNode& node = source.node(index);
  promise(node.end > index && node.end <= source.nodes().size(), "a subtree ends behind its node");
  if (index > 0) promise(node.parent < index && node.end <= source.node(node.parent).end, "a child is inside its parent");
  promise(node.at.line > 0 && node.at.column > 0, "every node has a place");
  promise(caseway::formats::is_utf8(source.value(node)) && caseway::formats::is_utf8(source.name(node)), "texts are UTF-8");
  if (node.leaf != XmlNode::kNone) promise(node.leaf == leaves++ && source.node_of_leaf(node.leaf) == index, "leaves are dense and in order");
}

void check(std::string_view bytes, bool ccda, bool nested) {
  const caseway::Limits limits;
  caseway::Issues issues;
  XmlSource source;
  const bool read = source.read(bytes, {ccda}, limits, &caseway::Limits::ccda_bytes, issues);
  promise(read == issues.empty(), "a document is accepted exactly when there is no issue");
  if (!read) return;
  std::uint32_t leaves = 0;
  for (std::uint32_t i = 0; i < source.nodes().size(); ++i) {
    check_node(source, i, leaves);
    const XmlNode& node = source.node(i);
    if (!nested && node.kind == XmlNode::Kind::element && node.length > 0) check(source.value(node), false, true);
  }
  promise(leaves == source.leaves() && leaves > 0, "every leaf has its node");
  source.place(source.node_of_leaf(leaves - 1));
  if (!nested) return;
  promise(!source.main_namespace().empty() || bytes.find(" xmlns=\"") == std::string_view::npos ||
              bytes.substr(0, bytes.find('>')).find(" xmlns=") == std::string_view::npos,
          "markup keeps its namespace");
}

}  // namespace

CASEWAY_FUZZ_TARGET(xml, ".xml") {
  check(bytes, true, false);
  check(bytes, false, true);
}
