// Which fields say what a thing of theirs is called: those whose value goes both ways and is an identifier of ours, so that it stays what it is
// while everything else changes.
#pragma once

#include "mapping/plan.h"

namespace caseway::mapping {

bool goes_both_ways(const Field& field);  // a relation that is written from what it reads
bool is_identifier(const Field& field);   // and leads to Identifier.value, to a whole Identifier, or to an id

}  // namespace caseway::mapping
