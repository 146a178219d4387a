// The language as its specification has it: every line of spec/*.cases is an expression and what it gives, asked about spec/patient.json.
//
//   expression ==> 1, 'text', @2024-05-17, 4 'mg', true     items in order; elements by their value; {} is empty
//   expression ==> ! fhirpath.type                          an error, compiling or evaluating
//   # ...                                                   a comment
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {
namespace {

std::filesystem::path spec_folder() { return std::filesystem::path(CASEWAY_SOURCE_DIR) / "tests/fhirpath/spec"; }

std::string shown(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::string:
      return "'" + value.text() + "'";
    case Value::Kind::date:
    case Value::Kind::date_time:
      return "@" + value.text();
    case Value::Kind::time:
      return "@T" + value.text();
    default:
      return value.text();
  }
}

std::string shown(const Collection& items) {
  if (items.empty()) return "{}";
  std::string text;
  for (const Value& item : items) text.append(text.empty() ? "" : ", ").append(shown(item));
  return text;
}

std::string result_of(std::string_view expression, Element context) {
  Error error;
  const auto compiled = Expression::compile(expression, context.type_id(), error);
  if (!compiled) return "! " + error.id;
  try {
    return shown(compiled->evaluate(context, {}));
  } catch (const EvaluationError& problem) {
    return "! " + problem.error.id;
  }
}

TEST(Specification, HasEveryCaseAsWritten) {
  std::ifstream file(spec_folder() / "patient.json");
  std::stringstream json;
  json << file.rdbuf();
  Tree patient;
  Issues issues;
  ASSERT_TRUE(fhir::read_json(json.str(), Limits::interactive(), issues, patient, nullptr));
  constexpr std::string_view kGives = " ==> ";
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(spec_folder())) {
    if (entry.path().extension() != ".cases") continue;
    std::ifstream lines(entry.path());
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (line.empty() || line.starts_with("# ")) continue;
      const std::size_t gives = line.rfind(kGives);
      ASSERT_NE(gives, line.npos) << entry.path() << ":" << number;
      ++cases;
      EXPECT_EQ(result_of(line.substr(0, gives), patient.root()), line.substr(gives + kGives.size()))
          << entry.path().filename().string() << ":" << number << ": " << line;
    }
  }
  EXPECT_GT(cases, 400U);
}

}  // namespace
}  // namespace caseway::fhirpath
