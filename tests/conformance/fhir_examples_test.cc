// The published R4 examples (pack r4-examples) and definitions (pack r4-definitions): every one comes through JSON -> XML -> JSON unchanged, has as
// many leaves in one format as in the other, and is valid XML by the official schema.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_json_value.h"
#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "fhir/codec.h"
#include "fhir/verify.h"

namespace caseway::conformance {

namespace {

// Reads without a single issue.
bool read(const std::string& bytes, bool json, Tree& tree, Ledger* ledger = nullptr) {
  Issues issues;
  const bool usable = (json ? fhir::read_json : fhir::read_xml)(bytes, Limits::batch(), issues, tree, ledger, {});
  for (const Issue& issue : issues.all()) ADD_FAILURE() << issue.id << " " << issue.place.path << " " << issue.text;
  return usable && issues.empty();
}

// Every value in its place, divs to the byte.
std::string values(const std::string& json) {
  std::vector<std::string> divs;
  std::string text = canonical(parse_json(json), divs);
  for (const std::string& div : divs) text += div + "\n";
  return text;
}

std::vector<std::filesystem::path> resources_in(const std::filesystem::path& folder) {
  auto files = files_in(folder, ".json");
  std::erase_if(files, [](const auto& file) { return file.filename() == "package.json"; });
  return files;
}

bool comes_back(const std::filesystem::path& file) {
  const std::string json = bytes_of(file);
  Tree tree, back;
  Ledger from_json("read"), from_xml("read");
  std::string xml, again, why_not;
  Issues issues;
  if (!read(json, true, tree, &from_json) || !fhir::write_xml(tree, {}, issues, xml)) return false;
  if (!read(xml, false, back, &from_xml) || !fhir::write_json(back, {}, issues, again)) return false;
  EXPECT_TRUE(fhir::verify(tree, why_not)) << why_not;
  EXPECT_EQ(from_json.counts().total(), from_xml.counts().total());
  EXPECT_EQ(from_json.counts()[Fate::copied], from_json.counts().total());
  return values(again) == values(json);
}

void all_come_back(const std::filesystem::path& folder, std::string_view row) {
  std::size_t equal = 0;
  const auto files = resources_in(folder);
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename().string());
    if (comes_back(file)) {
      ++equal;
    } else {
      ADD_FAILURE() << "is not the same after JSON -> XML -> JSON";
    }
  }
  figure(row, equal, files.size());
}

// How many lines of xmllint's report say that a file is valid.
std::size_t valid_in(const std::string& report) {
  constexpr std::string_view kValid = ".xml validates\n";
  std::size_t valid = 0;
  for (std::size_t at = report.find(kValid); at != std::string::npos; at = report.find(kValid, at + 1)) ++valid;
  return valid;
}

void all_follow_the_schema(const std::filesystem::path& folder, const std::filesystem::path& schemas, const std::set<std::string>& faulty,
                           std::string_view row) {
  const auto work = std::filesystem::path(CASEWAY_BUILD_DIR) / ("schema-" + folder.filename().string());
  std::filesystem::remove_all(work);
  std::filesystem::create_directories(work);
  std::size_t written = 0;
  for (const auto& file : resources_in(folder)) {
    if (faulty.count(file.filename().string()) == 1) continue;
    Tree tree;
    std::string xml;
    Issues issues;
    ASSERT_TRUE(read(bytes_of(file), true, tree) && fhir::write_xml(tree, {}, issues, xml)) << file;
    std::ofstream(work / (std::to_string(++written) + ".xml"), std::ios::binary) << xml;
  }
  const std::string command =
      "cd '" + work.string() + "' && xmllint --noout --schema '" + (schemas / "fhir-single.xsd").string() + "' *.xml > report.txt 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  const std::string report = bytes_of(work / "report.txt");
  const std::size_t valid = valid_in(report);
  if (valid != written) ADD_FAILURE() << report.substr(0, 4000);
  figure(row, valid, written);
}

// Examples that lack required elements, found by reading them: no XML of them could be valid.
const std::set<std::string> kFaulty = {"ImplementationGuide-fhir.json", "Questionnaire-qs1.json", "ig-r4.json"};

// Definitions that lack the required SearchParameter.base, or have an id of more than 64 characters.
const std::set<std::string> kFaultyDefinitions = {
    "SearchParameter-codesystem-extensions-CodeSystem-author.json",
    "SearchParameter-codesystem-extensions-CodeSystem-effective.json",
    "SearchParameter-codesystem-extensions-CodeSystem-end.json",
    "SearchParameter-codesystem-extensions-CodeSystem-keyword.json",
    "SearchParameter-codesystem-extensions-CodeSystem-workflow.json",
    "SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject.json",
    "SearchParameter-valueset-extensions-ValueSet-author.json",
    "SearchParameter-valueset-extensions-ValueSet-effective.json",
    "SearchParameter-valueset-extensions-ValueSet-end.json",
    "SearchParameter-valueset-extensions-ValueSet-keyword.json",
    "SearchParameter-valueset-extensions-ValueSet-workflow.json",
};

}  // namespace

TEST(FhirExamples, JsonToXmlToJsonKeepsEverything) {
  CASEWAY_SUITE(folder, "r4-examples", "r4-examples-json");
  all_come_back(folder, "R4 examples, JSON → XML → JSON");
}

TEST(FhirDefinitions, JsonToXmlToJsonKeepsEverything) {
  CASEWAY_SUITE(folder, "r4-definitions", "r4-definitions");
  all_come_back(folder, "R4 definitions, JSON → XML → JSON");
}

#define CASEWAY_XMLLINT \
  if (std::system("xmllint --version 2>/dev/null") != 0) GTEST_SKIP() << "xmllint (libxml2-utils) is not installed"

TEST(FhirExamples, OurXmlFollowsTheOfficialSchema) {
  CASEWAY_SUITE(folder, "r4-examples", "r4-examples-json");
  CASEWAY_SUITE(schemas, "r4-xsd", "r4-xsd");
  CASEWAY_XMLLINT;
  all_follow_the_schema(folder, schemas, kFaulty, "R4 examples, our XML valid by fhir-single.xsd");
}

TEST(FhirDefinitions, OurXmlFollowsTheOfficialSchema) {
  CASEWAY_SUITE(folder, "r4-definitions", "r4-definitions");
  CASEWAY_SUITE(schemas, "r4-xsd", "r4-xsd");
  CASEWAY_XMLLINT;
  all_follow_the_schema(folder, schemas, kFaultyDefinitions, "R4 definitions, our XML valid by fhir-single.xsd");
}

}  // namespace caseway::conformance
