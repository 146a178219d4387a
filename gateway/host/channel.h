// Framed messages over one end of a socketpair, with a deadline. A frame is a length (8 bytes, little-endian), a kind (1 byte) and the body.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::host {

enum class FrameKind : std::uint8_t {
  // gateway -> worker
  start,      // limits of the process, plugins to leave out; first frame
  read,       // dialect, context, parts
  write,      // dialect, context, documents
  recognise,  // dialect, head, file name
  slice,      // how; two descriptors follow: the source, the result
  // worker -> gateway
  loading,      // the plugin folder whose code is about to run, before `ready`: if the process ends there, it was that one
  ready,        // names of the dialects, refused plugins; answers start
  document,     // a document that was read
  rest,         // a ledger of leaves that belong to no document
  repair,       // the rows that were refused
  shape,        // what the payload looks like
  part,         // a part that was written
  refusal,      // why a document was not written
  account,      // a ledger of a document that was written
  recognition,  // answers recognise
  sliced,       // answers slice
  done,         // crashed or not, issues; answers read and write
};

struct Frame {
  FrameKind kind = FrameKind::start;
  std::string body;
};

enum class Passed { yes, closed, too_late, damaged };

class Channel {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  static constexpr Deadline kNever = Deadline::max();

  explicit Channel(int socket) : socket_(socket) {}  // owns the socket
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  int socket() const { return socket_; }
  Passed send(FrameKind kind, std::string_view body, Deadline deadline = kNever) const;
  // `max_bytes` of the body; a longer one is `damaged`. Memory grows with what arrives, not with what is announced.
  Passed receive(Frame& frame, std::size_t max_bytes, Deadline deadline = kNever) const;
  // Open files of ours for the other process, and those that it sent, which are then ours to close. They travel behind a frame that announces them.
  Passed send_files(const std::array<int, 2>& files, Deadline deadline = kNever) const;
  Passed receive_files(std::array<int, 2>& files, Deadline deadline = kNever) const;
  bool closed_by_peer() const;  // looks, does not wait

 private:
  Passed wait(short events, Deadline deadline) const;
  Passed send_all(std::string_view bytes, Deadline deadline) const;
  Passed receive_all(char* to, std::size_t size, Deadline deadline) const;
  int socket_;
};

}  // namespace caseway::host
