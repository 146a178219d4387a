#include "transport/http/response.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "transport/http/grammar.h"

namespace caseway::http {

namespace {

struct Status {
  int code;
  std::string_view phrase;
};
constexpr std::array<Status, 25> kStatuses{{{100, "Continue"},
                                            {200, "OK"},
                                            {202, "Accepted"},
                                            {204, "No Content"},
                                            {400, "Bad Request"},
                                            {401, "Unauthorized"},
                                            {403, "Forbidden"},
                                            {404, "Not Found"},
                                            {405, "Method Not Allowed"},
                                            {406, "Not Acceptable"},
                                            {408, "Request Timeout"},
                                            {409, "Conflict"},
                                            {411, "Length Required"},
                                            {413, "Content Too Large"},
                                            {414, "URI Too Long"},
                                            {415, "Unsupported Media Type"},
                                            {417, "Expectation Failed"},
                                            {421, "Misdirected Request"},
                                            {422, "Unprocessable Content"},
                                            {429, "Too Many Requests"},
                                            {431, "Request Header Fields Too Large"},
                                            {500, "Internal Server Error"},
                                            {501, "Not Implemented"},
                                            {503, "Service Unavailable"},
                                            {505, "HTTP Version Not Supported"}}};

void append_field(std::string& out, std::string_view name, std::string_view value) {
  const bool good = is_token(name) && std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
  if (!good) throw std::logic_error("an answer's header field is not NAME: VALUE");
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view reason_phrase(int status) {
  const auto found = std::find_if(kStatuses.begin(), kStatuses.end(), [&](const Status& s) { return s.code == status; });
  return found == kStatuses.end() ? "Unknown" : found->phrase;
}

std::string http_date(long long unix_secs) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t secs = unix_secs;
  std::tm utc{};
  gmtime_r(&secs, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text.data();
}

std::string render_head(const Response& response, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  out.append(reason_phrase(response.status)).append("\r\n");
  append_field(out, "Date", http_date(std::time(nullptr)));
  append_field(out, "Content-Length", std::to_string(response.length()));
  append_field(out, "Connection", keep_alive ? "keep-alive" : "close");
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  return out += "\r\n";
}

}  // namespace caseway::http
