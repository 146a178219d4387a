// The canonical content: any FHIR R4 resource as one element tree. There are no typed resource classes.
//
//   Tree     frozen and relocatable: an array of nodes and a heap of text, offsets only, in the standard's order
//   Element  a view of one node of a Tree
//   Draft    the tree while it is being made: children may be added in any order; freeze() puts them into the standard's order
//
// Spec: https://hl7.org/fhir/R4/json.html and xml.html. The model table behind it is generated from the official definitions (fhir/model.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"

namespace caseway {

using TypeId = std::uint16_t;  // a FHIR type or backbone element; kNoType is none
using DefId = std::uint16_t;   // an element definition: owner type + name; choice elements have one per type (valueQuantity)
constexpr TypeId kNoType = 0xffff;
constexpr DefId kNoDef = 0xffff;

// Definitions first..last of one owner: one element, or all the choices of a value[x], which stand side by side.
struct DefRange {
  DefId first = 0;
  DefId last = kNoDef;
  bool has(DefId def) const { return first <= def && def <= last; }
};
constexpr DefRange kNoRange{kNoDef, 0};

// One element. Nodes stand in pre-order: the first child of i is i + 1 (if that is < end), the next sibling of i is its `end`.
//   def     which element of its parent this is; kNoDef for the root
//   type    its type: for a place that holds any resource (contained, Bundle.entry.resource, ...) the resource's own type
//   offset  of its value in the heap; kNoValue when it has none (complex, or a primitive with extensions only). A value is never empty.
// Siblings stand by ascending def (the standard's order), so those of one name stand together.
// Element.id, Extension.url and Resource.id are ordinary child nodes. A Narrative's div is one node whose value is the XHTML text,
// outermost <div xmlns="http://www.w3.org/1999/xhtml">. Numbers, dates and base64 are kept as the text that was sent.
struct Node {
  DefId def;
  TypeId type;
  std::uint32_t end;
  std::uint32_t offset;
  std::uint32_t length;
  static constexpr std::uint32_t kNoValue = 0xffffffffu;
};

// How deep a tree may be nested; no FHIR document comes near. Code that walks a tree may recurse.
constexpr std::size_t kMaxDepth = 1000;

class Element;

class CASEWAY_API Tree {
 public:
  Tree() = default;
  Tree(std::vector<Node> nodes, std::string heap) : nodes_(std::move(nodes)), heap_(std::move(heap)) {}

  bool empty() const { return nodes_.empty(); }
  std::size_t size() const { return nodes_.size(); }
  const Node& node(std::uint32_t i) const { return nodes_[i]; }
  std::span<const Node> nodes() const { return nodes_; }
  std::string_view heap() const { return heap_; }
  Element root() const;
  Element at(std::uint32_t i) const;

  // FHIRPath of node i, with positions where an element repeats: "Bundle.entry[2].resource.name[0].family". Text is made only for a report.
  std::string path(std::uint32_t i) const;
  std::vector<std::string> paths() const;  // of every node, in one pass

  // One buffer and back. from_bytes() only splits the buffer; fhir::verify() must pass before a tree from elsewhere is used.
  std::string to_bytes() const;
  static bool from_bytes(std::string_view bytes, Tree& out);

