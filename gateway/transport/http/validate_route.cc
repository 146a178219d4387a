#include "transport/http/validate_route.h"

#include "transport/http/answers.h"
#include "transport/http/journeys.h"

namespace caseway::http {

Response validate(const exchange::Pipeline& pipeline, const Request& request) {
  auto wanted = journey_request(request);
  wanted.whole = true;
  wanted.operation = true;
  if (const auto profile = request.parameter("profile"); !profile.empty()) wanted.profiles.emplace_back(profile);
  exchange::Journey journey;
  try {
    journey = pipeline.validate(wanted);
  } catch (const exchange::Pipeline::UsageError& fault) {
    return outcome_answer(400, "http.request.usage", fault.what());
  }
  if (journey.crashed) return crash_answer(journey.issues);
  Response response = outcome_answer(200, journey.issues);
  response.log = {{"from", journey.from}, {"document", journey.document}};
  return response;
}

}  // namespace caseway::http
