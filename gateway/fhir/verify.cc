#include "fhir/verify.h"

#include "fhir/model.h"
#include "formats/encoding.h"

namespace caseway::fhir {

namespace {

class Verifier {
 public:
  Verifier(const Tree& tree, std::string& why_not) : tree_(tree), why_not_(why_not) {}

  bool run() {
    if (tree_.empty()) return refuse(0, "the tree is empty");
    if (!formats::is_utf8(tree_.heap())) return refuse(0, "the heap is not UTF-8");
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      while (!open_.empty() && tree_.node(open_.back().node).end <= i) open_.pop_back();
      if (!check(i)) return false;
      if (open_.size() >= kMaxDepth) return refuse(i, "nested too deep");
      open_.push_back({i, 0});
    }
    return text_ <= tree_.heap().size() || refuse(0, "values share text");
  }

 private:
  struct Open {
    std::uint32_t node;
    DefId last_def;
  };

  bool refuse(std::uint32_t i, std::string_view what) {
    why_not_ = "node " + std::to_string(i) + ": " + std::string(what);
    return false;
  }

  bool check(std::uint32_t i) {
    const Node& node = tree_.node(i);
    if (node.type >= types().size()) return refuse(i, "unknown type");
    const std::uint32_t limit = open_.empty() ? static_cast<std::uint32_t>(tree_.size()) : tree_.node(open_.back().node).end;
    if (node.end <= i || node.end > limit) return refuse(i, "its end is outside its parent");
    return (i == 0 ? check_root(node) : check_place(i, node)) && check_content(i, node);
  }

  bool check_root(const Node& node) {
    if (node.def != kNoDef || type(node.type).kind != Kind::resource) return refuse(0, "the root is no resource");
    return node.end == tree_.size() || refuse(0, "the root is not alone");
  }

  bool check_place(std::uint32_t i, const Node& node) {
    Open& parent = open_.back();  // never empty: the root spans all nodes
    if (node.def >= elements().size() || element(node.def).owner != tree_.node(parent.node).type) return refuse(i, "no element of its parent");
    if (node.def < parent.last_def) return refuse(i, "out of order");
    parent.last_def = node.def;
    const bool fits = element(node.def).any_resource ? type(node.type).kind == Kind::resource : node.type == element(node.def).type;
    return fits || refuse(i, "another type than its element has");
  }

  bool check_content(std::uint32_t i, const Node& node) {
    const Kind kind = type(node.type).kind;
    const bool has_children = node.end > i + 1;
    if (node.offset == Node::kNoValue) {
      if (node.length != 0) return refuse(i, "a length without a value");
      if (i > 0 && element(node.def).xml_attribute) return refuse(i, "an attribute without a value");
      return has_children || kind == Kind::resource || refuse(i, "neither value nor children");
    }
    if (kind != Kind::primitive) return refuse(i, "a value where elements belong");
    if (has_children && element(node.def).xml_attribute) return refuse(i, "an attribute with children");
    const std::string_view heap = tree_.heap();
    if (node.length == 0 || node.offset > heap.size() || node.length > heap.size() - node.offset) return refuse(i, "its value is outside the heap");
    const auto splits = [&](std::size_t at) { return at < heap.size() && (static_cast<unsigned char>(heap[at]) & 0xC0) == 0x80; };
    if (splits(node.offset) || splits(std::size_t{node.offset} + node.length)) return refuse(i, "its value splits a character");
    text_ += node.length;
    return true;
  }

  const Tree& tree_;
  std::string& why_not_;
  std::vector<Open> open_;
  std::uint64_t text_ = 0;  // bytes of all values: more than the heap has would let a small tree write a huge document
};

}  // namespace

bool verify(const Tree& tree, std::string& why_not) { return Verifier(tree, why_not).run(); }

}  // namespace caseway::fhir
