// What both readers do around the draft: remember the leaves in source order, count positions, and in the end freeze and fill the ledger.
#pragma once

#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::fhir {

// Turns byte offsets into positions; cheap when they come in ascending order, as leaves do.
class Positions {
 public:
  explicit Positions(std::string_view bytes) : bytes_(bytes) {}
  formats::Position at(std::size_t offset);

 private:
  std::string_view bytes_;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::size_t counted_ = 0;  // up to here, from line_start_, column_ characters
  std::uint32_t column_ = 0;
};

// The leaves of a document that is being read: where each went in the draft, and, when they are to be named, where each stood. A place is counted
// as the reader counts: a byte offset, or line and column.
class Leaves {
 public:
  explicit Leaves(bool named) : named_(named) {}

  void add(Draft::Id node, Fate fate, std::uint64_t place) {
    leaves_.push_back({node, fate});
    if (named_) places_.push_back(place);
  }
  // The leaves without a node that come next are of an element that the standard does not have.
  void begin_unknown(std::string path) {
    if (named_) unknown_.push_back({leaves_.size(), std::move(path)});
  }
  std::size_t size() const { return leaves_.size(); }
  bool named() const { return named_; }
  std::uint64_t place(std::size_t leaf) const { return places_[leaf]; }

  // One ledger leaf per leaf. `index_of` is freeze()'s; a leaf whose node is Draft::kNone, or was left out, has no target.
  void account(const std::vector<std::uint32_t>& index_of, Ledger& ledger) const;
  // For naming: the node that a leaf reached, or Draft::kNone; and what a leaf without one is called.
  std::uint32_t node(std::size_t leaf, const std::vector<std::uint32_t>& index_of) const;
  std::string_view unknown_path(std::size_t leaf) const;

 private:
  struct Leaf {
    Draft::Id node;
    Fate fate;
  };
  struct UnknownPart {
    std::size_t first;  // leaf
    std::string path;
  };
  std::vector<Leaf> leaves_;
  std::vector<std::uint64_t> places_;
  std::vector<UnknownPart> unknown_;
  bool named_;
};

// Where each node of a draft stood; kept when somebody asks. Nodes come in the order of their ids, so places of a JSON text ascend.
class NodePlaces {
 public:
  explicit NodePlaces(bool wanted) : wanted_(wanted) {}
  void add(std::uint64_t place) {
    if (wanted_) places_.push_back(place);
  }
  // Per node of the frozen tree; `position_of` turns a place into a position.
  template <class PositionOf>
  std::vector<formats::Position> of_tree(const Tree& tree, const std::vector<std::uint32_t>& index_of, PositionOf position_of) const {
    std::vector<formats::Position> positions(tree.size());
    for (std::size_t id = 0; id < places_.size(); ++id) {
      if (index_of[id] != Draft::kNone) positions[index_of[id]] = position_of(places_[id]);
    }
    return positions;
  }

 private:
  std::vector<std::uint64_t> places_;  // by Draft::Id
  bool wanted_;
};

// A key or element name as it may appear in an issue's path: names of the standard do, anything stranger is not repeated.
bool is_plain_name(std::string_view name);

// "Patient has no such element; did you mean birthDate?" Looks for what was meant only while `issues` has room to say it.
std::string unknown_element(TypeId owner, std::string_view name, const Issues& issues);
constexpr std::string_view kLeftOut = " It was left out: the report lists its values as undecided.";

}  // namespace caseway::fhir
