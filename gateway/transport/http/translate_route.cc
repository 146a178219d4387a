#include "transport/http/translate_route.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "caseway/limits.h"
#include "crypto/digest.h"
#include "exchange/memory.h"
#include "formats/any_json.h"
#include "formats/encoding.h"
#include "formats/json_writer.h"
#include "transport/http/answers.h"
#include "transport/http/journeys.h"

namespace caseway::http {

namespace {

using exchange::Journey;

constexpr std::uint64_t kHead = 64u << 10;  // what recognising looks at

std::size_t errors_and_warnings(const Issues& issues) {
  return static_cast<std::size_t>(
      std::count_if(issues.all().begin(), issues.all().end(), [](const Issue& i) { return i.severity != Severity::information; }));
}

void tell_about(const Journey& journey, Response& response) {
  auto& fields = response.headers;
  fields.emplace_back("X-Caseway-From", journey.from);
  fields.emplace_back("X-Caseway-To", journey.to);
  fields.emplace_back("X-Caseway-Document", journey.document);
  fields.emplace_back("X-Caseway-Total", std::to_string(journey.total.total()));
  fields.emplace_back("X-Caseway-Undecided", std::to_string(journey.total[Fate::undecided]));
  fields.emplace_back("X-Caseway-Issues", std::to_string(errors_and_warnings(journey.issues)));
  if (journey.refused() > 0) fields.emplace_back("X-Caseway-Refused", std::to_string(journey.refused()));
  if (journey.test) fields.emplace_back("X-Caseway-Test", "no policy was applied");
}

// A plugin says that its result is JSON; one that is not would break the answer around it.
bool is_json(const Part& part) {
  if (part.media_type.find("json") == std::string::npos) return false;
  formats::AnyJson handler;
  Issues issues;
  return formats::read_json(part.bytes, handler, Limits::batch(), &Limits::json_bytes, issues);
}

// The fields of one result file: JSON as it is when wanted so, other text as a string, anything else in Base64.
void write_part(formats::JsonWriter& json, const Part& part, bool as_json) {
  json.field("name", part.name).field("media_type", part.media_type);
  if (as_json && is_json(part)) {
    json.key("document").raw(part.bytes);
  } else if (formats::is_utf8(part.bytes)) {
    json.field("document", part.bytes);
  } else {
    json.field("encoding", "base64").field("document", crypto::base64(part.bytes));
  }
}

Response full_answer(const Journey& journey, bool as_json) {
  std::string body;
  formats::JsonWriter json(body, 0);
  json.object();
  json.field("what", journey.what).field("receiver", journey.receiver_name).field("test", journey.test);
  write_part(json, journey.parts.front(), as_json);
  if (journey.parts.size() > 1) {
    json.key("others").array();
    for (std::size_t i = 1; i < journey.parts.size(); ++i) {
      json.object();
      write_part(json, journey.parts[i], as_json);
      json.end();
    }
    json.end();
  }
  if (journey.refused() > 0) {
    json.field("refused", journey.refused()).key("repairs").array();
    for (const auto& repair : journey.repairs) {
      json.object();
      write_part(json, repair.part, false);
      json.end();
    }
    json.end();
  }
  json.key("report").raw(exchange::report_json(journey, false));
  json.end();
  return json_answer(std::move(body));
}

Response plain_answer(Journey& journey) {
  if (journey.parts.size() > 1) {
    return outcome_answer(406, "http.result.many",
                          "the result has " + std::to_string(journey.parts.size()) + " files, and an answer holds one; ask with report=full");
  }
  Part& part = journey.parts.front();
  Response response = json_answer(std::move(part.bytes));
  response.headers.front().second = part.media_type.empty() ? "application/octet-stream" : part.media_type;
  return response;
}

// Taken, and waiting for an operator: nothing of it was delivered.
Response parked_answer(const Journey& journey) {
  auto response = outcome_answer(202, journey.issues);
  response.headers.emplace_back("X-Caseway-Parked", journey.parked);
  return response;
}

// A caller who did not say that part of a payload will do gets all of it or none.
Response answer_to(Journey& journey, std::string_view report, bool partial) {
  if (journey.crashed) return crash_answer(journey.issues);
  if (!journey.parked.empty()) return parked_answer(journey);
  if (journey.nothing_new && journey.ok()) return outcome_answer(200, journey.issues);
  if (!journey.ok() && !(partial && journey.partial())) return outcome_answer(422, journey.issues);
  Response response = report.empty() ? plain_answer(journey) : full_answer(journey, report == "full");
  tell_about(journey, response);
  return response;
}

// A body that came in a file: in slices from there into another one. What cannot go through so is larger than this server holds.
Journey translate_file(const exchange::Pipeline& pipeline, exchange::Request& wanted, const formats::Spool& body, const formats::Spool& result) {
  wanted.limits = Limits::batch();
  formats::read_range(formats::FileBytes(body.descriptor()), 0, kHead, wanted.payload.front().bytes);
  std::optional<Journey> journey;
  if (const auto slicing = pipeline.slicing(wanted)) journey = pipeline.translate(wanted, *slicing, body.descriptor(), result.descriptor());
  if (journey) return std::move(*journey);
  Journey refused;
  refused.issues.add(Severity::fatal, "http.body.whole", {},
                     "a document of this size must be a FHIR Bundle with entries, or NDJSON, for another form of FHIR (`to` a dialect, no `report`): "
                     "only those are taken in slices; larger than `http.max_body_bytes` nothing else is");
  return refused;
}

Response file_answer(const Journey& journey, std::shared_ptr<const formats::Spool> result) {
  if (journey.crashed) return crash_answer(journey.issues);
  const bool refused = !journey.issues.empty() && journey.issues.all().front().id == "http.body.whole";
  if (!journey.ok()) return outcome_answer(refused ? 413 : 422, journey.issues);
  Response response = json_answer({});
  response.headers.front().second = journey.parts.front().media_type;
  response.body_file = std::move(result);
  tell_about(journey, response);
  return response;
}

// "true" or absent.
bool is_flag(std::string_view value) { return value.empty() || value == "true"; }

exchange::Request wanted_by(const Request& request) {
  auto wanted = journey_request(request);
  wanted.to = request.parameter("to");
  wanted.kind = request.parameter("document");
  wanted.lenient = !request.parameter("lenient").empty();
  wanted.skip_bad_lines = !request.parameter("partial").empty();
  wanted.repair = !request.parameter("report").empty();
  wanted.detail = request.parameter("report").empty() ? Detail::counts : Detail::values;
  return wanted;
}

}  // namespace

Response translate(const exchange::Pipeline& pipeline, const Request& request) {
  if (request.parameter("to").empty())
    return outcome_answer(400, "http.parameter.missing", "say who receives the document: ?to=PARTNER; GET /partners lists them");
  const auto report = request.parameter("report");
  if (!report.empty() && report != "full" && report != "text")
    return outcome_answer(400, "http.parameter.value", "report is `full`, `text` or absent");
  for (const std::string_view flag : {"lenient", "partial"})
    if (!is_flag(request.parameter(flag))) return outcome_answer(400, "http.parameter.value", std::string(flag) + " is `true` or absent");
  Journey journey;
  std::shared_ptr<const formats::Spool> result;
  try {
    auto wanted = wanted_by(request);
    if (request.body_file) {
      result = std::make_shared<const formats::Spool>();
      journey = translate_file(pipeline, wanted, *request.body_file, *result);
    } else {
      journey = pipeline.translate(wanted);
    }
  } catch (const exchange::Pipeline::UsageError& fault) {
    return outcome_answer(400, "http.request.usage", fault.what());
  }
  Response response = result ? file_answer(journey, std::move(result)) : answer_to(journey, report, !request.parameter("partial").empty());
  if (journey.memory && response.status < 300 && journey.parked.empty()) response.written = [memory = journey.memory] { memory->keep(); };
  response.log = {{"from", journey.from}, {"to", journey.to}, {"document", journey.document}};
  return response;
}

}  // namespace caseway::http
