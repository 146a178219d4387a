#include "transport/test_server.h"

#include <stdexcept>
#include <thread>

namespace caseway::http {

Response TestServer::check(const Request& head, std::uint64_t) const {
  Response response;
  response.status = 0;
  if (head.path == "/forbidden") {
    response.status = 401;
    response.body = "no";
  }
  return response;
}

void TestServer::answered(const Answered& answered) const {
  const std::lock_guard lock(mutex_);
  statuses_.push_back(answered.response.status);
}

std::vector<std::string> TestServer::handled() const {
  const std::lock_guard lock(mutex_);
  return handled_;
}

std::vector<int> TestServer::statuses() const {
  const std::lock_guard lock(mutex_);
  return statuses_;
}

Response TestServer::handle(const Request& request) const {
  {
    const std::lock_guard lock(mutex_);
    handled_.push_back(request.method + " " + request.path);
  }
  Response response;
  response.headers.emplace_back("Content-Type", "application/octet-stream");
  response.body = request.method == "POST" ? request.body : "hello";
  if (request.path == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(300));
  if (request.path == "/throw") throw std::runtime_error("secret detail");
  if (request.path == "/split") response.headers.emplace_back("X-A", "b\r\nX-Evil: 1");
  if (request.path == "/large") response.body.assign(8u << 20, 'x');
  return response;
}

}  // namespace caseway::http
