// Items as JSON: elements of any type, alone.
#include <gtest/gtest.h>

#include "fhir/codec.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {

namespace {

std::string json_of(const std::string& expression) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(R"({"resourceType":"Patient","active":true,"name":[{"family":"A","given":["B",null],"_given":[null,{"id":"g"}]}],)"
                              R"("contained":[{"resourceType":"Basic","code":{"text":"c"}}],"contact":[{"gender":"other"}]})",
                              Limits(), issues, tree, nullptr));
  Error error;
  const auto compiled = Expression::compile(expression, kNoType, error);
  std::string all;
  for (const Value& value : compiled->evaluate(tree.root(), {})) all += value.json();
  return all;
}

}  // namespace

TEST(Value, OfAnyTypeHasAJson) {
  EXPECT_EQ(json_of("name"), R"({"family":"A","given":["B",null],"_given":[null,{"id":"g"}]})");
  EXPECT_EQ(json_of("contained"), R"({"resourceType":"Basic","code":{"text":"c"}})");
  EXPECT_EQ(json_of("contact"), R"({"gender":"other"})");
  EXPECT_EQ(json_of("name.given | active | 1.50 | 'x' | @2024"), R"("B"nulltrue1.50"x""2024")");
}

TEST(Expression, OfOtherBytesThanUtf8IsRefused) {
  Error error;
  EXPECT_FALSE(Expression::compile("'\xFF'", kNoType, error));
  EXPECT_EQ(error.id, "fhirpath.syntax");
}

}  // namespace caseway::fhirpath
