// One Validator, one Packages and many threads. Definitions are read, profiles compiled and value sets made when first asked for, by all threads at
// the same time; what is found is compared with what one thread finds alone. Meant for ThreadSanitizer too.
#include "fhirpath/at_once.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "validation/package_folder.h"
#include "validation/validator.h"

namespace caseway::validation {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = CASEWAY_SOURCE_DIR "/tests/validation/validator";
constexpr int kRounds = 5;

std::shared_ptr<const Packages> profiles() {
  auto packages = std::make_shared<Packages>();
  Issues issues;
  EXPECT_TRUE(packages->add((kFolder / "profiles").string(), issues));
  return packages;
}

// Every case of the folder (see its README), in the order of their names.
const std::vector<Tree>& documents() {
  static const std::vector<Tree> trees = [] {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(kFolder / "cases"))
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Tree> made(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
      std::ostringstream text;
      text << std::ifstream(files[i], std::ios::binary).rdbuf();
      Issues issues;
      EXPECT_TRUE(fhir::read_json(text.str(), Limits(), issues, made[i], nullptr)) << files[i];
    }
    return made;
  }();
  return trees;
}

std::string found_in(const Validator& validator, const Tree& tree) {
  Issues issues;
  ValidateOptions options;
  options.profiles = {"https://caseway.example/fhir/StructureDefinition/client"};
  validator.validate(tree, options, issues);
  std::string text;
  for (const Issue& issue : issues.all()) text.append(issue.id).append(" ").append(issue.place.path).append(" ").append(issue.text).append("\n");
  return text;
}

// What is found in document i stands at i; the way through them begins at `first`.
std::vector<std::string> all_found(const Validator& validator, const std::vector<Tree>& trees, std::size_t first) {
  std::vector<std::string> found(trees.size());
  for (std::size_t n = 0; n < trees.size(); ++n) {
    const std::size_t document = (first + n) % trees.size();
    found[document] = found_in(validator, trees[document]);
  }
  return found;
}

const std::vector<std::string>& wanted() {
  static const std::vector<std::string> found = all_found(Validator(profiles()), documents(), 0);
  return found;
}

void expect_wanted(const std::array<std::vector<std::string>, kThreads>& found) {
  for (const auto& each : found) EXPECT_EQ(each, wanted());
}

}  // namespace

TEST(ValidatorAtOnce, FindsInOneDocumentTheSameInEveryThread) {
  ASSERT_GE(documents().size(), 30U);
  for (int round = 0; round < kRounds; ++round) {
    const Validator validator(profiles());
    std::array<std::vector<std::string>, kThreads> found;
    at_once([&](std::size_t thread) { found[thread] = all_found(validator, documents(), 0); });
    expect_wanted(found);
  }
}

TEST(ValidatorAtOnce, FindsInDifferentDocumentsWhatItFindsInEachAlone) {
  for (int round = 0; round < kRounds; ++round) {
    const Validator validator(profiles());
    std::array<std::vector<std::string>, kThreads> found;
    at_once([&](std::size_t thread) {
      const std::vector<Tree> own = documents();
      found[thread] = all_found(validator, own, thread * own.size() / kThreads);
    });
    expect_wanted(found);
  }
}

TEST(ValidatorAtOnce, ManyValidatorsShareOnePackages) {
  for (int round = 0; round < kRounds; ++round) {
    const auto packages = profiles();
    std::array<std::vector<std::string>, kThreads> found;
    at_once([&](std::size_t thread) { found[thread] = all_found(Validator(packages), documents(), thread); });
    expect_wanted(found);
  }
}

TEST(ValidatorAtOnce, FindsWithoutPackagesTheSameInEveryThread) {
  const Validator embedded(nullptr);
  const std::vector<std::string> alone = all_found(Validator(nullptr), documents(), 0);
  std::array<std::vector<std::string>, kThreads> found;
  at_once([&](std::size_t thread) { found[thread] = all_found(embedded, documents(), thread); });
  for (const auto& each : found) EXPECT_EQ(each, alone);
}

// The same definitions, good, broken and missing ones, by versions and without; the faults are listed while others make them.
TEST(PackagesAtOnce, ReadADefinitionOnce) {
  constexpr int kDefinitions = 40;
  PackageFolder folder("at-once");
  for (int i = 0; i < kDefinitions; ++i) {
    const std::string n = std::to_string(i);
    const std::string broken = i % 4 == 3 ? R"(,"status":["no","code"])" : R"(,"status":"active")";
    folder.file(n + ".json", R"({"resourceType":"ValueSet","url":"http://example.org/vs/)" + n + R"(","version":"1.0.0")" + broken + "}");
  }
  for (int round = 0; round < kRounds; ++round) {
    Packages packages;
    Issues issues;
    ASSERT_TRUE(packages.add(folder.path(), issues));
    std::array<std::vector<const Tree*>, kThreads> seen;
    std::array<std::size_t, kThreads> faults{};
    at_once([&](std::size_t thread) {
      for (int i = 0; i < kDefinitions; ++i) {
        const std::string url = "http://example.org/vs/" + std::to_string(i);
        seen[thread].push_back(packages.value_set(thread % 2 == 0 ? url : url + "|1.0.0"));
        faults[thread] = packages.faults().all().size();
        EXPECT_TRUE(packages.has_url("ValueSet", url));
        EXPECT_EQ(packages.code_system(url), nullptr);
      }
      EXPECT_EQ(packages.urls("ValueSet").size(), std::size_t{kDefinitions});
    });
    for (std::size_t i = 0; i < std::size_t{kDefinitions}; ++i) EXPECT_EQ(seen[0][i] == nullptr, i % 4 == 3) << i;
    for (const auto& trees : seen) EXPECT_EQ(trees, seen[0]);
    for (const std::size_t count : faults) EXPECT_EQ(count, std::size_t{kDefinitions / 4});
  }
}

}  // namespace caseway::validation
