// The head of an HTTP/1.1 request, strictly: what RFC 9112 lets a lenient server repair is refused here, because two parsers that repair
// differently are how requests are smuggled.
//
//   head          = request-line *( field-line CRLF ) CRLF
//   request-line  = method SP request-target SP HTTP-version CRLF          method = token, target = 1*VCHAR
//   target        = origin-form "/path?query" | absolute-form "http(s)://host/path" | "*" with OPTIONS
//   field-line    = token ":" OWS field-value OWS                           value = VCHAR, obs-text, SP, HTAB
//   spec          https://www.rfc-editor.org/rfc/rfc9112
//
// Stricter than the RFC allows:
//   1. CRLF only: a bare LF, a bare CR, NUL or any other control character anywhere is 400, as soon as it arrives.
//   2. No empty line before the request line, no line folding, no space before ":".
//   3. One Content-Length of digits only, even when two agree; never beside Transfer-Encoding (400).
//   4. Transfer-Encoding is exactly "chunked" (any case), once, in HTTP/1.1 only. Other well-formed codings are 501, the rest is 400.
//   5. Versions 1.0 and 1.1 only (505). GET, HEAD, OPTIONS and DELETE bring no content (400). TRACE and CONNECT are 405, unknown methods 501.
//   6. A %-escape in the path may not hide "/", "\", "%" or a control character (400): no later reader can see another path.
//   7. Field values are kept as they were sent: no RFC 2047 decoding, no character set.
// Limits: 16 KiB of head, 64 fields, 4 KiB per field (431), 2 KiB of target (414).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "transport/http/server.h"

namespace caseway::http {

constexpr std::size_t kMaxHeadBytes = 16u << 10;
constexpr std::size_t kMaxFields = 64;
constexpr std::size_t kMaxFieldBytes = 4u << 10;
constexpr std::size_t kMaxTargetBytes = 2u << 10;

// Why a request is not taken: the status of the answer and a sentence that quotes nothing of the request.
struct Refusal {
  int status = 400;
  std::string_view reason;
};

enum class Framing : std::uint8_t { none, counted, chunked };

struct Head {
  Request request;  // all but the body and the peer
  Framing framing = Framing::none;
  std::uint64_t content_length = 0;  // of a counted body
  bool keep_alive = true;            // what the client wants
  bool expects_continue = false;
  std::string host;  // without port, lower case: of the target when it has one, else of the Host field
};

// Looks for the end of the head in what has arrived so far and stops at the first byte that no head may hold.
//
//   scan(bytes)   call with the whole buffer every time more has arrived; looks at each byte once
//   end()         bytes of the head with its empty line; 0 while it is not complete
class HeadScanner {
 public:
  std::optional<Refusal> scan(std::string_view bytes);
  std::size_t end() const { return end_; }

 private:
  std::size_t seen_ = 0;
  std::size_t line_ = 0;  // start of the current line
  std::size_t lines_ = 0;
  std::size_t end_ = 0;
};

// Parses a complete head (HeadScanner::end() bytes). A refusal means that nothing of the connection can be trusted any more: answer and close.
std::optional<Refusal> parse_head(std::string_view bytes, Head& head);

// One field line ("name: value", without CRLF), as in a head or a chunked trailer; the name is not yet lower case.
bool split_field(std::string_view line, std::string_view& name, std::string_view& value);

}  // namespace caseway::http
