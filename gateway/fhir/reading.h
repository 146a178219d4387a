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

// The leaves of a document that is being read: where each went in the draft, and, when they are to be named, where each stood.
class Leaves {
 public:
  explicit Leaves(bool named) : named_(named) {}

  void add(Draft::Id node, Fate fate, std::uint64_t place) {
    leaves_.push_back({node, fate});
    if (named_) places_.push_back(place);
  }
  std::size_t size() const { return leaves_.size(); }
  bool named() const { return named_; }
  std::uint64_t place(std::size_t leaf) const { return places_[leaf]; }

  // One ledger leaf per leaf. `index_of` is freeze()'s; a leaf whose node is Draft::kNone, or was left out, has no target.
  void account(const std::vector<std::uint32_t>& index_of, Ledger& ledger) const;
  // The node that each leaf reached, for naming: a path and a position per leaf.
  std::uint32_t node(std::size_t leaf, const std::vector<std::uint32_t>& index_of) const;

 private:
  struct Leaf {
    Draft::Id node;
    Fate fate;
  };
  std::vector<Leaf> leaves_;
  std::vector<std::uint64_t> places_;  // as the reader counts: a byte offset, or line and column
  bool named_;
};

// A key or element name as it may appear in an issue's path: names of the standard do, anything stranger is not repeated.
bool is_plain_name(std::string_view name);

// "Patient has no such element; did you mean birthDate?"
std::string unknown_element(TypeId owner, std::string_view name);

}  // namespace caseway::fhir
