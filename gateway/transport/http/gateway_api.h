// The gateway's HTTP API over a pipeline: routes in one table, errors as OperationOutcome, a request log without document content.
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

#include <memory>
#include <ostream>

namespace caseway::http {

class GatewayApi {
 public:
  GatewayApi(const exchange::Pipeline& pipeline, const settings::HttpSettings& settings, std::ostream& log);
  ~GatewayApi();
  Response check(const Request& head, unsigned long long content_length) const;
  Response handle(const Request& request) const;
  void draining();  // /health/ready answers 503 from now on

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::http
