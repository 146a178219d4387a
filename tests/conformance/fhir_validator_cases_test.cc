// The reference validator's own cases (pack fhir-validator) with the R4 core package: our verdict, errors or none, against the reference's.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "fhir/codec.h"
#include "validation/validator.h"

namespace caseway::conformance {

namespace {

struct Case {
  std::string name;
  std::string file;
  std::string module;
  bool valid = false;
};

std::vector<Case> cases_of(const std::filesystem::path& table) {
  std::vector<Case> cases;
  std::ifstream lines(table);
  std::string line;
  std::getline(lines, line);  // the columns' names
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    Case one;
    std::string errors;
    std::getline(cells, one.name, '\t');
    std::getline(cells, one.file, '\t');
    std::getline(cells, one.module, '\t');
    std::getline(cells, errors, '\t');
    one.valid = errors == "0";
    cases.push_back(one);
  }
  return cases;
}

// Modules whose verdict needs what is not here: a terminology server with SNOMED CT, LOINC and CVX, or the certificates of signatures.
const std::set<std::string> kModulesApart = {"tx", "tx-advanced", "dsig"};

// Cases that the reference runs with other settings or other packages than the default ones.
const std::map<std::string, std::string> kCasesApart = {
    {"dr-example-org", "addresses of example.org are errors only by a setting"},
    {"pat-security-bad-string", "text that looks like HTML is an error only by a setting"},
    {"bad-markdown-no-html", "HTML in markdown is an error only by a setting"},
    {"json-comments-1-yes", "comments in JSON are accepted only by a setting"},
    {"contained-resource-bad-id-ignore", "the rules that it breaks are switched off by a setting"},
    {"extension-version-restriction-range-r4", "its extension is defined in a package that comes with the reference's tests"},
};

// Where our verdict differs and is meant to.
const std::map<std::string, std::string> kDiffering = {
    {"parameters-reference-bad", "a reference in Parameters may lead to the server that receives them"},
    {"xml-bad-entities-json", "named entities in JSON narrative are replaced by their characters, with a warning"},
};

bool has_errors(const validation::Validator& validator, const std::filesystem::path& file) {
  Issues issues;
  Tree tree;
  const auto read = file.extension() == ".xml" ? fhir::read_xml : fhir::read_json;
  if (read(bytes_of(file), Limits::batch(), issues, tree, nullptr, {})) validator.validate(tree, {}, issues);
  return issues.has_errors();
}

}  // namespace

TEST(FhirValidatorCases, VerdictsAreThoseOfTheReference) {
  CASEWAY_SUITE(folder, "fhir-validator", "fhir-validator");
  CASEWAY_SUITE(core, "r4-definitions", "r4-definitions");
  CASEWAY_SUITE(expansions, "r4-definitions", "r4-definitions-extra/package");
  auto packages = std::make_shared<validation::Packages>();
  Issues faults;
  for (const auto& package : {core, expansions}) ASSERT_TRUE(packages->add(package.string(), faults));
  const validation::Validator validator(packages);

  std::size_t valid = 0, accepted = 0, invalid = 0, refused = 0;
  for (const Case& one : cases_of(folder / "cases.tsv")) {
    if (kModulesApart.count(one.module) == 1 || kCasesApart.count(one.name) == 1) continue;
    const bool errors = has_errors(validator, folder / "cases" / one.file);
    (one.valid ? valid : invalid) += 1;
    accepted += one.valid && !errors;
    refused += !one.valid && errors;
    EXPECT_EQ(errors == one.valid, kDiffering.count(one.name) == 1) << one.name << (one.valid ? " is valid" : " is not valid");
  }
  figure("Reference validator's cases, valid ones accepted", accepted, valid);
  figure("Reference validator's cases, others refused", refused, invalid);
}

}  // namespace caseway::conformance
