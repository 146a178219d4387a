#include "transport/http/wire.h"

#include <Poco/Exception.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketImpl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace caseway::http {

namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::Socket;

constexpr std::chrono::milliseconds kSlice{100};
constexpr std::size_t kReadBytes = 32u << 10;
constexpr std::size_t kWriteBytes = 64u << 10;
constexpr int kWantRead = SecureStreamSocket::ERR_SSL_WANT_READ;
constexpr int kWantWrite = SecureStreamSocket::ERR_SSL_WANT_WRITE;

// Poco's calls on a non-blocking socket sometimes answer "not now" by a code and sometimes throw a time-out: here it is always the code.
template <class Call>
int code_of(const Call& call, int not_now) {
  try {
    return call();
  } catch (const Poco::TimeoutException&) {
    return not_now;
  }
}

// A plain sendBytes throws an I/O error when the peer is slow to read, the same as for a broken connection.
int send_plain(int descriptor, std::string_view bytes) {
  const auto n = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n >= 0) return static_cast<int>(n);
  return errno == EAGAIN || errno == EINTR ? kWantWrite : 0;
}

}  // namespace

Wire::Wire(const Poco::Net::StreamSocket& socket, bool tls) : socket_(socket), tls_(tls), descriptor_(socket.impl()->sockfd()) {
  socket_.setBlocking(false);
  socket_.setNoDelay(true);
}

Wire::~Wire() {
  try {
    socket_.close();
  } catch (const Poco::Exception&) {
    // The peer tore the connection down first: nothing is left to close.
    return;
  }
}

Wire::Result Wire::wait(int mode, Deadline deadline) const {
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline - Clock::now());
  if (left.count() <= 0) return Result::late;
  return socket_.poll(Poco::Timespan(left.count()), mode) ? Result::ok : Result::late;
}

Wire::Result Wire::after(int result, Deadline deadline) const {
  if (result == kWantWrite) return wait(Socket::SELECT_WRITE, deadline);
  if (result < 0) return wait(Socket::SELECT_READ, deadline);
  return Result::closed;
}

Wire::Result Wire::handshake(Deadline deadline) {
  if (!tls_) return Result::ok;
  SecureStreamSocket secure(socket_);
  try {
    for (;;) {
      const int done = code_of([&] { return secure.completeHandshake(); }, kWantRead);
      if (done == 1) return Result::ok;
      const Result waited = after(done, deadline);
      if (waited != Result::ok) return waited;
    }
  } catch (const Poco::Exception&) {
    return Result::closed;
  }
}

Wire::Result Wire::read_some(std::string& to, Deadline deadline, const std::function<bool()>& give_up) {
  std::array<char, kReadBytes> buffer;
  try {
    for (;;) {
      const int n = code_of([&] { return socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size())); }, kWantRead);
      if (n > 0) {
        to.append(buffer.data(), static_cast<std::size_t>(n));
        return Result::ok;
      }
      if (n == 0) return Result::closed;
      const Result waited = after(n, give_up ? std::min(deadline, Clock::now() + kSlice) : deadline);
      if (waited == Result::closed || (waited == Result::late && (!give_up || give_up() || Clock::now() >= deadline))) return waited;
    }
  } catch (const Poco::Exception&) {
    return Result::closed;
  }
}

Wire::Result Wire::write(std::string_view bytes, Deadline deadline) {
  try {
    while (!bytes.empty()) {
      // A TLS write that could not finish must be repeated with the same bytes: the piece stays as it is until it is gone.
      const auto piece = bytes.substr(0, kWriteBytes);
      const int n = tls_ ? code_of([&] { return socket_.sendBytes(piece.data(), static_cast<int>(piece.size())); }, kWantWrite)
                         : send_plain(descriptor_, piece);
      if (n > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(n));
        continue;
      }
      const Result waited = after(n, deadline);
      if (waited != Result::ok) return waited;
    }
    return Result::ok;
  } catch (const Poco::Exception&) {
    return Result::closed;
  }
}

void Wire::close_gently(Deadline deadline) {
  try {
    if (tls_) {
      socket_.shutdown();  // close_notify, then the TCP connection
    }
    ::shutdown(descriptor_, SHUT_WR);
    // Straight from the descriptor: what a TLS peer still sends need not be decrypted to be thrown away.
    std::array<char, kReadBytes> buffer;
    for (;;) {
      const auto n = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (n == 0 || (n < 0 && wait(Socket::SELECT_READ, deadline) != Result::ok)) return;
      if (n > 0 && Clock::now() >= deadline) return;
    }
  } catch (const Poco::Exception&) {
    return;
  }
}

}  // namespace caseway::http
