// What every route that sends a document through the pipeline does alike.
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

// The body as the payload, the parameter `from`, the clock, the limits of live traffic.
exchange::Request journey_request(const Request& request);

// 500 or, when no worker was free in time, 503.
Response crash_answer(const Issues& issues);

}  // namespace caseway::http
