#include "transport/http/gateway_api.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <typeinfo>

#include "transport/http/access_key.h"
#include "transport/http/answers.h"
#include "transport/http/grammar.h"
#include "transport/http/listings.h"
#include "transport/http/page.h"
#include "transport/http/request_log.h"
#include "transport/http/translate_route.h"
#include "transport/http/validate_route.h"

namespace caseway::http {

struct GatewayApi::State {
  const exchange::Pipeline& pipeline;
  AccessKey key;
  RequestLog log;
  std::uint64_t max_stream_bytes = 0;
  std::atomic<bool> draining{false};
};

namespace {

using exchange::Pipeline;

Response live(const Pipeline&, const Request&) { return json_answer("{\"status\": \"live\"}\n"); }
Response ready(const Pipeline&, const Request&) { return json_answer("{\"status\": \"ready\"}\n"); }

// Who may ask: the page is the place where a person enters the key, and holds nothing but itself.
enum class For : std::uint8_t { everybody, key_holders };

struct Route {
  std::string_view method;  // GET also answers HEAD
  std::string_view path;
  For whom;
  std::array<std::string_view, 6> parameters;  // that it knows; a misspelt one is refused, not ignored
  Response (*answer)(const Pipeline&, const Request&);
};
constexpr std::array<Route, 15> kRoutes{{
    {"POST", "/translate", For::key_holders, {"from", "to", "document", "report", "lenient", "partial"}, translate},
    {"POST", "/fhir/$validate", For::key_holders, {"profile", "from"}, validate},
    {"POST", "/recognise", For::key_holders, {}, recognise},
    {"GET", "/plugins", For::key_holders, {}, list_plugins},
    {"GET", "/partners", For::key_holders, {}, list_partners},
    {"GET", "/parked", For::key_holders, {}, list_parked},
    {"GET", "/health/live", For::everybody, {}, live},
    {"GET", "/health/ready", For::key_holders, {}, ready},
    {"GET", "/", For::everybody, {}, page_file},
    {"GET", "/style.css", For::everybody, {}, page_file},
    {"GET", "/app.js", For::everybody, {}, page_file},
    {"GET", "/examples/discharge-summary.xml", For::everybody, {}, page_file},
    {"GET", "/examples/referral.json", For::everybody, {}, page_file},
    {"GET", "/examples/care-plan.json", For::everybody, {}, page_file},
    {"GET", "/examples/status-updates.csv", For::everybody, {}, page_file},
}};

const Route* route_of(const Request& request) {
  const auto found = std::find_if(kRoutes.begin(), kRoutes.end(), [&](const Route& r) { return r.path == request.path; });
  return found == kRoutes.end() ? nullptr : &*found;
}

bool allows(const Route& route, std::string_view method) { return route.method == method || (route.method == "GET" && method == "HEAD"); }

// A multipart body wraps a document in something else; what we are sent is the document. (curl labels any --data-binary as a form that it is not.)
bool is_wrapped(const Request& request) {
  constexpr std::string_view kWrapping = "multipart/";
  return same_word(request.header("content-type").substr(0, kWrapping.size()), kWrapping);
}

// A page of another site may make a browser post here; only our own page and programs (which send no Origin) are heard.
bool is_foreign(const Request& request) {
  const auto origin = request.header("origin");
  const auto host = origin.find("://");
  return !origin.empty() && (host == std::string_view::npos || origin.substr(host + 3) != request.header("host"));
}

Response check_parameters(const Route& route, const Request& request) {
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (name.empty() || std::find(route.parameters.begin(), route.parameters.end(), name) == route.parameters.end()) {
      std::string known;
      for (const auto parameter : route.parameters) {
        if (!parameter.empty()) known.append(known.empty() ? "" : ", ").append(parameter);
      }
      return outcome_answer(400, "http.parameter.unknown",
                            "a query parameter is not known here; " + (known.empty() ? "there are none" : "known are " + known));
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return outcome_answer(400, "http.parameter.twice", "a query parameter stands there twice");
    seen.push_back(name);
  }
  Response go_on;
  go_on.status = 0;
  return go_on;
}

}  // namespace

GatewayApi::GatewayApi(const Pipeline& pipeline, const settings::HttpSettings& settings, std::ostream& log)
    : state_(new State{pipeline, settings.key_file.empty() ? AccessKey() : AccessKey::from_file(settings.key_file), RequestLog(log),
                       settings.max_stream_bytes}) {}
GatewayApi::~GatewayApi() = default;

void GatewayApi::draining() { state_->draining = true; }

// The key comes first: who has none learns nothing, not even which paths there are.
Response GatewayApi::check(const Request& head, std::uint64_t) const {
  const Route* route = route_of(head);
  const bool open = route && route->whom == For::everybody;
  if (state_->key.needed() && !open && !state_->key.opens(head.header("authorization"))) {
    Response response = outcome_answer(401, "http.key.missing", "this needs the gateway's key: send the header Authorization: Bearer KEY");
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"caseway\"");
    return response;
  }
  if (!route) return outcome_answer(404, "http.route.unknown", "there is nothing at this path; the API is described in docs/http-api.md");
  if (!allows(*route, head.method)) {
    const std::string allowed = route->method == "GET" ? "GET, HEAD" : std::string(route->method);
    Response response = outcome_answer(405, "http.method.not_allowed", "this path answers " + allowed + " only");
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  if (route->method == "POST" && is_foreign(head)) {
    return outcome_answer(403, "http.origin.foreign",
                          "a page of another site may not send documents here; open the gateway's own page, or use a program");
  }
  if (route->method == "POST" && is_wrapped(head)) {
    return outcome_answer(415, "http.type.unsupported", "the body must be the document itself, not a form that holds it: curl --data-binary @FILE");
  }
  return check_parameters(*route, head);
}

std::uint64_t GatewayApi::largest_body(const Request& head) const {
  return head.method == "POST" && head.path == "/translate" ? state_->max_stream_bytes : 0;
}

Response GatewayApi::handle(const Request& request) const {
  const Route* route = route_of(request);
  if (route->answer == ready && state_->draining) return outcome_answer(503, "http.draining", "the gateway is stopping");
  try {
    return route->answer(state_->pipeline, request);
  } catch (const std::exception& fault) {
    // Only the kind of fault goes to the log: its text might quote the document.
    Response response = outcome_answer(500, "http.fault", "the gateway has a fault and could not answer this request; nothing was delivered");
    response.log = {{"fault", typeid(fault).name()}};
    return response;
  }
}

Response GatewayApi::refuse(int status, std::string_view reason) const { return outcome_answer(status, "http.request.refused", std::string(reason)); }

void GatewayApi::answered(const Answered& answered) const {
  const Route* route = route_of(answered.request);
  state_->log.write(answered, route ? route->path : std::string_view());
}

}  // namespace caseway::http
