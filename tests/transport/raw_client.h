// A client that sends exactly the bytes it is told, right or wrong, over a plain socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::http {

struct Answer {
  int status = 0;                              // 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);  // as much as the server takes
  void finish();                      // no more bytes from us (FIN)
  // One answer; `head_only` for the answer to a HEAD request. Waits at most `patience`.
  Answer answer(std::chrono::milliseconds patience = std::chrono::seconds(10), bool head_only = false);
  bool ended(std::chrono::milliseconds patience = std::chrono::seconds(10));  // the server closed and sent nothing before that
  int descriptor() const { return descriptor_; }

 private:
  bool more(std::chrono::steady_clock::time_point deadline);
  int descriptor_;
  std::string input_;
  bool closed_ = false;
};

}  // namespace caseway::http
