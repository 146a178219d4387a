#include "transport/http/request_log.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "formats/json_writer.h"

namespace caseway::http {

namespace {

// RFC 3339 with milliseconds, UTC.
std::string now_utc() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const auto secs = static_cast<std::time_t>(ms / 1000);
  std::tm utc{};
  gmtime_r(&secs, &utc);
  std::array<char, 32> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s.%03dZ", date.data(), static_cast<int>(ms % 1000));
  return text.data();
}

std::string milliseconds_of(std::chrono::microseconds took) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(took.count()) / 1000.0);
  return text.data();
}

}  // namespace

void RequestLog::write(const Answered& answered, std::string_view route) {
  std::string line;
  formats::JsonWriter json(line, 0);
  json.object();
  json.field("time", now_utc()).field("peer", answered.request.peer);
  json.field("method", answered.request.method).field("path", route);
  json.field("status", answered.response.status).field("bytes_in", answered.bytes_in).field("bytes_out", answered.bytes_out);
  json.key("ms").raw(milliseconds_of(answered.took));
  for (const auto& [name, value] : answered.response.log) {
    if (!value.empty()) json.field(name, value);
  }
  json.end();
  line += '\n';
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace caseway::http
