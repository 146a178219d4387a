// A connected socket, plain or TLS, with absolute deadlines: nothing here can wait longer than it was told, whatever the peer does.
#pragma once

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace caseway::http {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

class Wire {
 public:
  enum class Result : std::uint8_t {
    ok,
    closed,  // by the peer, or broken
    late     // the deadline passed, or `give_up` said so
  };

  Wire(const Poco::Net::StreamSocket& socket, bool tls);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  Result handshake(Deadline deadline);  // nothing to do without TLS
  // Appends what has arrived, at least one byte. `give_up` is asked every 100 ms in which nothing came, not before: a peer that is just about to send
  // should not find the connection closed. It may be empty.
  Result read_some(std::string& to, Deadline deadline, const std::function<bool()>& give_up = {});
  Result write(std::string_view bytes, Deadline deadline);
  // Tells the peer that nothing more comes, and discards what it still sends for a moment, so that it can read our last words: closing a socket
  // with unread bytes resets the connection, and the answer is lost.
  void close_gently(Deadline deadline);
  int descriptor() const { return descriptor_; }

 private:
  Result wait(int mode, Deadline deadline) const;     // Poco's select mode
  Result after(int result, Deadline deadline) const;  // what to do when a call on the socket returned <= 0
  Poco::Net::StreamSocket socket_;
  bool tls_;
  int descriptor_;
};

}  // namespace caseway::http
