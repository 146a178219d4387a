// Every code with the system of UCUM in HL7's examples and value sets (packs r4-examples, r4-definitions) is a UCUM code to us, but for those that
// are none.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "fhir/codec.h"
#include "fhirpath/ucum.h"

namespace caseway::conformance {

namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

// HL7 wrote these, in examples, where UCUM says ug, meq, L/h, [lb_av], or has no unit at all.
const std::set<std::string, std::less<>> kNoCodes = {"TAB", "[lb_i]", "drop", "ea", "mEq", "mcg", "ml/hr", "month", "tbl"};

// The code of a Quantity or Coding, and the concepts of a value set's part, where the system is UCUM.
void collect(const Tree& tree, const std::string& file, std::map<std::string, std::string>& codes) {
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const Element element = tree.at(i);
    if (element.child_value("system") != kUcum) continue;
    if (const auto code = element.child_value("code"); !code.empty()) codes.emplace(code, file);
    for (const Element item : element.children("concept")) codes.emplace(item.child_value("code"), file);
  }
}

TEST(UcumCodes, OfTheStandardsOwnResourcesAreKnown) {
  CASEWAY_SUITE(examples, "r4-examples", "r4-examples-json");
  CASEWAY_SUITE(definitions, "r4-definitions", "r4-definitions");
  std::map<std::string, std::string> codes;
  for (const auto& folder : {examples, definitions}) {
    for (const auto& file : files_in(folder, ".json")) {
      const std::string json = bytes_of(file);
      if (json.find(kUcum) == std::string::npos || file.filename() == "package.json") continue;
      Tree tree;
      Issues issues;
      ASSERT_TRUE(fhir::read_json(json, Limits::batch(), issues, tree, nullptr, {})) << file;
      collect(tree, file.filename().string(), codes);
    }
  }
  EXPECT_GT(codes.size(), 1'000U);
  for (const auto& [code, file] : codes) EXPECT_EQ(fhirpath::ucum_valid(code), !kNoCodes.contains(code)) << code << " in " << file;
}

}  // namespace

}  // namespace caseway::conformance
