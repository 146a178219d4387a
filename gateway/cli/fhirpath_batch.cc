#include "cli/fhirpath_batch.h"

#include <stdexcept>

#include "formats/json_reader.h"
#include "formats/json_writer.h"

namespace caseway::cli {

namespace {

using fhirpath::Value;

// Members of the line and of "variables"; an object below those is a resource, of which only the bytes are noted.
class CaseReader : public formats::JsonHandler {
 public:
  CaseReader(std::string_view line, BatchCase& out) : line_(line), out_(out) {}

  bool null(std::size_t) override { return true; }
  bool boolean(bool value, std::size_t) override { return add(Value(value)); }
  bool number(std::string_view text, std::size_t) override {
    const auto number = fhirpath::Decimal::parse(text);
    if (!number) return true;
    const auto whole = number->integer();
    const bool integer = whole && *whole >= INT32_MIN && *whole <= INT32_MAX && text.find_first_of(".eE") == std::string_view::npos;
    return add(integer ? Value(static_cast<std::int32_t>(*whole)) : Value(*number));
  }
  bool string(std::string_view text, std::size_t) override {
    if (objects_ == 1 && member_ == "resource") out_.path = text;
    if (objects_ == 1 && member_ == "expression") out_.expression = text;
    return add(Value(std::string(text)));
  }
  bool key(std::string_view text, std::size_t) override {
    if (objects_ == 1) member_ = text;
    if (objects_ == 2 && member_ == "variables") variable(text);
    return true;
  }
  bool start_object(std::size_t offset) override {
    ++objects_;
    if (objects_ == resource_level()) begin_ = offset;
    return true;
  }
  bool end_object(std::size_t offset) override {
    if (objects_ == resource_level()) take_resource(line_.substr(begin_, offset + 1 - begin_));
    --objects_;
    return true;
  }
  bool start_array(std::size_t) override { return true; }
  bool end_array(std::size_t) override { return true; }

 private:
  int resource_level() const { return member_ == "resource" ? 2 : member_ == "variables" ? 3 : -1; }

  void variable(std::string_view name) { variable_ = &out_.variables[std::string(name)]; }
  bool add(const Value& value) {
    if (objects_ == 2 && member_ == "variables" && variable_) variable_->push_back(value);
    return true;
  }
  void take_resource(std::string_view json) {
    if (member_ == "resource") {
      out_.resource = json;
    } else if (variable_) {
      out_.trees.push_back(std::make_unique<Tree>(read_fhir(json)));
      variable_->push_back(Value(out_.trees.back()->root()));
    }
  }

  std::string_view line_;
  BatchCase& out_;
  int objects_ = 0;
  std::size_t begin_ = 0;
  std::string member_;  // of the line
  fhirpath::Collection* variable_ = nullptr;
};

std::string error_line(const fhirpath::Error& error) {
  std::string out;
  formats::JsonWriter(out, 0)
      .object()
      .key("error")
      .object()
      .field("id", error.id)
      .field("at", static_cast<std::uint64_t>(error.at))
      .field("text", error.text)
      .end()
      .end();
  return out;
}

std::string result_line(const fhirpath::Collection& result) {
  std::string out;
  formats::JsonWriter writer(out, 0);
  writer.object().key("result").array();
  for (const Value& value : result) writer.raw(value.json());
  writer.end().key("types").array();
  for (const Value& value : result) writer.value(value.type_name());
  writer.end().end();
  return out;
}

}  // namespace

BatchCase read_batch_case(std::string_view line) {
  BatchCase found;
  CaseReader reader(line, found);
  Issues issues;
  if (!formats::read_json(line, reader, Limits::batch(), &Limits::json_bytes, issues)) throw std::runtime_error(issues.all().front().text);
  if (found.expression.empty()) throw std::runtime_error("a case wants an \"expression\"");
  if (found.path.empty() && found.resource.empty())
    throw std::runtime_error("a case wants a \"resource\": the path of a file, or the resource itself");
  return found;
}

std::string batch_answer(std::string_view line, FhirDocuments& documents, Expressions& expressions, const fhirpath::Knowledge* knowledge,
                         bool& failed) {
  try {
    const BatchCase asked = read_batch_case(line);
    const Tree own = asked.path.empty() ? read_fhir(asked.resource) : Tree();
    const Element context = (asked.path.empty() ? own : documents.at(asked.path)).root();
    std::vector<std::string> names;
    for (const auto& [name, values] : asked.variables) names.push_back(name);
    const Expressions::Compiled& compiled = expressions.of(asked.expression, context.type_id(), names);
    if (!compiled.expression) throw fhirpath::EvaluationError(compiled.error);
    fhirpath::Environment environment;
    environment.knowledge = knowledge;
    environment.variables = asked.variables;
    return result_line(compiled.expression->evaluate(context, environment));
  } catch (const fhirpath::EvaluationError& e) {
    failed = true;
    return error_line(e.error);
  } catch (const std::runtime_error& e) {
    failed = true;
    return error_line({"cli.fhirpath.case", 0, e.what()});
  }
}

}  // namespace caseway::cli
