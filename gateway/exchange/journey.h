// The ledgers of the three hops composed: what became, for this receiver, of every value of the source.
#pragma once

#include <vector>

#include "exchange/pipeline.h"

namespace caseway::exchange {

// What the three hops of one document left behind.
struct Hops {
  const Document& document;
  const policy::View& view;
  const Ledger& written;  // leaf ids are node indices of view.tree
};

// Adds the document's values to journey.total (and, for Detail::values, to journey.values). Linear in leaves, links and nodes.
//   a leaf that reading did not copy or convert keeps the fate that reading gave it
//   a leaf with several targets has the worst of their fates; a target with children arrived when anything below it arrived
//   a canonical value without a source that reached the output counts as added, and so does what the writer made
void compose(const Hops& hops, Detail detail, Journey& journey);

// Adds leaves that belong to no document (refused rows).
void compose_rest(const Ledger& rest, Detail detail, Journey& journey);

// There is no result: what reading took in has arrived nowhere and is undecided, so the fates still add up.
void compose_nothing(Journey& journey);

// The journey of what went through in slices, whose hops have counted for themselves: the same as if it had been held, but for the text of the
// result.
Journey journey_in_slices(const Request& request, const Slicing& slicing, host::SlicedResult sliced);

}  // namespace caseway::exchange
