// A strict HTTP/1.1 server on Poco::Net::TCPServer: counted bodies, absolute deadlines, any framing doubt is 400 and close (RFC 9112).
#pragma once

#include "settings/settings.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::http {

struct Request {
  std::string method;
  std::string path;                                          // percent-decoded, no query
  std::vector<std::pair<std::string, std::string>> query;    // decoded
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, values raw
  std::string body;
  std::string peer;
  std::string_view header(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
};
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Length, Date and Connection are the server's
  std::string body;
};
using Handler = std::function<Response(const Request&)>;

// Asked after the head and before the body is read, so that a wrong method, path, key or size is refused without reading it.
// An empty optional-like Response with status 0 means "go on".
using HeadCheck = std::function<Response(const Request&, unsigned long long content_length)>;

class Server {
 public:
  // Throws settings errors as std::runtime_error with a sentence (port in use, not loopback without a key, bad certificate).
  Server(const settings::HttpSettings& settings, HeadCheck check, Handler handler);
  ~Server();
  std::uint16_t port() const;  // the bound port (settings.port 0 lets the system choose)
  void stop();                 // drains: no new connections, requests in flight are answered, within drain_timeout_ms

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::http
