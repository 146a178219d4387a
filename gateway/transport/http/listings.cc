#include "transport/http/listings.h"

#include "exchange/listings.h"
#include "formats/json_writer.h"
#include "transport/http/answers.h"

namespace caseway::http {

Response list_plugins(const exchange::Pipeline& pipeline, const Request&) { return json_answer(exchange::plugins_json(pipeline.plugins())); }

Response list_partners(const exchange::Pipeline& pipeline, const Request&) { return json_answer(exchange::partners_json(pipeline.settings())); }

Response list_parked(const exchange::Pipeline& pipeline, const Request&) { return json_answer(exchange::parked_json(pipeline.settings())); }

Response recognise(const exchange::Pipeline& pipeline, const Request& request) {
  std::string body;
  formats::JsonWriter json(body);
  json.object();
  json.key("dialects").array();
  for (const auto& [dialect, recognition] : pipeline.recognise(request.body, {})) {
    if (recognition.confidence <= 0) continue;
    json.object().field("name", dialect).field("confidence", recognition.confidence).field("what", recognition.what).end();
  }
  json.end();
  json.end();
  return json_answer(body + "\n");
}

}  // namespace caseway::http
