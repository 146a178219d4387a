// Documents made to hurt a validator: each has its answer soon.
#include <gtest/gtest.h>

#include "fhir/codec.h"
#include "fhirpath/fhirpath.h"
#include "formats/cpu_time.h"
#include "validation/validator.h"

namespace caseway::validation {

namespace {

constexpr double kSoon = 2000;  // milliseconds

Tree read(const std::string& json) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(json, Limits::batch(), issues, tree, nullptr)) << issues.all().front().text;
  return tree;
}

Issues verdict(const Tree& tree) {
  static const Validator validator(nullptr);
  Issues issues;
  validator.validate(tree, {}, issues);
  return issues;
}

// Its own entries and contained resources refer to each other in circles.
const std::string kCircles = R"({"resourceType":"Bundle","type":"collection","entry":[
{"fullUrl":"http://x.test/Patient/1","resource":{"resourceType":"Patient","id":"1","link":[{"other":{"reference":"Patient/2"},"type":"seealso"}]}},
{"fullUrl":"http://x.test/Patient/2","resource":{"resourceType":"Patient","id":"2","link":[{"other":{"reference":"Patient/1"},"type":"seealso"}],
"contained":[{"resourceType":"Organization","id":"a","partOf":{"reference":"#b"}},{"resourceType":"Organization","id":"b","partOf":{"reference":"#a"}},
{"resourceType":"Organization","id":"c","partOf":{"reference":"#c"}}],"managingOrganization":{"reference":"#a"}}}]})";

}  // namespace

TEST(Hostile, AddressesThatAreNoIdentitiesAreRefused) {
  for (const char* address :
       {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "JAVASCRIPT:alert(1)", "vbscript:x", "//x.test/Patient/1", "Patient/1"}) {
    const Tree tree = read(R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":")" + std::string(address) +
                           R"(","resource":{"resourceType":"Patient","id":"1","active":true}}]})");
    const Issues issues = verdict(tree);
    ASSERT_TRUE(issues.has_errors()) << address;
    EXPECT_EQ(issues.all().front().id, "validation.bundle") << address;
    EXPECT_EQ(issues.all().front().place.path, "Bundle.entry[0]") << address;
    EXPECT_EQ(issues.all().front().text.find(address), std::string::npos);
  }
}

TEST(Hostile, CirclesOfReferencesEnd) {
  const Tree tree = read(kCircles);
  const double start = cpu_milliseconds();
  verdict(tree);
  fhirpath::Error error;
  for (const char* text :
       {"entry.resource.repeat(link.other.resolve()).count()", "entry.resource.repeat(managingOrganization.resolve() | partOf.resolve()).count()",
        "entry.resource.managingOrganization.resolve().partOf.resolve().partOf.resolve().partOf.resolve().id"}) {
    const auto expression = fhirpath::Expression::compile(text, kNoType, error);
    ASSERT_TRUE(expression) << error.text;
    EXPECT_EQ(expression->evaluate(tree.root(), {}).size(), 1u) << text;
  }
  EXPECT_LT(cpu_milliseconds() - start, kSoon);
}

TEST(Hostile, ManyReferencesTakeTimeInProportion) {
  constexpr int kEntries = 50'000;
  std::string json = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (int i = 0; i < kEntries; ++i) {
    const std::string id = std::to_string(i), other = std::to_string((i * 7919 + 1) % kEntries);
    json += R"({"fullUrl":"http://x.test/Patient/)" + id + R"(","resource":{"resourceType":"Patient","id":")" + id +
            R"(","link":[{"other":{"reference":"Patient/)" + other + R"("},"type":"seealso"},{"other":{"reference":"http://x.test/Patient/)" + other +
            R"("},"type":"seealso"}]}},)";
  }
  json.back() = ']';
  const Tree tree = read(json + "}");
  const double start = cpu_milliseconds();
  const Issues issues = verdict(tree);
  EXPECT_LT(cpu_milliseconds() - start, kSoon);
  EXPECT_FALSE(issues.has_errors()) << issues.all().front().text;
}

TEST(Hostile, ManyOfTheSameAreToldOnceForEach) {
  std::string json = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (int i = 0; i < 50'000; ++i) json += R"({"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000000","resource":{"resourceType":"Basic"}},)";
  json.back() = ']';
  const Tree tree = read(json + "}");
  const double start = cpu_milliseconds();
  const Issues issues = verdict(tree);
  EXPECT_LT(cpu_milliseconds() - start, kSoon);
  EXPECT_GE(issues.errors(), 50'000u);
  EXPECT_LE(issues.all().size(), Issues::limit + 1);
}

}  // namespace caseway::validation
