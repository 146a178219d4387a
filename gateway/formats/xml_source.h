// An XML document as a source tree with dense leaf ids (report/leaf.h): what a mapping reads from. A sink of xml_reader's events.
//
//   issues  those of xml_reader.h, and limit.names (more than 65 535 different names), limit.output_factor (a narrative's markup)
//   threads one at a time for path() and place(), any number for the rest
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::formats {

// Nodes stand in pre-order: element, its attributes, then text runs and child elements in document order. Attributes that are no leaf
// (xmlns*, schemaLocation) and blank text runs are no nodes.
struct XmlNode {
  enum class Kind : std::uint8_t { element, attribute, text };
  Kind kind;
  bool structural;       // leaf is structural (report/leaf.h)
  std::uint16_t name;    // see XmlSource::name(); text runs have 0
  std::uint32_t parent;  // kNone for the root
  std::uint32_t end;     // index after the subtree
  std::uint32_t leaf;    // leaf id, or kNone: inner elements; a section's text is one leaf and has no children, its value is its markup
  std::uint32_t offset;  // value: attribute value, text run, markup of an opaque element
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

  // False, with issues, when the document is refused.
  bool read(std::string_view bytes, const Shape& shape, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues);
  // Appends one leaf per leaf of the document, `undecided` or `structural`, named by place() if asked for. On an empty ledger the ids are the leaf
  // ids.
  void add_leaves(Ledger& ledger, bool name_leaves) const;

  const std::vector<XmlNode>& nodes() const { return nodes_; }
  const XmlNode& node(std::uint32_t index) const { return nodes_[index]; }
  // Names are interned as "local" for the document's main namespace (that of the root) and for attributes without one, "prefix:local" with the
  // well-known prefixes sdtc, xsi, xhtml, xml for theirs, and "{uri}local" otherwise, whatever prefix the document used.
  std::string_view name(const XmlNode& node) const { return names_[node.name]; }
  std::string_view main_namespace() const { return main_namespace_; }
  std::uint16_t find_name(std::string_view name) const;  // 0 when the document has no such name
  // The text of an attribute, a text run, or an opaque element (a well-formed fragment that declares its namespaces).
  std::string_view value(const XmlNode& node) const { return std::string_view(heap_).substr(node.offset, node.length); }
  std::uint32_t leaves() const { return static_cast<std::uint32_t>(leaf_nodes_.size()); }
  std::uint32_t node_of_leaf(std::uint32_t leaf) const { return leaf_nodes_[leaf]; }

  // for (std::uint32_t child : source.children(element)) ...  text runs and child elements in document order, without the attributes
  class Children;
  Children children(std::uint32_t element) const;
  // The first attribute or child element of that name (see find_name), or kNone; the next one after `after`, a child that was found before.
  std::uint32_t attribute(std::uint32_t element, std::uint16_t name) const;
  std::uint32_t child(std::uint32_t element, std::uint16_t name) const;
  std::uint32_t next_child(std::uint32_t after) const;

  // Gives an element or attribute the name that its reader knows it by.
  void name_anew(std::uint32_t node, std::string_view name);

  // "/ClinicalDocument/component/structuredBody/component[3]/section/@code"; position only where a name repeats among siblings. Of JSON a pointer.
  std::string path(std::uint32_t node) const;
  Place place(std::uint32_t node) const;
  std::uint32_t position(std::uint32_t node) const { return positions()[node]; }  // among its namesakes, from 1; 0 when it has none

 private:
  friend class XmlSourceBuilder;
  friend class JsonSourceBuilder;
  std::string pointer(std::uint32_t node) const;
  const std::vector<std::uint32_t>& positions() const;
  std::vector<XmlNode> nodes_;
  std::vector<std::string> names_;
  std::vector<std::uint32_t> leaf_nodes_;
  std::string heap_;
  std::string main_namespace_;
  bool pointers_ = false;                  // it was JSON: elements that are items of an array are `structural`
  std::uint32_t record_ = XmlNode::kNone;  // the one item of a list of records that this tree has, and which one it is
  std::uint32_t ordinal_ = 0;
  mutable std::vector<std::uint32_t> positions_;  // of each node among its namesakes, 0 when it has none; made for the first path
};

class XmlSource::Children {
 public:
  class Iterator {
   public:
    Iterator(const XmlNode* nodes, std::uint32_t at) : nodes_(nodes), at_(at) {}
    std::uint32_t operator*() const { return at_; }
    Iterator& operator++() {
      at_ = nodes_[at_].end;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const XmlNode* nodes_;
    std::uint32_t at_;
  };
  Children(const XmlNode* nodes, std::uint32_t begin, std::uint32_t end) : nodes_(nodes), begin_(begin), end_(end) {}
  Iterator begin() const { return {nodes_, begin_}; }
  Iterator end() const { return {nodes_, end_}; }

 private:
  const XmlNode* nodes_;
  std::uint32_t begin_;
  std::uint32_t end_;
};

}  // namespace caseway::formats
