// Any text as an expression, and behind the first line that begins with '{' the resource it is asked about (else a small Bundle). It compiles or has
// one error at a place; it gives the same twice, with and without its type known, and as many items as it says to count.
#include "fhir/codec.h"
#include "fhir/model.h"
#include "fhirpath/fhirpath.h"
#include "formats/any_json.h"
#include "fuzz_target.h"

namespace {

using namespace caseway;
using fhirpath::Expression;

constexpr std::string_view kBundle = R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://x/Patient/1","resource":{
"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Ex","given":["A","B"]},{"given":["C"],"_given":[{"id":"g"}]}],"active":true,
"birthDate":"1980-02-29","multipleBirthInteger":2,"telecom":[{"system":"phone","value":"1","rank":1}],"contained":[{"resourceType":"Organization",
"id":"o","name":"O"}],"managingOrganization":{"reference":"#o"},"link":[{"other":{"reference":"Patient/1"},"type":"seealso"}]}},{"fullUrl":
"http://x/Observation/1","resource":{"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":
"8867-4"}]},"subject":{"reference":"Patient/1"},"effectiveDateTime":"2024-05-17T10:30:00.120+10:00","valueQuantity":{"value":1.50,"unit":"g","system":
"http://unitsofmeasure.org","code":"g"},"component":[{"code":{"text":"c"},"valueString":"s"}],"extension":[{"url":"u","valueDecimal":-0.0010}]}}]})";

struct Outcome {
  std::string error;  // its id
  std::vector<std::string> items;
};

void check(const fhirpath::Error& error, std::string_view text) {
  fuzz::promise(error.id.starts_with("fhirpath."), "an error has an id of this room");
  fuzz::promise(!error.text.empty(), "an error has a sentence");
  fuzz::promise(error.at <= text.size(), "an error lies in the expression");
}

// What it is about is known or not; nothing when it does not compile.
std::optional<Outcome> ask(const std::string& text, Element about, bool typed) {
  fhirpath::Error error;
  const auto expression = Expression::compile(text, typed ? about.type_id() : kNoType, error);
  if (!expression) {
    check(error, text);
    return {};
  }
  fuzz::promise(expression->text() == text, "an expression keeps its text");
  fhirpath::Environment environment;
  environment.now = "2024-05-17T10:30:00.120+02:00";
  Outcome outcome;
  try {
    for (const fhirpath::Value& value : expression->evaluate(about, environment)) {
      fuzz::promise(!value.type_name().empty(), "every value has a type");
      outcome.items.push_back(value.json());
    }
  } catch (const fhirpath::EvaluationError& e) {
    check(e.error, text);
    outcome.error = e.error.id;
    outcome.items.clear();
  }
  return outcome;
}

bool same(const Outcome& a, const Outcome& b) { return a.error == b.error && a.items == b.items; }
bool is_of_limits(const Outcome& a) { return a.error.starts_with("fhirpath.limit."); }

bool is_json(std::string_view text) {
  formats::AnyJson handler;
  Issues issues;
  return formats::read_json(text, handler, Limits::batch(), &Limits::json_bytes, issues);
}

}  // namespace

CASEWAY_FUZZ_TARGET(fhirpath, "") {
  const std::size_t end = std::min(bytes.find("\n{"), bytes.size());
  const std::string text(bytes.substr(0, end));
  Tree tree;
  Issues issues;
  if (end == bytes.size() || !fhir::read_json(bytes.substr(end + 1), Limits(), issues, tree, nullptr)) {
    Issues none;
    fuzz::promise(fhir::read_json(kBundle, Limits(), none, tree, nullptr), "the Bundle is one");
  }
  const auto outcome = ask(text, tree.root(), false);
  if (!outcome) return;
  fuzz::promise(same(*outcome, *ask(text, tree.root(), false)), "an expression gives the same twice");
  for (const std::string& item : outcome->items) fuzz::promise(is_json(item), ("every item can be shown as JSON: " + item).c_str());
  const auto typed = ask(text, tree.root(), true);
  fuzz::promise(!typed || !typed->error.empty() || !outcome->error.empty() || same(*outcome, *typed), "knowing the type changes no result");
  const auto counted = ask("(" + text + "\n).count()", tree.root(), false);
  if (!counted || is_of_limits(*counted) || !outcome->error.empty()) return;
  fuzz::promise(counted->items == std::vector<std::string>{std::to_string(outcome->items.size())}, "count() says how many items there are");
}
