// What the gateway remembers of one sender between its files, as files of one folder, so that an operator can look at it with any editor:
//
//   STATE/SENDER/shapes/MAPPING.json             what its files of a kind look like (known_shape.h)
//   STATE/SENDER/overlay.yaml                    what was accepted beside the mappings (mapping/overlay.h)
//   STATE/SENDER/lists/MAPPING.RECEIVER.json     what of a full list a receiver knows (full_list.h)
//   STATE/SENDER/parked/ID/                      a payload that waits for a decision (parking.h)
//
//   writes   each file whole or not at all: beside its place, flushed, renamed, the folder flushed; readable by its owner only
//   threads  and processes: whoever holds one has the sender for itself until it is gone; another waits
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/bytes.h"

namespace caseway::exchange {

class SenderState {
 public:
  // Throws std::runtime_error with the path and why when the folder cannot be used.
  SenderState(const std::string& state, std::string_view sender);
  ~SenderState();
  SenderState(const SenderState&) = delete;
  SenderState& operator=(const SenderState&) = delete;

  const std::string& sender() const { return sender_; }
  std::string place(std::string_view name) const;  // absolute, for people

  static constexpr std::string_view kOverlay = "overlay.yaml";

  // Names are relative, as "shapes/referral.json".
  std::optional<std::string> read(std::string_view name) const;
  void write(std::string_view name, std::string_view bytes) const;
  void write(std::string_view name, const ByteSource& bytes) const;  // in pieces
  void remove(std::string_view name) const;                          // with everything below it
  std::vector<std::string> entries(std::string_view name) const;     // of a folder, sorted; none when it is not there

 private:
  std::string folder_;
  std::string sender_;
  int lock_ = -1;
};

// Looking, without waiting for whoever has the sender: each file is whole. Nothing where there is nothing.
std::optional<std::string> look_at(const std::string& state, std::string_view sender, std::string_view name);
std::vector<std::string> look_into(const std::string& state, std::string_view sender, std::string_view name);  // a folder; sorted

// The senders that something is remembered of, sorted.
std::vector<std::string> known_senders(const std::string& state);

}  // namespace caseway::exchange
