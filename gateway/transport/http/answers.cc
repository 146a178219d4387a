#include "transport/http/answers.h"

#include "fhir/outcome.h"

namespace caseway::http {

namespace {

// What came from a document must never run in a browser, nor stay in a cache.
Response guarded(int status, std::string_view media_type, std::string body) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", std::string(media_type)},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}};
  response.body = std::move(body);
  return response;
}

}  // namespace

Response json_answer(std::string body) { return guarded(200, "application/json", std::move(body)); }

Response outcome_answer(int status, const Issues& issues) { return guarded(status, "application/fhir+json", fhir::operation_outcome_json(issues)); }

Response outcome_answer(int status, std::string_view id, std::string text) {
  Issues issues;
  issues.add(status >= 500 ? Severity::fatal : Severity::error, id, {}, std::move(text));
  return outcome_answer(status, issues);
}

}  // namespace caseway::http
