// A strict HTTP/1.1 server on Poco::Net::TCPServer: counted bodies, absolute deadlines, any framing doubt is 400 and close (RFC 9112).
//
//   head       header_timeout_ms from its first byte, then 408; what is refused and how: transport/http/head.h
//   body       body_timeout_ms, and 1 KiB/s after the first 5 s, then 408; larger than max_body_bytes is 413 before it is read, unless the
//   application
//              takes more of it in a file (Application::largest_body);
//              a body that ends early is 400 and never reaches the handler; all bodies in memory together have a budget, beyond it 503
//   answer     read by the client within body_timeout_ms, else the connection is closed
//   idle       idle_timeout_ms between requests; soon when other connections wait for a thread or the server drains
//   refusals   an answer of 4xx or 5xx that the server itself gives closes the connection; the rest of what was sent is never interpreted
//   crowd      more than max_connections, or max_connections_per_address from one address: 503 and close
//   TLS        1.2 or later with tls_certificate and tls_key; the handshake has header_timeout_ms
//   application  runs on the connection's thread, many at a time; an exception is a 500
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/byte_source.h"
#include "settings/settings.h"

namespace caseway::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string path;  // percent-decoded, no query
  Fields query;      // decoded
  Fields headers;    // names in lower case, values raw
  std::string body;
  std::shared_ptr<const formats::Spool> body_file = nullptr;  // in place of `body`: one larger than max_body_bytes
  std::string peer;                                           // the client's address, without port
  std::string_view header(std::string_view name) const;       // the first of that name, "" when absent
  std::string_view parameter(std::string_view name) const;    // likewise
};
struct Response {
  int status = 200;
  Fields headers;                                             // Content-Length, Date and Connection are the server's
  std::string body;                                           // not sent when the request is HEAD, but its length is told
  std::shared_ptr<const formats::Spool> body_file = nullptr;  // in place of `body`
  std::uint64_t length() const;                               // of the one or the other
  std::function<void()> written = nullptr;                    // called when all of it has been sent
  Fields log;                                                 // what the application wants in its request log; never sent
};

// One answered request, for the log. The request may be half parsed when the server itself refused it: method and path are then empty.
struct Answered {
  const Request& request;
  const Response& response;
  std::uint64_t bytes_in = 0;        // of the body, as far as it was read
  std::uint64_t bytes_out = 0;       // of the body
  std::chrono::microseconds took{};  // from the first byte of the request to the last of the answer
};

// What a server serves. Every function is called on many threads at a time.
class Application {
 public:
  virtual ~Application() = default;
  // Asked after the head and before the body is read, so that a wrong method, path, key or type is refused without reading it.
  // A Response with status 0 means "go on". content_length is 0 for a chunked body.
  virtual Response check(const Request& head, std::uint64_t content_length) const = 0;
  // How large a body of such a request may be when it comes in a file; 0: max_body_bytes, in memory.
  virtual std::uint64_t largest_body(const Request&) const { return 0; }
  virtual Response handle(const Request& request) const = 0;
  // The answer to what the server itself refuses; `reason` is a sentence that quotes nothing of the request. Default: text/plain.
  virtual Response refuse(int status, std::string_view reason) const;
  virtual void answered(const Answered&) const {}
};

class Server {
 public:
  // Listens when it returns. Throws std::runtime_error with a sentence: port in use, not loopback without a key_file, bad certificate.
  // The application outlives the server.
  Server(const settings::HttpSettings& settings, const Application& application);
  ~Server();
  std::uint16_t port() const;  // the bound port (settings.port 0 lets the system choose)
  void stop();                 // drains: no new connections, requests in flight are answered, within drain_timeout_ms

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::http
