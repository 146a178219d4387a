#include "transport/http/grammar.h"
#include "transport/http/head.h"

namespace caseway::http {

namespace {

// "GET " and " HTTP/1.1" around the longest target; no known method is longer than 16.
constexpr std::size_t kMaxRequestLine = kMaxTargetBytes + 32;

}  // namespace

std::optional<Refusal> HeadScanner::scan(std::string_view bytes) {
  for (; seen_ < bytes.size() && end_ == 0; ++seen_) {
    const char c = bytes[seen_];
    const bool after_cr = seen_ > 0 && bytes[seen_ - 1] == '\r';
    if (after_cr != (c == '\n')) return Refusal{400, "a line of the request ends with something other than CR LF"};
    if (c == '\n') {
      if (seen_ - line_ == 1) {
        if (lines_ == 0) return Refusal{400, "an empty line stands before the request line"};
        end_ = seen_ + 1;
      }
      line_ = seen_ + 1;
      ++lines_;
    } else if (is_control(c) && c != '\r' && c != '\t') {
      return Refusal{400, "the head of the request holds a control character"};
    }
    if (lines_ == 0 && seen_ >= kMaxRequestLine) return Refusal{414, "the request target is longer than 2 KiB"};
    if (seen_ - line_ > kMaxFieldBytes && line_ <= seen_) return Refusal{431, "a header field is longer than 4 KiB"};
    if (seen_ >= kMaxHeadBytes) return Refusal{431, "the head of the request is larger than 16 KiB"};
  }
  return std::nullopt;
}

}  // namespace caseway::http