 private:
  std::vector<Node> nodes_;
  std::string heap_;
};

// A view; valid while its Tree lives unmoved. A default Element does not exist: every question about it has an empty answer.
class CASEWAY_API Element {
 public:
  Element() = default;
  Element(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  std::uint32_t index() const { return index_; }
  const Tree& tree() const { return *tree_; }
  DefId def() const { return tree_ ? node().def : kNoDef; }
  TypeId type_id() const { return tree_ ? node().type : kNoType; }

  std::string_view name() const;  // as written in JSON and XML: "birthDate", "valueQuantity"; for the root its type
  std::string_view type() const;  // "date", "Quantity", "Patient", "Patient.contact" (backbone elements by their path)
  bool is_resource() const;

  bool has_value() const { return tree_ && node().offset != Node::kNoValue; }
  std::string_view value() const { return has_value() ? tree_->heap().substr(node().offset, node().length) : std::string_view(); }

  Element first_child() const;
  Element next_sibling(std::uint32_t parent_end) const;
  Element child(std::string_view name) const;  // the first child of that name; "value[x]" matches whichever choice is there
  std::string_view child_value(std::string_view name) const { return child(name).value(); }

  class Children;
  Children children() const;                       // all, in order
  Children children(std::string_view name) const;  // those of one name

 private:
  const Node& node() const { return tree_->node(index_); }
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

// for (Element name : patient.children("name")) ...
class Element::Children {
 public:
  class Iterator {
   public:
    Iterator() = default;
    Element operator*() const { return Element(tree_, at_); }
    Iterator& operator++() {
      at_ = tree_->node(at_).end;
      skip();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    friend class Children;
    Iterator(const Tree* tree, std::uint32_t at, std::uint32_t end, DefRange range) : tree_(tree), at_(at), end_(end), range_(range) { skip(); }
    void skip() {
      while (at_ < end_ && tree_->node(at_).def < range_.first) at_ = tree_->node(at_).end;
      if (at_ < end_ && tree_->node(at_).def > range_.last) at_ = end_;
    }
    const Tree* tree_ = nullptr;
    std::uint32_t at_ = 0;
    std::uint32_t end_ = 0;
    DefRange range_;
  };
  Children() = default;
  Children(const Tree* tree, std::uint32_t begin, std::uint32_t end, DefRange range) : tree_(tree), begin_(begin), end_(end), range_(range) {}
  Iterator begin() const { return Iterator(tree_, begin_, end_, range_); }
  Iterator end() const { return Iterator(tree_, end_, end_, range_); }
  bool empty() const { return begin() == end(); }

 private:
  const Tree* tree_ = nullptr;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
  DefRange range_;
};

// A tree in the making. Ids are stable until freeze(). Wrong names are bugs or bad mappings, not data: add() throws std::invalid_argument
// with a sentence ("Patient has no element brithDate; did you mean birthDate?"); readers ask fhir/model.h first and report an issue.
class CASEWAY_API Draft {
 public:
  using Id = std::uint32_t;
  static constexpr Id kNone = 0xffffffffu;

  explicit Draft(std::string_view root_type);  // "Bundle", "Patient"
  explicit Draft(TypeId root_type);

  void reserve(std::size_t elements, std::size_t text_bytes);  // what is coming, roughly; only speed depends on it
  Id root() const { return 0; }
  Id add(Id parent, std::string_view name);  // a new last child: add(patient, "name"), add(obs, "valueQuantity")
  Id add(Id parent, DefId def);
  Id add_resource(Id parent, std::string_view name, std::string_view type);  // add_resource(entry, "resource", "Patient")
  Id add_resource(Id parent, DefId def, TypeId type);
  Id get_or_add(Id parent, std::string_view name);                         // the first such child, or a new one
  Id add_value(Id parent, std::string_view name, std::string_view value);  // add + set_value
  Id copy(Id parent, Element from);                                        // a whole subtree, as the same-named child of parent
  Id copy(Id parent, std::string_view name, Element from);                 // ... or under another name: copy(entry, "resource", tree.root())
  void set_value(Id id, std::string_view value);                           // "" is no value: FHIR has no empty strings
  void clear_value(Id id);
  void remove(Id id);                          // with everything below it
  void move(Id id, Id new_parent, DefId def);  // as a new last child there, with everything below it

  TypeId type(Id id) const { return nodes_[id].type; }
  DefId def(Id id) const { return nodes_[id].def; }
  Id parent(Id id) const { return nodes_[id].parent; }
  bool has_value(Id id) const { return nodes_[id].offset != Node::kNoValue; }
  std::string_view value(Id id) const;  // valid until the next set_value
  Id first_child(Id id) const { return nodes_[id].first; }
  Id next_sibling(Id id) const { return nodes_[id].next; }
  Id child(Id id, std::string_view name) const;  // first of that name, or kNone
  Id child(Id id, DefId def) const;
  std::size_t size() const { return nodes_.size(); }

  // Puts every element's children into the standard's order (stable for repeats), leaves out elements without value and children (resources
  // stay), and gives the frozen tree; its heap holds the values of its nodes and nothing else: what was removed or overwritten is gone.
  // index_of, if asked for, becomes "Draft id -> node index, or kNone where the element was left out". Linear, but for the sort of children
  // that came out of order. The draft is then a bare root again. Throws std::length_error when it is nested deeper than kMaxDepth.
  Tree freeze(std::vector<std::uint32_t>* index_of = nullptr);

 private:
  struct Made {
    DefId def;
    TypeId type;
    Id parent;
    Id first;
    Id last;
    Id next;
    std::uint32_t offset;
    std::uint32_t length;
    bool unordered;  // its children did not all come in the standard's order
  };
  Id append(Id parent, DefId def, TypeId type);
  void link_last(Id parent, Id id);
  void unlink(Id id);
  void order_children(Id id);
  void drop_unused_text(std::vector<Node>& nodes);

  std::vector<Made> nodes_;
  std::string heap_;
  std::vector<Id> unordered_;  // scratch of order_children()
};

}  // namespace caseway
