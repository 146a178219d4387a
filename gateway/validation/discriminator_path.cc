#include "validation/discriminator_path.h"

#include "fhir/model.h"

namespace caseway::validation {

namespace {

// Where the step that `text` begins with ends: at the first dot outside parentheses and quotes.
std::size_t step_length(std::string_view text) {
  bool quoted = false;
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '(') ++open;
    if (text[i] == ')') --open;
    if (text[i] == '.' && open == 0) return i;
  }
  return text.size();
}

Step step_of(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return {Step::Kind::child, std::string(text)};
  const std::string_view function = text.substr(0, open);
  std::string_view argument = text.substr(open + 1, text.rfind(')') - open - 1);
  if (argument.size() >= 2 && (argument.front() == '\'' || argument.front() == '"')) argument = argument.substr(1, argument.size() - 2);
  if (function == "extension") return {Step::Kind::extension, std::string(argument)};
  if (function == "ofType" || function == "as") return {Step::Kind::of_type, std::string(argument)};
  return {Step::Kind::resolve, {}};
}

void take(const Step& step, Element from, const fhir::Resources& resources, std::vector<Element>& to) {
  switch (step.kind) {
    case Step::Kind::child:
      for (const Element child : from.children(step.name)) to.push_back(child);
      if (to.empty())
        for (const Element child : from.children(step.name + "[x]")) to.push_back(child);  // "value" for value[x], as FHIRPath has it
      break;
    case Step::Kind::extension:
      for (const Element child : from.children("extension"))
        if (child.child_value("url") == step.name) to.push_back(child);
      break;
    case Step::Kind::of_type:
      if (from.type() == step.name) to.push_back(from);
      break;
    case Step::Kind::resolve: {
      const Element target = from.type() == "Reference" ? resources.resolve(from) : resources.resolve(from.value(), from);
      if (target) to.push_back(target);
      break;
    }
  }
}

}  // namespace

std::vector<Step> discriminator_path(std::string_view text) {
  std::vector<Step> steps;
  while (!text.empty()) {
    const std::size_t length = step_length(text);
    const std::string_view step = text.substr(0, length);
    if (step != "$this") steps.push_back(step_of(step));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return steps;
}

std::vector<Element> follow(const std::vector<Step>& path, Element from, const fhir::Resources& resources) {
  std::vector<Element> at{from};
  for (const Step& step : path) {
    std::vector<Element> next;
    for (const Element element : at) {
      std::vector<Element> reached;
      take(step, element, resources, reached);
      next.insert(next.end(), reached.begin(), reached.end());
    }
    at = std::move(next);
  }
  return at;
}

}  // namespace caseway::validation
