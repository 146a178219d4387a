// Several documents as one resource and back: a Bundle of type collection whose entries are the documents, in order.
#pragma once

#include <vector>

#include "caseway/partner.h"

namespace caseway::host {

// Joins documents one by one; memory follows what was added. Not thread-safe.
class Collection {
 public:
  Collection();
  // Adds the whole tree as one more entry; returns the index of its root in the collection.
  std::uint32_t add(const Tree& document);
  Tree finish();  // the collection is spent

 private:
  void open(DefId def, TypeId type);
  std::vector<Node> nodes_;
  std::string heap_;
};

// Whether the tree is a Bundle of type collection with entries that hold nothing but a Bundle each: what Collection makes.
bool is_collection(const Tree& tree);

// The documents of a collection, each with the leaves of the source that arrived in it; `rest` gets the leaves of the collection itself.
// `ledger` is of the hop that made `tree`: leaves of the source -> node indices. Linear.
std::vector<Document> split(const Tree& tree, const Ledger& ledger, Ledger& rest);

}  // namespace caseway::host
