#include "transport/http/journeys.h"

#include <algorithm>
#include <ctime>

#include "caseway/limits.h"
#include "transport/http/answers.h"

namespace caseway::http {

namespace {

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::string text(20, '\0');
  std::strftime(text.data(), text.size() + 1, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

// What the caller says the document is. curl says "a form" of everything it sends, which is no hint at all.
std::string media_type_hint(const Request& request) {
  const auto type = request.header("content-type");
  return std::string(type.starts_with("application/x-www-form-urlencoded") ? std::string_view() : type);
}

}  // namespace

exchange::Request journey_request(const Request& request) {
  exchange::Request wanted;
  wanted.payload.push_back({"", media_type_hint(request), request.body});
  if (const auto from = request.parameter("from"); !from.empty()) wanted.from = from;
  wanted.now = now_utc();
  wanted.limits = Limits::interactive();
  return wanted;
}

// The worker's own issues say what happened to it; waiting for a free one in vain is no fault of anybody.
Response crash_answer(const Issues& issues) {
  const bool busy = std::any_of(issues.all().begin(), issues.all().end(), [](const Issue& i) { return i.id == "worker.busy"; });
  Response response = outcome_answer(busy ? 503 : 500, issues);
  if (busy) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace caseway::http
