// A chunked body, decoded strictly while it arrives (https://www.rfc-editor.org/rfc/rfc9112#section-7.1).
//
//   chunk        = 1*15HEXDIG [ ";" visible text ] CRLF data CRLF      the extension is skipped
//   last-chunk   = 1*"0" [ ";" visible text ] CRLF *( field-line CRLF ) CRLF   the trailer is checked for its shape and skipped
//
// A line is at most 256 bytes before the data, the trailer at most 16 KiB and 64 lines. Linear; looks at each byte once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::http {

class ChunkedDecoder {
 public:
  enum class State : std::uint8_t { more, done, bad, too_large };

  explicit ChunkedDecoder(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}

  // Takes what belongs to the body off the front of `input` and appends the data to `body`. What follows a body that is `done` stays in `input`;
  // after `bad` and `too_large` nothing of `input` means anything.
  State take(std::string_view& input, std::string& body);

 private:
  enum class At : std::uint8_t { size_line, data, data_end, trailer };
  State take_line(std::string_view& input);
  State end_of_size_line();
  State end_of_trailer_line();

  std::uint64_t max_bytes_;
  std::uint64_t total_ = 0;
  std::uint64_t left_ = 0;  // of the chunk
  At at_ = At::size_line;
  std::string line_;  // collected so far, without CRLF
  bool cr_ = false;   // the last byte was the CR of a line's end
  std::size_t trailer_bytes_ = 0;
  std::size_t trailer_lines_ = 0;
};

}  // namespace caseway::http
