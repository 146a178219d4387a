#include "transport/test_server.h"

#include <stdexcept>
#include <thread>

namespace caseway::http {

namespace {

Response check(const Request& request, unsigned long long) {
  Response response;
  response.status = 0;
  if (request.path == "/forbidden") {
    response.status = 401;
    response.body = "no";
  }
  return response;
}

}  // namespace

TestServer::TestServer(const settings::HttpSettings& settings)
    : server_(std::make_unique<Server>(
          settings, check, [this](const Request& request) { return handle(request); },
          [this](const Answered& answered) {
            const std::lock_guard lock(mutex_);
            answered_.push_back(answered.response.status);
          })) {}

std::vector<std::string> TestServer::handled() const {
  const std::lock_guard lock(mutex_);
  return handled_;
}

std::vector<int> TestServer::answered() const {
  const std::lock_guard lock(mutex_);
  return answered_;
}

Response TestServer::handle(const Request& request) {
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
