#include "transport/http/listings.h"

#include <filesystem>

#include "formats/json_writer.h"
#include "transport/http/answers.h"

namespace caseway::http {

namespace {

using formats::JsonWriter;

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).array();
  for (const auto& text : texts) json.value(text);
  json.end();
}

}  // namespace

Response list_plugins(const exchange::Pipeline& pipeline, const Request&) {
  std::string body;
  JsonWriter json(body);
  json.object();
  json.key("plugins").array();
  for (const auto& plugin : pipeline.plugins().loaded()) {
    const auto& manifest = plugin.manifest;
    json.object();
    json.field("name", manifest.name).field("title", manifest.title).field("version", manifest.version).field("status", manifest.status);
    write_list(json, "documents", manifest.documents);
    write_list(json, "formats", manifest.formats);
    write_list(json, "directions", manifest.directions);
    write_list(json, "spec", manifest.spec);
    json.end();
  }
  json.end();
  json.key("refused").array();
  for (const auto& plugin : pipeline.plugins().refused()) {
    // The folder's own name: where it lies on this machine is no caller's business.
    json.object().field("name", std::filesystem::path(plugin.folder).filename().string()).field("reason", plugin.reason).end();
  }
  json.end();
  json.end();
  return json_answer(body + "\n");
}

Response list_partners(const exchange::Pipeline& pipeline, const Request&) {
  std::string body;
  JsonWriter json(body);
  json.object();
  json.key("partners").array();
  for (const auto& partner : pipeline.settings().partners) {
    json.object();
    json.field("id", partner.id).field("name", partner.name).field("kind", partner.kind).field("dialect", partner.dialect);
    json.field("policy", partner.policy.empty() ? partner.kind : partner.policy);
    json.end();
  }
  json.end();
  json.end();
  return json_answer(body + "\n");
}

Response recognise(const exchange::Pipeline& pipeline, const Request& request) {
  std::string body;
  JsonWriter json(body);
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
