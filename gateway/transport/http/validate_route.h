// POST /fhir/$validate: the FHIR operation, https://hl7.org/fhir/R4/resource-operation-validate.html
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

// 200 with an OperationOutcome whenever there is a verdict, good or bad, also about what is not well-formed.
Response validate(const exchange::Pipeline& pipeline, const Request& request);

}  // namespace caseway::http
