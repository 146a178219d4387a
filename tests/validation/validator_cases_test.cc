// Walks tests/validation/validator (see its README): every case is a resource and the issues that the validator finds in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "validation/validator.h"

namespace caseway::validation {

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = CASEWAY_SOURCE_DIR "/tests/validation/validator";

std::string bytes_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::shared_ptr<const Packages> profiles() {
  auto packages = std::make_shared<Packages>();
  Issues issues;
  EXPECT_TRUE(packages->add((kFolder / "profiles").string(), issues));
  EXPECT_TRUE(issues.empty());
  EXPECT_TRUE(packages->has_core());
  return packages;
}

// "error validation.fixed Patient.active", a line each.
std::string lines(const Issues& issues) {
  constexpr const char* kSeverities[] = {"fatal", "error", "warning", "information"};
  std::string text;
  for (const Issue& issue : issues.all())
    text.append(kSeverities[static_cast<std::size_t>(issue.severity)]).append(" ").append(issue.id).append(" ").append(issue.place.path).append("\n");
  return text;
}

std::string found_in(const Validator& validator, const std::string& json) {
  Issues issues;
  Tree tree;
  std::vector<formats::Position> positions;
  fhir::ReadOptions reading;
  reading.positions = &positions;
  EXPECT_TRUE(fhir::read_json(json, Limits(), issues, tree, nullptr, reading));
  ValidateOptions options;
  options.positions = positions;
  validator.validate(tree, options, issues);
  for (const Issue& issue : issues.all()) {
    EXPECT_GT(issue.place.line, 0u) << issue.id;
    EXPECT_FALSE(issue.text.empty());
  }
  return lines(issues);
}

void compare(const fs::path& golden, const std::string& found) {
  const std::string expected = bytes_of(golden);
  if (found == expected && fs::exists(golden)) return;
  if (std::getenv("CASEWAY_UPDATE_GOLDENS")) std::ofstream(golden, std::ios::binary) << found;
  ADD_FAILURE() << golden.filename() << " says\n" << expected << "and the validator\n" << found;
}

}  // namespace

TEST(ValidatorCases, FindWhatTheyExpect) {
  const Validator validator(profiles());
  std::size_t cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder / "cases")) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename());
    compare(fs::path(entry.path()).replace_extension(".issues"), found_in(validator, bytes_of(entry.path())));
    ++cases;
  }
  EXPECT_GE(cases, 30u);
}

TEST(ValidatorCases, AreTheSameInAnyOrderOfMembers) {
  const Validator validator(profiles());
  const std::string one = R"({"resourceType":"Patient","gender":"male","contact":[{"gender":"male"}],"photo":[{"size":3,"data":"AAAA"}]})";
  const std::string other = R"({"photo":[{"data":"AAAA","size":3}],"contact":[{"gender":"male"}],"gender":"male","resourceType":"Patient"})";
  EXPECT_EQ(found_in(validator, one), found_in(validator, other));
}

TEST(Validator, AsksForTheProfilesThatTheCallerNames) {
  const Validator validator(profiles());
  Issues issues;
  Tree tree;
  ASSERT_TRUE(fhir::read_json(R"({"resourceType":"Patient","name":[{"family":"x"}],"telecom":[{"system":"phone","value":"1"}]})", Limits(), issues,
                              tree, nullptr));
  validator.validate(tree, {}, issues);
  EXPECT_TRUE(issues.empty());
  ValidateOptions options;
  options.profiles = {"https://caseway.example/fhir/StructureDefinition/client", "https://caseway.example/fhir/StructureDefinition/reading",
                      "https://nobody.test/x"};
  validator.validate(tree, options, issues);
  EXPECT_EQ(lines(issues),
            "error validation.cardinality Patient.extension\nerror validation.cardinality Patient.extension\n"
            "error validation.cardinality Patient.identifier\nerror validation.cardinality Patient.identifier\n"
            "error validation.cardinality Patient.gender\nerror validation.type Patient\nerror validation.profile_unknown Patient\n");
}

TEST(Validator, NeedsNoPackage) {
  const Validator validator(nullptr);
  EXPECT_EQ(found_in(validator, R"({"resourceType":"Patient","birthDate":"2024-02-30"})"), "error fhir.format Patient.birthDate\n");
  EXPECT_EQ(found_in(validator, R"({"resourceType":"Bundle","type":"document"})"), "error validation.bundle Bundle\n");
}

}  // namespace caseway::validation
