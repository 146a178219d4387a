// An XML document as a source tree with dense leaf ids (report/leaf.h): what a mapping reads from. A sink of xml_reader's events.
#pragma once

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::formats {

// Nodes stand in pre-order: element, its attributes, then text runs and child elements in document order.
struct XmlNode {
  enum class Kind : std::uint8_t { element, attribute, text };
  Kind kind;
  bool structural;           // leaf is structural (report/leaf.h)
  std::uint16_t name;        // index into names(); text runs have 0
  std::uint32_t parent;
  std::uint32_t end;         // index after the subtree
  std::uint32_t leaf;        // leaf id, or kNone: inner elements; a section's text is one leaf and has no children, its value is its markup
  std::uint32_t offset;      // value: attribute value, text run, markup of an opaque element
  std::uint32_t length;
  Position at;
  static constexpr std::uint32_t kNone = 0xffffffffu;
};

class CASEWAY_API XmlSource {
 public:
  // Which elements are one leaf whatever is inside ("text" of a C-CDA section), and whether C-CDA's structural attributes count apart.
  struct Shape {
    bool ccda = false;
  };

  // False, with issues, when the document is refused. The ledger gets one leaf per leaf of the document.
  bool read(std::string_view bytes, const Shape& shape, const Limits& limits, std::size_t max_bytes, Issues& issues);

  const std::vector<XmlNode>& nodes() const { return nodes_; }
  // Names are interned as "local" for the document's main namespace (that of the root), "prefix:local" with the well-known prefixes sdtc, xsi,
  // xhtml, xml for theirs, and "{uri}local" otherwise, whatever prefix the document used.
  std::string_view name(const XmlNode& node) const { return names_[node.name]; }
  std::uint16_t find_name(std::string_view name) const;  // 0 when the document has no such name
  std::string_view value(const XmlNode& node) const { return std::string_view(heap_).substr(node.offset, node.length); }
  std::uint32_t leaves() const { return leaves_; }
  std::uint32_t node_of_leaf(std::uint32_t leaf) const { return leaf_nodes_[leaf]; }
  // "/ClinicalDocument/component/structuredBody/component[3]/section/@code"; position only where a name repeats among siblings.
  std::string path(std::uint32_t node) const;
  Place place(std::uint32_t node) const;

 private:
  friend class XmlSourceBuilder;
  std::vector<XmlNode> nodes_;
  std::vector<std::string> names_;
  std::vector<std::uint32_t> leaf_nodes_;
  std::string heap_;
  std::uint32_t leaves_ = 0;
};

}  // namespace caseway::formats
