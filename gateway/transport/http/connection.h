// One connection: requests one after the other, in order, until either side has enough.
#pragma once

#include <Poco/Net/StreamSocket.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "transport/http/body.h"
#include "transport/http/head.h"
#include "transport/http/seats.h"
#include "transport/http/server.h"
#include "transport/http/wire.h"

namespace caseway::http {

// What all connections of a server share.
struct Service {
  settings::HttpSettings settings;
  const Application& application;
  bool tls = false;
  bool loopback_names_only = false;  // 421 for any other Host
  std::atomic<bool> draining{false};
  std::function<bool()> others_wait;  // for a thread
  Seats seats;
};

class Connection {
 public:
  Connection(Service& service, const Poco::Net::StreamSocket& socket);
  void run();

 private:
  enum class Next : std::uint8_t { request, close };
  Next serve_one();
  Wire::Result wait_for_request();
  std::optional<Refusal> read_head(Head& head);
  std::optional<Refusal> read_body(const Head& head, Request& request, Seats::Memory& memory);
  std::optional<Refusal> read_counted(std::uint64_t length, Body& body);
  std::optional<Refusal> read_chunked(std::uint64_t most, Body& body, Seats::Memory& memory);
  std::uint64_t largest_body(const Request& request) const;
  std::optional<Refusal> more_body(Clock::time_point start, std::uint64_t so_far);
  Response guarded(const std::function<Response()>& ask) const;
  Next refuse(const Request& request, const Refusal& refusal);
  Next answer(const Request& request, Response response, bool keep_alive);
  Wire::Result send(const std::string& head, const Response& response);
  bool enough() const;  // an idle connection should make room

  Service& service_;
  std::string peer_;
  Wire wire_;
  std::string input_;    // arrived and not yet used
  bool served_ = false;  // at least one request
  Clock::time_point request_start_;
  std::uint64_t body_read_ = 0;  // of the current request
};

}  // namespace caseway::http
