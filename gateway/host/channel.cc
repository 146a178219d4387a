#include "host/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace caseway::host {
namespace {

constexpr std::size_t kHeaderBytes = 9;
constexpr std::size_t kChunkBytes = 1u << 20;

}  // namespace

Channel::~Channel() { ::close(socket_); }

Passed Channel::wait(short events, Deadline deadline) const {
  for (;;) {
    int timeout_ms = -1;
    if (deadline != kNever) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
      if (left <= 0) return Passed::too_late;
      timeout_ms = static_cast<int>(std::min<long long>(left, 1 << 30));
    }
    pollfd poll{socket_, events, 0};
    const int n = ::poll(&poll, 1, timeout_ms);
    if (n > 0) return Passed::yes;
    if (n < 0 && errno != EINTR) return Passed::closed;
  }
}

Passed Channel::send_all(std::string_view bytes, Deadline deadline) const {
  while (!bytes.empty()) {
    const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (const auto passed = wait(POLLOUT, deadline); passed != Passed::yes) return passed;
    } else if (errno != EINTR) {
      return Passed::closed;
    }
  }
  return Passed::yes;
}

Passed Channel::receive_all(char* to, std::size_t size, Deadline deadline) const {
  while (size > 0) {
    const auto n = ::recv(socket_, to, size, MSG_DONTWAIT);
    if (n > 0) {
      to += n;
      size -= static_cast<std::size_t>(n);
    } else if (n == 0) {
      return Passed::closed;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (const auto passed = wait(POLLIN, deadline); passed != Passed::yes) return passed;
    } else if (errno != EINTR) {
      return Passed::closed;
    }
  }
  return Passed::yes;
}

Passed Channel::send(FrameKind kind, std::string_view body, Deadline deadline) const {
  std::array<char, kHeaderBytes> header{};
  for (std::size_t i = 0; i < 8; ++i) header[i] = static_cast<char>(body.size() >> (8 * i) & 0xff);
  header[8] = static_cast<char>(kind);
  const auto passed = send_all({header.data(), header.size()}, deadline);
  return passed == Passed::yes ? send_all(body, deadline) : passed;
}

Passed Channel::receive(Frame& frame, std::size_t max_bytes, Deadline deadline) const {
  std::array<char, kHeaderBytes> header{};
  if (const auto passed = receive_all(header.data(), header.size(), deadline); passed != Passed::yes) return passed;
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < 8; ++i) size |= std::uint64_t{static_cast<unsigned char>(header[i])} << (8 * i);
  const auto kind = static_cast<unsigned char>(header[8]);
  if (size > max_bytes || kind > static_cast<unsigned char>(FrameKind::done)) return Passed::damaged;
  frame.kind = static_cast<FrameKind>(kind);
  frame.body.clear();
  while (frame.body.size() < size) {
    const auto had = frame.body.size();
    frame.body.resize(had + std::min<std::size_t>(size - had, kChunkBytes));
    if (const auto passed = receive_all(frame.body.data() + had, frame.body.size() - had, deadline); passed != Passed::yes) return passed;
  }
  return Passed::yes;
}

namespace {

// One byte, since a message needs one, with two descriptors beside it: unix(7), SCM_RIGHTS.
struct FilesMessage {
  FilesMessage() {
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
  }
  char byte = 0;
  iovec bytes{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
  msghdr header{};
};

}  // namespace

Passed Channel::send_files(const std::array<int, 2>& files, Deadline deadline) const {
  FilesMessage message;
  cmsghdr* const rights = CMSG_FIRSTHDR(&message.header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof files);
  std::memcpy(CMSG_DATA(rights), files.data(), sizeof files);
  for (;;) {
    if (::sendmsg(socket_, &message.header, MSG_DONTWAIT | MSG_NOSIGNAL) == 1) return Passed::yes;
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return Passed::closed;
    if (const auto passed = wait(POLLOUT, deadline); passed != Passed::yes) return passed;
  }
}

Passed Channel::receive_files(std::array<int, 2>& files, Deadline deadline) const {
  FilesMessage message;
  for (;;) {
    if (const auto passed = wait(POLLIN, deadline); passed != Passed::yes) return passed;
    const auto n = ::recvmsg(socket_, &message.header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n == 1) break;
    if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) return Passed::closed;
  }
  const cmsghdr* const rights = CMSG_FIRSTHDR(&message.header);
  if (rights == nullptr || rights->cmsg_type != SCM_RIGHTS || rights->cmsg_len != CMSG_LEN(sizeof files)) return Passed::damaged;
  std::memcpy(files.data(), CMSG_DATA(rights), sizeof files);
  return Passed::yes;
}

bool Channel::closed_by_peer() const {
  char byte;
  const auto n = ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace caseway::host
