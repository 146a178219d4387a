// What was kept for the way back, as a file.
#include "exchange/pipeline.h"
#include "formats/json_reader.h"
#include "formats/json_writer.h"

namespace caseway::exchange {
namespace {

// {"of": "...", "kept": [{"anchor": "...", "path": "...", "value": "..."}]}
class Reading final : public formats::JsonHandler {
 public:
  explicit Reading(Carried& carried) : carried_(carried) {}
  bool null(std::size_t) override { return false; }
  bool boolean(bool, std::size_t) override { return false; }
  bool number(std::string_view, std::size_t) override { return false; }
  bool string(std::string_view text, std::size_t) override {
    if (depth_ == 1 && key_ == "of") return carried_.of = text, true;
    if (depth_ != 3) return false;
    auto& kept = carried_.values.back();
    auto* member = key_ == "anchor" ? &kept.anchor : key_ == "path" ? &kept.path : key_ == "value" ? &kept.value : nullptr;
    if (member == nullptr) return false;
    *member = text;
    return true;
  }
  bool key(std::string_view text, std::size_t) override { return key_ = text, true; }
  bool start_object(std::size_t) override {
    if (depth_ == 2) carried_.values.emplace_back();
    return ++depth_ == 1 || depth_ == 3;
  }
  bool end_object(std::size_t) override { return --depth_, true; }
  bool start_array(std::size_t) override { return ++depth_ == 2 && key_ == "kept"; }
  bool end_array(std::size_t) override { return --depth_, true; }

 private:
  Carried& carried_;
  std::string key_;
  int depth_ = 0;
};

}  // namespace

std::string carried_json(const Carried& carried) {
  std::string out;
  formats::JsonWriter json(out);
  json.object().field("of", carried.of).key("kept").array();
  for (const auto& kept : carried.values) json.object().field("anchor", kept.anchor).field("path", kept.path).field("value", kept.value).end();
  json.end().end();
  return out + "\n";
}

bool read_carried(std::string_view json, const Limits& limits, Issues& issues, Carried& carried) {
  carried = {};
  Reading reading(carried);
  if (formats::read_json(json, reading, limits, &Limits::json_bytes, issues) && !carried.of.empty()) return true;
  carried = {};
  if (!issues.has_errors()) issues.add(Severity::error, "carry.not_one", {}, "this is not what `caseway translate --residual FILE` writes");
  return false;
}

}  // namespace caseway::exchange
