// Reads and writes documents of FHIR JSON and XML by a plan whose theirs is FHIR. What is done to them: revision.h.
//
//   forms     JSON or XML by what comes; written as the setting `form` says (fhir-json, fhir-xml), JSON when it says nothing
//   strict    as the FHIR dialects themselves: what R4 does not have is an error, or undecided with `unknown_elements: report`
//   kind      what the content shows (fhir/documents.h)
#pragma once

#include <string>

#include "caseway/partner.h"
#include "mapping/plan.h"

namespace caseway::mapping {

void read_fhir(const Plan& plan, const Context& context, const Part& part, DocumentSink& to);

// Nothing, and issues, when the document cannot be written; the ledger is of the document's nodes.
bool write_fhir(const Plan& plan, const Context& context, const Document& document, Part& part, Ledger& ledger);

Partner::Recognition recognise_fhir(const Plan& plan, std::string_view head);

}  // namespace caseway::mapping
