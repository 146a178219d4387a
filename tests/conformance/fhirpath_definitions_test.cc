// Every expression in R4's own definitions (pack r4-definitions) compiles: invariants, and search parameters for each type that they are about.
#include <gtest/gtest.h>

#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "fhir/codec.h"
#include "fhir/model.h"
#include "fhirpath/fhirpath.h"

namespace caseway::conformance {

namespace {

fhirpath::Expression compiled(std::string_view text, std::string_view type) {
  fhirpath::Error error;
  auto expression = fhirpath::Expression::compile(text, fhir::find_type(type), error);
  if (!expression) throw std::runtime_error(error.text);
  return *expression;
}

std::vector<std::string> ask(const fhirpath::Expression& question, const Tree& tree) {
  std::vector<std::string> found;
  for (const fhirpath::Value& value : question.evaluate(tree.root(), {})) found.push_back(value.text());
  return found;
}

Tree read(const std::filesystem::path& file) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(bytes_of(file), Limits::batch(), issues, tree, nullptr, {})) << file;
  return tree;
}

std::vector<std::filesystem::path> definitions(const std::filesystem::path& folder, std::string_view type) {
  auto files = files_in(folder, ".json");
  std::erase_if(files, [&](const auto& file) { return !file.filename().string().starts_with(std::string(type) + "-"); });
  return files;
}

std::string why_not(const std::string& text, TypeId type) {
  fhirpath::Error error;
  return fhirpath::Expression::compile(text, type, error) ? "" : error.id + ": " + error.text;
}

}  // namespace

TEST(FhirPathDefinitions, EveryInvariantCompiles) {
  CASEWAY_SUITE(folder, "r4-definitions", "r4-definitions");
  const auto question = compiled("snapshot.element.constraint.expression", "StructureDefinition");
  std::set<std::string> invariants;
  for (const auto& file : definitions(folder, "StructureDefinition"))
    for (std::string& text : ask(question, read(file))) invariants.insert(std::move(text));
  EXPECT_GT(invariants.size(), 200u);
  for (const std::string& text : invariants) EXPECT_EQ(why_not(text, kNoType), "") << text;
}

// One asks about documents and says that it is about patients.
TEST(FhirPathDefinitions, EverySearchParameterCompilesForItsTypes) {
  CASEWAY_SUITE(folder, "r4-definitions", "r4-definitions");
  const auto expression = compiled("expression", "SearchParameter");
  const auto base = compiled("base", "SearchParameter");
  std::size_t asked = 0;
  std::set<std::string> failed;
  for (const auto& file : definitions(folder, "SearchParameter")) {
    const Tree tree = read(file);
    for (const std::string& text : ask(expression, tree))
      for (const std::string& type : ask(base, tree)) {
        ++asked;
        if (!why_not(text, fhir::find_type(type)).empty()) failed.insert(file.stem().string());
      }
  }
  EXPECT_GT(asked, 1700u);
  EXPECT_EQ(failed, std::set<std::string>{"SearchParameter-example-extension"});
}

}  // namespace caseway::conformance
