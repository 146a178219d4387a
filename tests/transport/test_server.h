// A server with short deadlines and small handlers, for tests of the protocol.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "transport/http/server.h"

namespace caseway::http {

inline settings::HttpSettings quick_settings() {
  settings::HttpSettings settings;
  settings.port = 0;
  settings.header_timeout_ms = 400;
  settings.body_timeout_ms = 600;
  settings.idle_timeout_ms = 800;
  settings.drain_timeout_ms = 3000;
  settings.max_body_bytes = 1u << 20;
  return settings;
}

// POST /echo gives the body back, /slow takes 300 ms, /throw throws, /split tries to write a second header, GET /large gives 8 MiB.
class TestServer : public Application {
 public:
  explicit TestServer(const settings::HttpSettings& settings = quick_settings()) : server_(std::make_unique<Server>(settings, *this)) {}
  ~TestServer() override { server_.reset(); }  // before what its threads use
  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  std::vector<std::string> handled() const;  // "METHOD path" of what reached the handler
  std::vector<int> statuses() const;         // of all answers

  Response check(const Request& head, std::uint64_t content_length) const override;
  Response handle(const Request& request) const override;
  void answered(const Answered& answered) const override;

 private:
  mutable std::mutex mutex_;
  mutable std::vector<std::string> handled_;
  mutable std::vector<int> statuses_;
  std::unique_ptr<Server> server_;
};

}  // namespace caseway::http
