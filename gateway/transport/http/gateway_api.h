// The gateway's HTTP API over a pipeline: routes in one table, errors as OperationOutcome, a request log without document content.
// docs/http-api.md is its description for callers.
#pragma once

#include <memory>
#include <ostream>

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

// Lives as long as the server that it is given to; pipeline and log must outlive it. Thread-safe.
class GatewayApi : public Application {
 public:
  // Reads settings.key_file when there is one; throws std::runtime_error with a sentence when it holds no usable key.
  GatewayApi(const exchange::Pipeline& pipeline, const settings::HttpSettings& settings, std::ostream& log);
  ~GatewayApi() override;
  Response check(const Request& head, std::uint64_t content_length) const override;
  std::uint64_t largest_body(const Request& head) const override;
  Response handle(const Request& request) const override;
  Response refuse(int status, std::string_view reason) const override;
  void answered(const Answered& answered) const override;
  void draining();  // /health/ready answers 503 from now on

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::http
