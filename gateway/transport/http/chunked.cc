#include "transport/http/chunked.h"

#include <algorithm>

#include "transport/http/grammar.h"
#include "transport/http/head.h"

namespace caseway::http {

namespace {

constexpr std::size_t kMaxSizeLine = 256;
constexpr std::size_t kMaxSizeDigits = 15;  // fits 64 bits with room to spare

}  // namespace

ChunkedDecoder::State ChunkedDecoder::take(std::string_view& input, std::string& body) {
  while (!input.empty()) {
    if (at_ == At::data) {
      const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
      body.append(input.substr(0, n));
      input.remove_prefix(n);
      left_ -= n;
      if (left_ == 0) at_ = At::data_end;
      continue;
    }
    const State state = take_line(input);
    if (state != State::more) return state;
  }
  return State::more;
}

// Collects one line; an end of line outside CRLF, or any control character, is bad.
ChunkedDecoder::State ChunkedDecoder::take_line(std::string_view& input) {
  const std::size_t most = at_ == At::trailer ? kMaxFieldBytes : at_ == At::size_line ? kMaxSizeLine : 0;
  while (!input.empty()) {
    const char c = input.front();
    input.remove_prefix(1);
    if (cr_ != (c == '\n')) return State::bad;
    if (c == '\n') {
      cr_ = false;
      if (at_ == At::data_end) {
        at_ = At::size_line;
        return State::more;
      }
      return at_ == At::size_line ? end_of_size_line() : end_of_trailer_line();
    }
    cr_ = c == '\r';
    if (cr_) continue;
    if ((is_control(c) && c != '\t') || line_.size() == most) return State::bad;
    line_ += c;
  }
  return State::more;
}

ChunkedDecoder::State ChunkedDecoder::end_of_size_line() {
  const std::string line = std::move(line_);
  line_.clear();
  std::size_t digits = 0;
  std::uint64_t size = 0;
  for (; digits < line.size() && hex_value(line[digits]) >= 0; ++digits) {
    if (digits == kMaxSizeDigits) return State::bad;
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits]));
  }
  if (digits == 0 || (digits < line.size() && line[digits] != ';')) return State::bad;
  if (size > max_bytes_ - total_) return State::too_large;
  total_ += size;
  left_ = size;
  at_ = size > 0 ? At::data : At::trailer;
  return State::more;
}

ChunkedDecoder::State ChunkedDecoder::end_of_trailer_line() {
  const std::string line = std::move(line_);
  line_.clear();
  if (line.empty()) return State::done;
  trailer_bytes_ += line.size() + 2;
  ++trailer_lines_;
  std::string_view name;
  std::string_view value;
  if (trailer_bytes_ > kMaxHeadBytes || trailer_lines_ > kMaxFields || !split_field(line, name, value)) return State::bad;
  return State::more;
}

}  // namespace caseway::http
