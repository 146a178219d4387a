#include "exchange/listings.h"

#include <filesystem>

#include "exchange/parking.h"
#include "formats/json_writer.h"

namespace caseway::exchange {
namespace {

void write_list(formats::JsonWriter& json, std::string_view name, const std::vector<std::string>& words) {
  json.key(name).array();
  for (const auto& word : words) json.value(word);
  json.end();
}

}  // namespace

std::string plugins_json(const host::Plugins& plugins) {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("plugins").array();
  for (const auto& plugin : plugins.loaded()) {
    const auto& m = plugin.manifest;
    json.object().field("name", m.name).field("version", m.version).field("title", m.title).field("status", m.status);
    write_list(json, "documents", m.documents);
    write_list(json, "formats", m.formats);
    write_list(json, "directions", m.directions);
    write_list(json, "spec", m.spec);
    json.end();
  }
  json.end().key("refused").array();
  for (const auto& refused : plugins.refused())
    json.object().field("name", std::filesystem::path(refused.folder).filename().string()).field("reason", refused.reason).end();
  json.end().end();
  return out + "\n";
}

std::string partners_json(const settings::Settings& settings) {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("partners").array();
  for (const auto& p : settings.partners)
    json.object().field("id", p.id).field("name", p.name).field("kind", p.kind).field("dialect", p.dialect).field("policy", p.policy).end();
  json.end().end();
  return out + "\n";
}

std::string parked_json(const settings::Settings& settings) {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("parked").array();
  for (const auto& each : settings.state_folder.empty() ? std::vector<Proposal>() : all_parked(settings.state_folder)) {
    json.object().field("id", each.id).field("sender", each.sender).field("receiver", each.receiver);
    write_list(json, "files", each.files);
    json.field("undecided", std::uint64_t{each.undecided()}).key("changes").array();
    for (const auto& change : each.changes)
      json.object().field("kind", change_name(change.kind)).field("text", change.text).field("accepted", change.accepted).end();
    json.end().end();
  }
  json.end().end();
  return out + "\n";
}

}  // namespace caseway::exchange
