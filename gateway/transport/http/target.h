// The request target: path, query and, in absolute form, the host.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "transport/http/head.h"

namespace caseway::http {

// Fills path, query and (absolute form only) host of the head; the method is already there.
std::optional<Refusal> parse_target(std::string_view target, Head& head);

// host [":" port]; the host in lower case, an IPv6 address without its brackets. False when it is neither a name nor an address.
bool parse_authority(std::string_view text, std::string& host);

// Whether a host names this machine's loopback: localhost, 127.0.0.0/8, ::1. A server that listens there without a key serves no other name,
// so that no web page can reach it by pointing its own name at 127.0.0.1 (DNS rebinding).
bool is_loopback_host(std::string_view host);

}  // namespace caseway::http
