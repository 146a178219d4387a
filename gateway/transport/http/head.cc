#include "transport/http/head.h"

#include <algorithm>
#include <array>

#include "transport/http/grammar.h"
#include "transport/http/target.h"

namespace caseway::http {

namespace {

struct Method {
  std::string_view name;
  bool served;   // false: known and never allowed here
  bool content;  // has a body, whose length it must tell
};
constexpr std::array<Method, 9> kMethods{{{"GET", true, false},
                                          {"HEAD", true, false},
                                          {"POST", true, true},
                                          {"PUT", true, true},
                                          {"PATCH", true, true},
                                          {"DELETE", true, false},
                                          {"OPTIONS", true, false},
                                          {"TRACE", false, false},
                                          {"CONNECT", false, false}}};

const Method* find_method(std::string_view name) {
  const auto found = std::find_if(kMethods.begin(), kMethods.end(), [&](const Method& m) { return m.name == name; });
  return found == kMethods.end() ? nullptr : &*found;
}

// "HTTP/" DIGIT "." DIGIT
std::optional<Refusal> parse_version(std::string_view text, bool& version_1_0) {
  const bool shaped = text.size() == 8 && text.substr(0, 5) == "HTTP/" && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]);
  if (!shaped) return Refusal{400, "the request line does not end with an HTTP version"};
  if (text != "HTTP/1.1" && text != "HTTP/1.0") return Refusal{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  version_1_0 = text == "HTTP/1.0";
  return std::nullopt;
}

std::optional<Refusal> parse_request_line(std::string_view line, Head& head, bool& version_1_0) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Refusal{400, "the request line is not METHOD TARGET HTTP/1.1"};
  const auto name = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (!is_token(name)) return Refusal{400, "the method is not a token"};
  if (target.empty()) return Refusal{400, "the request target is missing"};
  if (const auto refusal = parse_version(line.substr(last + 1), version_1_0)) return refusal;
  const Method* method = find_method(name);
  if (!method) return Refusal{501, "the method is not known here"};
  if (!method->served) return Refusal{405, "the method is never allowed here"};
  head.request.method = name;
  return parse_target(target, head);
}

std::optional<Refusal> parse_fields(std::string_view lines, Head& head) {
  auto& fields = head.request.headers;
  while (lines.size() > 2) {  // the last two bytes are the empty line
    const auto end = lines.find("\r\n");
    std::string_view name;
    std::string_view value;
    if (!split_field(lines.substr(0, end), name, value)) return Refusal{400, "a header line is not NAME: VALUE"};
    if (fields.size() == kMaxFields) return Refusal{431, "the request has more than 64 header fields"};
    auto& field = fields.emplace_back(std::string(name), std::string(value));
    std::transform(field.first.begin(), field.first.end(), field.first.begin(), lower);
    lines.remove_prefix(end + 2);
  }
  return std::nullopt;
}

std::size_t count_of(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(request.headers.begin(), request.headers.end(), [&](const auto& field) { return field.first == name; }));
}

std::optional<Refusal> parse_content_length(std::string_view text, Head& head) {
  if (text.empty() || text.size() > 19 || !std::all_of(text.begin(), text.end(), is_digit)) return Refusal{400, "Content-Length is not a number"};
  std::uint64_t length = 0;  // 19 digits fit
  for (const char c : text) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  if (length > INT64_MAX) return Refusal{400, "Content-Length is not a number"};
  head.framing = Framing::counted;
  head.content_length = length;
  return std::nullopt;
}

std::optional<Refusal> parse_transfer_encoding(std::string_view value, bool version_1_0, Head& head) {
  if (version_1_0) return Refusal{400, "HTTP/1.0 has no Transfer-Encoding"};
  if (same_word(value, "chunked")) {
    head.framing = Framing::chunked;
    return std::nullopt;
  }
  bool other = false;
  bool chunked = false;
  std::string_view rest = value;
  do {
    const auto coding = next_item(rest);
    if (!is_token(coding) || chunked) return Refusal{400, "Transfer-Encoding is not understood"};
    chunked = same_word(coding, "chunked");
    other = other || !chunked;
  } while (!rest.empty());
  if (!other || value.back() == ',') return Refusal{400, "Transfer-Encoding is not understood"};
  return Refusal{501, "the only transfer coding here is chunked"};
}

// Where the body ends, or a refusal: never a guess.
std::optional<Refusal> parse_framing(bool version_1_0, Head& head) {
  const auto lengths = count_of(head.request, "content-length");
  const auto codings = count_of(head.request, "transfer-encoding");
  if (lengths + codings > 1) return Refusal{400, "the request tells the length of its body more than once"};
  std::optional<Refusal> refusal;
  if (lengths == 1) refusal = parse_content_length(head.request.header("content-length"), head);
  if (codings == 1) refusal = parse_transfer_encoding(head.request.header("transfer-encoding"), version_1_0, head);
  if (refusal) return refusal;
  const bool content = find_method(head.request.method)->content;
  if (content && head.framing == Framing::none) return Refusal{411, "the request does not tell the length of its body"};
  const bool has_body = head.framing == Framing::chunked || head.content_length > 0;
  if (!content && has_body) return Refusal{400, "this method brings no content"};
  return std::nullopt;
}

std::optional<Refusal> parse_host(bool version_1_0, Head& head) {
  const auto hosts = count_of(head.request, "host");
  if (hosts > 1 || (hosts == 0 && !version_1_0)) return Refusal{400, "a request has exactly one Host"};
  if (hosts == 0) return std::nullopt;
  std::string of_field;
  const auto value = head.request.header("host");
  if (!parse_authority(value, of_field)) return Refusal{400, "Host is not a host name or address"};
  if (!head.host.empty() && head.host != of_field) return Refusal{421, "the request target names another host than Host does"};
  head.host = std::move(of_field);
  return std::nullopt;
}

void parse_connection(bool version_1_0, Head& head) {
  head.keep_alive = !version_1_0;
  for (const auto& [name, value] : head.request.headers) {
    if (name != "connection") continue;
    std::string_view rest = value;
    do {
      if (same_word(next_item(rest), "close")) head.keep_alive = false;
    } while (!rest.empty());
  }
}

std::optional<Refusal> parse_expectations(Head& head) {
  if (count_of(head.request, "expect") > 0) {
    if (count_of(head.request, "expect") > 1 || !same_word(head.request.header("expect"), "100-continue")) {
      return Refusal{417, "the only expectation met here is 100-continue"};
    }
    head.expects_continue = true;
  }
  for (const auto& [name, value] : head.request.headers) {
    if (name == "content-encoding" && !same_word(value, "identity")) return Refusal{415, "send the document without Content-Encoding"};
  }
  return std::nullopt;
}

}  // namespace

bool split_field(std::string_view line, std::string_view& name, std::string_view& value) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  name = line.substr(0, colon);
  value = trimmed(line.substr(colon + 1));
  return is_token(name) && std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
}

std::optional<Refusal> parse_head(std::string_view bytes, Head& head) {
  const auto end = bytes.find("\r\n");
  bool version_1_0 = false;
  if (const auto refusal = parse_request_line(bytes.substr(0, end), head, version_1_0)) return refusal;
  if (const auto refusal = parse_fields(bytes.substr(end + 2), head)) return refusal;
  if (const auto refusal = parse_framing(version_1_0, head)) return refusal;
  if (const auto refusal = parse_host(version_1_0, head)) return refusal;
  parse_connection(version_1_0, head);
  return parse_expectations(head);
}

}  // namespace caseway::http
