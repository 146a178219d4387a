// The classes of faults that other libraries miss, or catch: each is caught with and without packages, and the resources they were made from pass.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "validation/validator.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kPatient = R"({"resourceType":"Patient","id":"p","identifier":[{"system":"https://s.test/id","value":"1"}],
  "name":[{"family":"Reed","given":["Ana"],"period":{"start":"2020-01-01","end":"2024-05"}}],"telecom":[{"system":"phone","value":"1"}],
  "gender":"female","birthDate":"1980-02-28","photo":[{"data":"AAAA","size":3}]})";
constexpr std::string_view kObservation = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},
  "effectivePeriod":{"start":"2024-05-01T10:00:00Z","end":"2024-05-01T12:00:00+02:00"},"valueQuantity":{"value":1.50}})";

struct Fault {
  std::string_view what;
  std::string_view resource;
  std::string_view from;  // replaced ...
  std::string_view to;    // ... by this
};
constexpr Fault kFaults[] = {
    {"unknown element", kPatient, R"("gender")", R"("sex")"},
    {"unknown element inside", kPatient, R"("family")", R"("surname")"},
    {"missing required element", kObservation, R"("status":"final",)", ""},
    {"missing required element", kObservation, R"("code":{"text":"x"},)", ""},
    {"string for a number", kObservation, "1.50", R"("1.50")"},
    {"number for a string", kPatient, R"("Reed")", "7"},
    {"object for an array", kPatient, R"("name":[{"family":"Reed","given":["Ana"],"period":{"start":"2020-01-01","end":"2024-05"}}])",
     R"("name":{"family":"Reed"})"},
    {"string for an array", kPatient, R"(["Ana"])", R"("Ana")"},
    {"day that no month has", kPatient, "1980-02-28", "1981-02-29"},
    {"date of another form", kPatient, "1980-02-28", "28.02.1980"},
    {"time without zone", kObservation, "10:00:00Z", "10:00:00"},
    {"code outside the required value set", kPatient, R"("female")", R"("F")"},
    {"code outside the required value set", kObservation, R"("final")", R"("done")"},
    {"two choices of value[x]", kObservation, R"("valueQuantity")", R"("valueString":"x","valueQuantity")"},
    {"period that ends before it starts", kPatient, "2024-05", "2019"},
    {"period that ends before it starts, in another zone", kObservation, "12:00:00+02:00", "11:59:59+02:00"},
    {"attachment of another size", kPatient, R"("size":3)", R"("size":4)"},
    {"id that is none", kPatient, R"("id":"p")", R"("id":"p_1")"},
};

bool has_errors(const Validator& validator, std::string_view json) {
  Issues issues;
  Tree tree;
  if (fhir::read_json(json, Limits(), issues, tree, nullptr)) validator.validate(tree, {}, issues);
  return issues.has_errors();
}

}  // namespace

TEST(ValidatorFaults, AreAllCaughtWithAndWithoutPackages) {
  auto packages = std::make_shared<Packages>();
  Issues issues;
  ASSERT_TRUE(packages->add(CASEWAY_SOURCE_DIR "/tests/validation/validator/profiles", issues));
  const Validator embedded(nullptr), with_packages(packages);
  for (const Validator* validator : {&embedded, &with_packages}) {
    EXPECT_FALSE(has_errors(*validator, kPatient));
    EXPECT_FALSE(has_errors(*validator, kObservation));
    for (const Fault& fault : kFaults) {
      std::string json(fault.resource);
      const std::size_t at = json.find(fault.from);
      ASSERT_NE(at, std::string::npos) << fault.what;
      EXPECT_TRUE(has_errors(*validator, json.replace(at, fault.from.size(), fault.to))) << fault.what;
    }
  }
}

}  // namespace caseway::validation
