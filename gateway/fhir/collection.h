// Several resources as one: a Bundle of type collection whose entries they are, in order; and one of them cut out again.
#pragma once

#include <string>
#include <vector>

#include "caseway/element.h"

namespace caseway::fhir {

// Joins resources one by one; memory follows what was added. Not thread-safe.
class CASEWAY_API Collection {
 public:
  Collection();
  // Adds the whole tree as one more entry; returns the index of its root in the collection.
  std::uint32_t add(const Tree& resource);
  std::size_t text_bytes() const { return heap_.size(); }
  Tree finish();  // the collection is spent

 private:
  std::vector<Node> nodes_;
  std::string heap_;
};

// The subtree below and with node `root`, as a tree of its own.
CASEWAY_API Tree subtree(const Tree& tree, std::uint32_t root);

}  // namespace caseway::fhir
