// The published R4 examples (pack r4-examples): every one comes through JSON -> XML -> JSON unchanged, and validation finds no fault that is not
// there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_json_value.h"
#include "conformance/fhir_suites.h"
#include "fhir/codec.h"
#include "fhir/validate.h"
#include "fhir/verify.h"

namespace caseway::conformance {

namespace {

bool read(const std::string& bytes, bool json, Tree& tree) {
  Issues issues;
  const bool usable =
      json ? fhir::read_json(bytes, Limits::batch(), issues, tree, nullptr) : fhir::read_xml(bytes, Limits::batch(), issues, tree, nullptr);
  for (const Issue& issue : issues.all()) ADD_FAILURE() << issue.id << " " << issue.place.path << " " << issue.text;
  return usable;
}

// Every value in its place, divs to the byte.
std::string values(const std::string& json) {
  std::vector<std::string> divs;
  std::string text = canonical(parse_json(json), divs);
  for (const std::string& div : divs) text += div + "\n";
  return text;
}

}  // namespace

TEST(FhirExamples, JsonToXmlToJsonKeepsEverything) {
  CASEWAY_SUITE(folder, "r4-examples", "r4-examples-json");
  std::size_t compared = 0;
  for (const auto& file : files_in(folder, ".json")) {
    SCOPED_TRACE(file.filename().string());
    const std::string json = bytes_of(file);
    Tree tree, back;
    std::string xml, again, why_not;
    Issues issues;
    ASSERT_TRUE(read(json, true, tree));
    EXPECT_TRUE(fhir::verify(tree, why_not)) << why_not;
    ASSERT_TRUE(fhir::write_xml(tree, {}, issues, xml));
    ASSERT_TRUE(read(xml, false, back));
    ASSERT_TRUE(fhir::write_json(back, {}, issues, again));
    EXPECT_EQ(values(again), values(json));
    ++compared;
  }
  std::cout << compared << " examples compared\n";
  EXPECT_GT(compared, 0u);
}

TEST(FhirExamples, ValidationFindsOnlyRealFaults) {
  CASEWAY_SUITE(folder, "r4-examples", "r4-examples-json");
  // Examples that do lack required elements: found by reading them.
  const std::set<std::string> faulty = {"ImplementationGuide-fhir.json", "Questionnaire-qs1.json", "ig-r4.json"};
  std::size_t checked = 0;
  for (const auto& file : files_in(folder, ".json")) {
    Tree tree;
    Issues issues;
    ASSERT_TRUE(read(bytes_of(file), true, tree));
    fhir::validate(tree, issues);
    EXPECT_EQ(issues.has_errors(), faulty.count(file.filename().string()) == 1) << file;
    ++checked;
  }
  EXPECT_GT(checked, 0u);
}

// The schema takes seconds to load, so one xmllint checks a sample of files.
TEST(FhirExamples, OurXmlFollowsTheOfficialSchema) {
  CASEWAY_SUITE(folder, "r4-examples", "r4-examples-json");
  CASEWAY_SUITE(schemas, "r4-xsd", "r4-xsd");
  if (std::system("xmllint --version 2>/dev/null") != 0) GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
  const auto work = std::filesystem::path(CASEWAY_BUILD_DIR) / "fhir_xml_by_caseway";
  std::filesystem::create_directories(work);
  std::string command = "cd '" + work.string() + "' && xmllint --noout --schema '" + (schemas / "fhir-single.xsd").string() + "'";
  const auto files = files_in(folder, ".json");
  std::size_t written = 0;
  for (std::size_t i = 0; i < files.size(); i += 3) {
    Tree tree;
    std::string xml;
    Issues issues;
    ASSERT_TRUE(read(bytes_of(files[i]), true, tree));
    fhir::validate(tree, issues);
    if (issues.has_errors()) continue;
    ASSERT_TRUE(fhir::write_xml(tree, {}, issues, xml));
    const std::string name = std::to_string(i) + ".xml";
    std::ofstream(work / name, std::ios::binary) << xml;
    command += " " + name;
    ++written;
  }
  ASSERT_GT(written, 0u);
  std::cout << written << " files against fhir-single.xsd\n";
  EXPECT_EQ(std::system((command + " > report.txt 2>&1").c_str()), 0) << bytes_of(work / "report.txt").substr(0, 4000);
}

}  // namespace caseway::conformance
