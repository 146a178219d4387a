// caseway fhirpath: asks documents something, and prints the answers.
#include <cstdio>
#include <sstream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/fhirpath_batch.h"
#include "cli/fhirpath_documents.h"
#include "cli/files.h"
#include "cli/gateway.h"

namespace caseway::cli {

namespace {

const Usage kFhirPath{
    "caseway fhirpath [--package DIR|TGZ|NAME#VERSION] EXPRESSION FILE...  |  caseway fhirpath --batch CASES.ndjson",
    "Evaluates a FHIRPath expression over FHIR JSON and XML files and prints one result on a line: values as text, elements as JSON. With several\n"
    "files each line begins with its file. A batch has one case on a line, {\"resource\": \"path\" or {...}, \"expression\": \"...\", \"variables\": "
    "{...}},\n"
    "and gives one line each, {\"result\": [...], \"types\": [...]} or {\"error\": {\"id\", \"at\", \"text\"}}.",
    {{"batch", "", "CASES.ndjson", "Cases from a file, or `-`."},
     {"package", "", "DIR|TGZ|NAME#VERSION", "A FHIR package, for memberOf(), subsumes() and conformsTo()."}}};

// The expression with a mark below the place.
std::string shown(const std::string& expression, const fhirpath::Error& error) {
  std::string text = error.text + " [" + error.id + "]";
  if (expression.find_first_of("\r\n\t") == std::string::npos) text += "\n  " + expression + "\n  " + std::string(error.at, ' ') + "^";
  return text;
}

std::string line_of(const fhirpath::Value& value) {
  const bool complex = value.kind() == fhirpath::Value::Kind::element && !value.element().has_value();
  const std::string text = complex ? value.json() : value.text();
  return text.find('\n') == std::string::npos ? text : value.json();
}

int ask_files(const Arguments& arguments, const fhirpath::Knowledge* knowledge) {
  const std::string& expression = arguments.operands().front();
  fhirpath::Error error;
  if (!fhirpath::Expression::compile(expression, kNoType, error)) throw UsageError(shown(expression, error));
  const auto sources = sources_of({arguments.operands().begin() + 1, arguments.operands().end()});
  Expressions expressions;
  int code = kOk;
  for (const Source& source : sources) {
    try {
      FhirDocuments documents;
      const Element context = documents.at(source.path).root();
      const Expressions::Compiled& compiled = expressions.of(expression, context.type_id(), {});
      if (!compiled.expression) throw fhirpath::EvaluationError(compiled.error);
      fhirpath::Environment environment;
      environment.knowledge = knowledge;
      for (const fhirpath::Value& value : compiled.expression->evaluate(context, environment))
        std::puts(((sources.size() > 1 ? source.path + ": " : std::string()) + line_of(value)).c_str());
    } catch (const fhirpath::EvaluationError& e) {
      std::fputs((source.path + ": " + shown(expression, e.error) + "\n").c_str(), stderr);
      code = kDataErrors;
    } catch (const std::runtime_error& e) {
      std::fputs((std::string(e.what()) + "\n").c_str(), stderr);
      code = kDataErrors;
    }
  }
  return code;
}

int ask_batch(const std::string& path, const fhirpath::Knowledge* knowledge) {
  std::istringstream cases(read_source(path));
  FhirDocuments documents;
  Expressions expressions;
  bool failed = false;
  for (std::string line; std::getline(cases, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) std::puts(batch_answer(line, documents, expressions, knowledge, failed).c_str());
  return failed ? kDataErrors : kOk;
}

}  // namespace

int fhirpath(const Words& words) {
  const Arguments arguments(kFhirPath, words);
  if (arguments.has("help")) return std::fputs(help_text(kFhirPath).c_str(), stdout), kOk;
  std::unique_ptr<PackageKnowledge> knowledge;
  if (arguments.has("package")) knowledge = std::make_unique<PackageKnowledge>(open_packages(arguments.all("package"), {}));
  if (arguments.has("batch")) {
    refuse_operands(arguments, "caseway fhirpath --batch");
    return ask_batch(arguments.get("batch"), knowledge.get());
  }
  if (arguments.operands().size() < 2) throw UsageError("give an expression and a file, a folder or `-`");
  return ask_files(arguments, knowledge.get());
}

}  // namespace caseway::cli
