// Validation of a document that was read: the validator's issues, each with the place in the source of what it is about.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"
#include "formats/position.h"
#include "validation/validator.h"

namespace caseway::exchange {

// Where each node of a document came from: the first place in the source of a value that reached it or anything below it. Nodes that no value of the
// source reached, and documents whose leaves were not named (Detail::counts), have none. Linear.
std::vector<formats::Position> positions_of(const Document& document);

// Of a Parameters resource with a `resource` in it, that resource is judged, against its `profile` parameter too.
void judge(const Document& document, const std::vector<std::string>& profiles, const validation::Validator& validator, Issues& issues);

}  // namespace caseway::exchange
