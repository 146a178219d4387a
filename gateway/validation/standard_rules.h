// The base definitions of the standard, for every node of a document: invariants of resources and datatypes, bindings, reference targets, lengths,
// extensions, codings. One walk; a place about which the definitions say nothing more than the model table costs two look-ups.
//   issues  validation.invariant, validation.binding, validation.reference, validation.extension, validation.code, ...
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_standard_rules(const Examination& examination, Findings& findings);

}  // namespace caseway::validation
