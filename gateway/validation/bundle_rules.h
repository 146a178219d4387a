// The rules of a Bundle as a whole, which need no package.
//
//   links      self, first, previous, next and last stand once; the last four only in search results and histories
//   fullUrl    absolute, one for every entry outside transactions and batches, unique but for versions; a RESTful one names the type and id of its
//              resource
//   document   begins with a Composition whose references lead to entries; every entry is reached from it, or leads to it
//   message    begins with a MessageHeader whose focus leads to entries
//   searchset  what is there as match or include has an id and a type that was asked for; an outcome is an OperationOutcome
//   requests   entries of a transaction or batch have a request, those of a response a response
//   issues     validation.bundle
//   spec       https://hl7.org/fhir/R4/bundle.html, https://hl7.org/fhir/R4/documents.html, https://hl7.org/fhir/R4/messaging.html
#pragma once

#include "caseway/element.h"
#include "validation/findings.h"

namespace caseway::validation {

void check_bundle(Element bundle, Findings& findings);

}  // namespace caseway::validation
