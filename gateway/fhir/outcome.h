// Issues as a FHIR OperationOutcome (https://hl7.org/fhir/R4/operationoutcome.html): severity, code, details.text, diagnostics, expression.
#pragma once

#include <string>

#include "caseway/report.h"

namespace caseway::fhir {

CASEWAY_API std::string operation_outcome_json(const Issues& issues, bool pretty = true);

}  // namespace caseway::fhir
