#include "transport/http/target.h"

#include <algorithm>

#include "transport/http/grammar.h"

namespace caseway::http {

namespace {

enum class Of : std::uint8_t { path, query };

// False when an escape is broken, or hides in the path what would make it another path.
bool percent_decode(std::string_view text, Of of, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && of == Of::query) c = ' ';
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
      if (is_control(c) || (of == Of::path && (c == '/' || c == '\\' || c == '%'))) return false;
    }
    out += c;
  }
  return true;
}

bool parse_query(std::string_view text, Request& request) {
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto& parameter = request.query.emplace_back();
    if (!percent_decode(pair.substr(0, equals), Of::query, parameter.first)) return false;
    if (equals != std::string_view::npos && !percent_decode(pair.substr(equals + 1), Of::query, parameter.second)) return false;
  }
  return true;
}

bool parse_port(std::string_view text) { return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit); }

bool parse_address_in_brackets(std::string_view text, std::string& host) {
  const auto close = text.find(']');
  if (close == std::string_view::npos || close < 3) return false;
  host = text.substr(1, close - 1);
  if (!std::all_of(host.begin(), host.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; })) return false;
  const auto rest = text.substr(close + 1);
  return rest.empty() || (rest.front() == ':' && parse_port(rest.substr(1)));
}

}  // namespace

bool parse_authority(std::string_view text, std::string& host) {
  if (!text.empty() && text.front() == '[') {
    if (!parse_address_in_brackets(text, host)) return false;
  } else {
    const auto colon = text.find(':');
    host = text.substr(0, colon);
    if (colon != std::string_view::npos && !parse_port(text.substr(colon + 1))) return false;
    if (host.empty() || host.size() > 253) return false;
    if (!std::all_of(host.begin(), host.end(), [](char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; })) return false;
  }
  std::transform(host.begin(), host.end(), host.begin(), lower);
  return true;
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  const bool address = std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
  return address && host.substr(0, 4) == "127.";
}

std::optional<Refusal> parse_target(std::string_view target, Head& head) {
  if (target.size() > kMaxTargetBytes) return Refusal{414, "the request target is longer than 2 KiB"};
  const auto printable = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
  if (!std::all_of(target.begin(), target.end(), printable)) return Refusal{400, "the request target holds a character that belongs escaped"};
  if (target == "*" && head.request.method == "OPTIONS") {
    head.request.path = "*";
    return std::nullopt;
  }
  if (target.front() != '/') {
    const auto scheme = target.find("://");
    if (scheme == std::string_view::npos) return Refusal{400, "the request target does not begin with /"};
    if (!same_word(target.substr(0, scheme), "http") && !same_word(target.substr(0, scheme), "https"))
      return Refusal{400, "the request target is no http address"};
    target.remove_prefix(scheme + 3);
    const auto path = std::min(target.find('/'), target.size());
    if (!parse_authority(target.substr(0, path), head.host)) return Refusal{400, "the request target names no host"};
    target.remove_prefix(path);
    if (target.empty()) target = "/";
  }
  const auto question = target.find('?');
  if (!percent_decode(target.substr(0, question), Of::path, head.request.path)) return Refusal{400, "the path holds an escape that is not allowed"};
  if (question != std::string_view::npos && !parse_query(target.substr(question + 1), head.request)) {
    return Refusal{400, "the query holds an escape that is not allowed"};
  }
  return std::nullopt;
}

}  // namespace caseway::http
