#include "fhir/codec.h"
#include "formats/any_json.h"
#include "limit_cases.h"

namespace caseway {

namespace {

bool read(const std::string& text, const Limits& limits, Issues& issues) {
  formats::AnyJson handler;
  return formats::read_json(text, handler, limits, &Limits::json_bytes, issues);
}

bool read_fhir(const std::string& text, const Limits& limits, Issues& issues) {
  Tree tree;
  return fhir::read_json(text, limits, issues, tree, nullptr);
}

// Extensions in extensions; each is an object in an array, the last may be a Period.
std::string extensions(std::size_t depth) {
  const std::size_t nested = (depth - 1) / 2;
  const bool odd = (depth - 1) % 2 == 1;
  std::string text = R"({"resourceType":"Basic")";
  for (std::size_t i = 0; i < nested; ++i) text += R"(,"extension":[{"url":"u")";
  return text + (odd ? R"(,"valuePeriod":{"start":"2026"})" : R"(,"valueString":"x")") + repeated("}]", nested) + "}";
}

std::string bundle(std::size_t entries) {
  return R"({"resourceType":"Bundle","type":"collection","entry":[)" + repeated(R"({"fullUrl":"http://x/y"},)", entries - 1) +
         R"({"fullUrl":"http://x/y"}]})";
}

}  // namespace

const std::vector<LimitCase>& json_limits() {
  static const std::vector<LimitCase> cases = {
      {&Limits::json_bytes, "json", PointsAt::document, 50, [](std::size_t n) { return padded("[]", n); }, read},
      {&Limits::json_bytes, "fhir_json", PointsAt::document, 50, [](std::size_t n) { return padded(R"({"resourceType":"Basic"})", n); }, read_fhir},
      {&Limits::string_bytes, "json", PointsAt::character, 5, [](std::size_t n) { return "[\"" + repeated("x", n) + "\"]"; }, read},
      {&Limits::depth, "json", PointsAt::character, 5, [](std::size_t n) { return repeated("[", n) + repeated("]", n); }, read},
      {&Limits::depth, "json_objects", PointsAt::character, 5, [](std::size_t n) { return repeated("{\"a\":", n) + "0" + repeated("}", n); }, read},
      {&Limits::depth, "fhir_json", PointsAt::character, 6, extensions, read_fhir},
      {&Limits::nodes, "json", PointsAt::character, 5, [](std::size_t n) { return "[" + repeated("0,", n - 2) + "0]"; }, read},
      {&Limits::name_bytes, "json", PointsAt::character, 5, [](std::size_t n) { return "{\"" + repeated("k", n) + "\":0}"; }, read},
      {&Limits::number_chars, "json", PointsAt::character, 5, [](std::size_t n) { return "[0." + repeated("1", n - 2) + "]"; }, read},
      {&Limits::bundle_entries, "fhir_json", PointsAt::character, 5, bundle, read_fhir},
  };
  return cases;
}

}  // namespace caseway
