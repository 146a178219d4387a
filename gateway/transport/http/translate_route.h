// POST /translate: the body is the document, the answer is the result, or with report=full result and report together;
// report=text gives the same with the result always as a string, exactly its bytes (a JSON reader that turns numbers into binary changes 1.50).
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

Response translate(const exchange::Pipeline& pipeline, const Request& request);

}  // namespace caseway::http
