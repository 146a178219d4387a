// What one receiver gets of one document: the same whether all documents of a payload are held (pipeline.h) or one at a time (flow.h).
#pragma once

#include <vector>

#include "exchange/parties.h"
#include "exchange/pipeline.h"
#include "policy/policy.h"

namespace caseway::exchange {

Context context_for(const Request& request, const Party& party);

// `made`: a mapping made the document, so what the standard asks for and it does not say is told.
//   issues  those of fhir/validate.h, as warnings; policy.nothing_passes
policy::View decide(const Document& document, bool made, const Party& receiver, Issues& issues);

// Whether the policy withheld what the document is about: a referral that is none for housing. The receiver's dialect then misses columns, but that
// is not the reason.
bool focus_withheld(const Document& document, const policy::View& view);
void say_focus_withheld(const Document& document, const Party& receiver, Severity severity, Issues& issues);

// Of a document that is not sent at all: what the policy had let pass of it is withheld too.
Ledger all_withheld(const Tree& tree);

// What was kept goes back to whom it came from; nobody else ever sees it. `from` is the sender of the document.
// With the first document comes what an earlier one had kept (Request::carried): the values say themselves what they belong to.
std::vector<Kept> residual_for(const Request& request, const Document& document, const Party& receiver, const std::string& from, bool first);
void say_not_theirs(const Request& request, const Party& receiver, Issues& issues);

}  // namespace caseway::exchange
