// Any bytes into read_json. What is accepted and written again must read to the same events; RapidJSON accepts the same documents, but for what we
// refuse on purpose and for numbers that no double holds.
#include <string>

#include "formats/json_reader.h"
#include "formats/json_writer.h"
#include "fuzz_target.h"
#include "rapidjson_oracle.h"

namespace caseway::formats {
namespace {

class Copier : public JsonHandler {
 public:
  bool null(std::size_t) override { return value("null"); }
  bool boolean(bool truth, std::size_t) override { return value(truth ? "true" : "false"); }
  bool number(std::string_view text, std::size_t) override { return value(text); }
  bool string(std::string_view text, std::size_t) override {
    writer_.value(text);
    return true;
  }
  bool key(std::string_view text, std::size_t) override {
    writer_.key(text);
    return true;
  }
  bool start_object(std::size_t) override {
    writer_.object();
    return true;
  }
  bool start_array(std::size_t) override {
    writer_.array();
    return true;
  }
  bool end_object(std::size_t) override { return end(); }
  bool end_array(std::size_t) override { return end(); }
  std::string text;

 private:
  bool value(std::string_view json) {
    writer_.raw(json);
    return true;
  }
  bool end() {
    writer_.end();
    return true;
  }
  JsonWriter writer_{text, 1};
};

}  // namespace
}  // namespace caseway::formats

CASEWAY_FUZZ_TARGET(json, ".json") {
  using namespace caseway;
  const Limits limits;
  Issues issues;
  formats::Copier first;
  const bool read = formats::read_json(bytes, first, limits, &Limits::json_bytes, issues);
  fuzz::promise(read == issues.empty(), "a document is accepted exactly when there is no issue");
  const fuzz::Other other = fuzz::rapidjson_says(bytes);
  fuzz::promise(!read || other != fuzz::Other::refuses, "what is accepted is JSON to others too");
  const bool of_syntax = !read && (issues.all().front().id == "json.syntax" || issues.all().front().id == "json.empty");
  fuzz::promise(!of_syntax || other != fuzz::Other::accepts, "what is JSON to others has no fault of syntax");
  if (!read) return;
  formats::Copier second;
  Limits roomy = limits;
  roomy.json_bytes = roomy.string_bytes = static_cast<std::size_t>(-1);
  fuzz::promise(formats::read_json(first.text, second, roomy, &Limits::json_bytes, issues), "what was written can be read");
  fuzz::promise(first.text == second.text, "what was written reads to the same events");
}
