#include "cli/fhirpath_documents.h"

#include <stdexcept>

#include "cli/files.h"
#include "fhir/codec.h"

namespace caseway::cli {

namespace {

std::string sentence(const Issue& issue) {
  std::string text = issue.place.path;
  if (issue.place.line > 0) text += (text.empty() ? "line " : ", line ") + std::to_string(issue.place.line);
  return text.empty() ? issue.text : text + ": " + issue.text;
}

// XML begins with <, whatever the encoding.
bool looks_like_xml(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(std::string_view("\xEF\xBB\xBF\xFE\xFF\0 \t\r\n", 10));
  return first != std::string_view::npos && bytes[first] == '<';
}

}  // namespace

Tree read_fhir(std::string_view bytes) {
  Tree tree;
  Issues issues;
  if ((looks_like_xml(bytes) ? fhir::read_xml : fhir::read_json)(bytes, Limits::batch(), issues, tree, nullptr, {})) return tree;
  throw std::runtime_error(issues.empty() ? "this is no FHIR document" : sentence(issues.all().front()));
}

const Tree& FhirDocuments::at(const std::string& path) {
  std::unique_ptr<Tree>& tree = trees_[path];
  if (!tree) {
    const std::string bytes = read_source(path);
    try {
      tree = std::make_unique<Tree>(read_fhir(bytes));
    } catch (const std::runtime_error& e) {
      throw std::runtime_error(path + ": " + e.what());
    }
  }
  return *tree;
}

const Expressions::Compiled& Expressions::of(const std::string& text, TypeId type, const std::vector<std::string>& variables) {
  std::string key = std::to_string(type) + '\n' + text;
  for (const std::string& name : variables) key += '\n' + name;
  const auto [found, added] = made_.try_emplace(key);
  if (added) found->second.expression = fhirpath::Expression::compile(text, type, found->second.error, variables);
  return found->second;
}

fhirpath::Answer PackageKnowledge::member_of(std::string_view value_set, std::string_view system, std::string_view code) const {
  return validator_.terminology().contains(value_set, system, code);
}

fhirpath::Answer PackageKnowledge::subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const {
  return validator_.terminology().subsumes(system, ancestor, code);
}

fhirpath::Answer PackageKnowledge::conforms_to(Element element, std::string_view profile) const {
  if (!packages_->structure(profile)) return fhirpath::Answer::unknown;
  Draft draft(element.type_id());
  for (const Element child : element.children()) draft.copy(draft.root(), child);
  const Tree alone = draft.freeze();
  Issues issues;
  validator_.validate(alone, {{std::string(profile)}, {}}, issues);
  return issues.has_errors() ? fhirpath::Answer::no : fhirpath::Answer::yes;
}

}  // namespace caseway::cli
