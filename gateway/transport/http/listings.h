// What there is to choose from: dialects, partners, and which dialect a document looks like.
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

Response list_plugins(const exchange::Pipeline& pipeline, const Request& request);
Response list_partners(const exchange::Pipeline& pipeline, const Request& request);
Response list_parked(const exchange::Pipeline& pipeline, const Request& request);
Response recognise(const exchange::Pipeline& pipeline, const Request& request);

}  // namespace caseway::http
