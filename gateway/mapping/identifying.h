// What a thing of theirs is called, whatever is kept of it: which fields say so, and how a name is spelled.
#pragma once

#include <string>
#include <string_view>

#include "mapping/plan.h"

namespace caseway::mapping {

bool goes_both_ways(const Field& field);  // a relation that is written from what it reads
bool is_identifier(const Field& field);   // and leads to Identifier.value, to a whole Identifier, or to an id: it stays what it is
void append_named(std::string_view what, std::string_view text, std::string& name);  // need="N2"

}  // namespace caseway::mapping
