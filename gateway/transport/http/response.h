// The bytes of an answer.
#pragma once

#include <string>
#include <string_view>

#include "transport/http/server.h"

namespace caseway::http {

std::string_view reason_phrase(int status);

// Status line and header fields with Date, Content-Length and Connection, up to and including the empty line.
//
//   throws  std::logic_error when a field name is no token or a value holds a control character: a handler's bug must not become a second answer
std::string render_head(const Response& response, bool keep_alive);

// "Sun, 06 Nov 1994 08:49:37 GMT" (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)
std::string http_date(long long unix_secs);

}  // namespace caseway::http
