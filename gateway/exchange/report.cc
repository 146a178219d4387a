#include <array>
#include <utility>

#include "exchange/pipeline.h"
#include "formats/json_writer.h"

namespace caseway::exchange {
namespace {

using formats::JsonWriter;

constexpr std::array<std::string_view, 4> kSeverities{"fatal", "error", "warning", "information"};
constexpr std::array<std::pair<Fate, std::string_view>, 7> kTold{{{Fate::copied, "copied"},
                                                                  {Fate::converted, "converted"},
                                                                  {Fate::kept, "kept"},
                                                                  {Fate::ignored, "ignored"},
                                                                  {Fate::withheld, "withheld"},
                                                                  {Fate::no_room, "no room"},
                                                                  {Fate::undecided, "undecided"}}};

void write_counts(JsonWriter& json, const Counts& counts) {
  json.field("total", counts.total()).field("structural", counts[Fate::structural]);
  for (const auto& [fate, words] : kTold) json.field(fate_name(fate), counts[fate]);
  json.field("added", counts.added);
}

void write_place(JsonWriter& json, const Place& place) {
  json.field("location", place.path).field("line", std::uint64_t{place.line}).field("column", std::uint64_t{place.column});
}

std::string line(const Counts& counts) {
  std::string text = "of " + std::to_string(counts.total()) + " values:";
  bool first = true;
  for (const auto& [fate, words] : kTold) {
    const auto n = counts[fate];
    if (n == 0 && fate != Fate::copied && fate != Fate::undecided) continue;
    text += (first ? " " : " · ") + std::to_string(n) + " " + std::string(words);
    first = false;
  }
  return text + "; " + std::to_string(counts.added) + " added";
}

}  // namespace

std::string report_json(const Journey& journey, bool all_values) {
  std::string out;
  JsonWriter json(out);
  json.object();
  json.field("from", journey.from).field("to", journey.to);
  if (!journey.test) json.field("receiver", journey.receiver_name);
  json.field("document", journey.document);
  json.key("issues").array();
  for (const auto& issue : journey.issues.all()) {
    json.object().field("severity", kSeverities[static_cast<std::size_t>(issue.severity)]).field("id", issue.id);
    write_place(json, issue.place);
    json.field("text", issue.text).end();
  }
  json.end();
  json.key("hops").array();
  for (const auto& hop : journey.hops) {
    json.object().field("hop", hop.hop);
    write_counts(json, hop.counts);
    json.end();
  }
  json.end();
  json.key("journey").object();
  write_counts(json, journey.total);
  json.end();
  json.key("values").array();
  for (const auto& value : journey.values) {
    if (value.fate == Fate::copied && !all_values) continue;
    json.object().field("path", value.place.path).field("line", std::uint64_t{value.place.line}).field("column", std::uint64_t{value.place.column});
    json.field("fate", fate_name(value.fate)).field("to", value.to);
    json.field("rule", value.rule).field("reason", value.reason).end();
  }
  json.end();
  json.end();
  return out + "\n";
}

std::string ledger_lines(const Journey& journey) {
  std::string text;
  for (const auto& hop : journey.hops)
    if (hop.hop == "read") text += "  read      " + line(hop.counts) + "\n";
  if (!journey.parts.empty()) text += "  received  " + line(journey.total) + "\n";
  return text;
}

}  // namespace caseway::exchange
