// Several documents as one resource and back: a Bundle of type collection whose entries are the documents, in order.
#pragma once

#include <vector>

#include "caseway/partner.h"
#include "fhir/collection.h"

namespace caseway::host {

using fhir::Collection;

// Whether the tree is a Bundle of type collection with entries that hold nothing but a Bundle each: what Collection makes.
bool is_collection(const Tree& tree);

// The documents of a collection, each with the leaves of the source that arrived in it; `rest` gets the leaves of the collection itself.
// `ledger` is of the hop that made `tree`: leaves of the source -> node indices. Linear.
std::vector<Document> split(const Tree& tree, const Ledger& ledger, Ledger& rest);

}  // namespace caseway::host
