#include "fhir/outcome.h"

#include <array>
#include <utility>

#include "formats/json_writer.h"

namespace caseway::fhir {

namespace {

using formats::JsonWriter;

constexpr std::array<std::string_view, 4> kSeverities = {"fatal", "error", "warning", "information"};

// What an issue id begins with, and the IssueType it is: https://hl7.org/fhir/R4/valueset-issue-type.html; the first that fits.
constexpr auto kCodes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"fhir.missing", "required"},
    {"fhir.code", "code-invalid"},
    {"fhir.reference", "not-found"},
    {"fhir.format", "value"},
    {"fhir.white_space", "value"},
    {"fhir.period", "invariant"},
    {"fhir.", "structure"},
    {"json.", "structure"},
    {"xml.", "structure"},
    {"csv.", "structure"},
    {"limit.", "too-costly"},
    {"policy.", "forbidden"},
    {"mapping.code.", "code-invalid"},
    {"validation.invariant", "invariant"},
    {"validation.binding", "code-invalid"},
    {"validation.code", "code-invalid"},
    {"validation.display", "code-invalid"},
    {"validation.extension", "extension"},
    {"validation.fixed", "value"},
    {"validation.pattern", "value"},
    {"validation.range", "value"},
    {"validation.length", "value"},
    {"validation.expression", "exception"},
    {"validation.profile_unknown", "not-found"},
    {"validation.", "structure"},
    {"", "processing"},
});

std::string_view code(std::string_view id) {
  for (const auto& [prefix, code] : kCodes) {
    if (id.starts_with(prefix)) return code;
  }
  return "processing";
}

// Whether a path is FHIRPath (Patient.name[0]) rather than XPath, a row and column, a file.
bool is_fhirpath(std::string_view path) {
  return !path.empty() && path.front() >= 'A' && path.front() <= 'Z' && path.find_first_of("/ :") == std::string_view::npos;
}

void position(JsonWriter& json, std::string_view what, std::uint32_t number) {
  json.object().field("url", "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-" + std::string(what));
  json.field("valueInteger", std::uint64_t{number}).end();
}

void issue(JsonWriter& json, const Issue& issue) {
  json.object();
  if (issue.place.line > 0) {
    json.key("extension").array();
    position(json, "line", issue.place.line);
    if (issue.place.column > 0) position(json, "col", issue.place.column);
    json.end();
  }
  json.field("severity", kSeverities.at(static_cast<std::size_t>(issue.severity))).field("code", code(issue.id));
  json.key("details").object().field("text", issue.text).end();
  std::string diagnostics = issue.id;
  if (issue.place.line > 0) diagnostics += ", line " + std::to_string(issue.place.line);
  if (issue.place.line > 0 && issue.place.column > 0) diagnostics += ", column " + std::to_string(issue.place.column);
  json.field("diagnostics", diagnostics);
  if (!issue.place.path.empty()) {
    json.key(is_fhirpath(issue.place.path) ? "expression" : "location").array().value(issue.place.path).end();
  }
  json.end();
}

}  // namespace

std::string operation_outcome_json(const Issues& issues, bool pretty) {
  std::string out;
  JsonWriter json(out, pretty ? 2 : 0);
  json.object().field("resourceType", "OperationOutcome").key("issue").array();
  for (const Issue& one : issues.all()) issue(json, one);
  if (issues.empty())
    json.object().field("severity", "information").field("code", "informational").key("details").object().field("text", "No issues.").end().end();
  json.end().end();
  return out;
}

}  // namespace caseway::fhir
