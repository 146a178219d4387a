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

// As one document.
void judge(const Document& document, const std::vector<std::string>& profiles, const validation::Validator& validator, Issues& issues);

// Resources of the document, each for itself: the lines of an NDJSON file. Paths begin at the resource, places are those of the document.
void judge_parts(const Document& document, const std::vector<Element>& parts, const std::vector<std::string>& profiles,
                 const validation::Validator& validator, Issues& issues);

// The input of FHIR's operation: the one resource in it, against its `profile` parameters too. Issue exchange.validate.resource when there is not
// one.
void judge_operation(const Document& parameters, const std::vector<std::string>& profiles, const validation::Validator& validator, Issues& issues);

}  // namespace caseway::exchange
