// JSONTestSuite (pack json-csv) through our one JSON entry: y_ must be accepted, n_ refused, i_ may go either way but must not crash.
#include <gtest/gtest.h>

#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "formats/any_json.h"

namespace caseway::conformance {

namespace {}  // namespace

TEST(JsonTestSuite, AcceptsAndRefuses) {
  CASEWAY_SUITE(folder, "json-csv", "json-test-suite");
  // Ours on purpose: an object with the same key twice is refused.
  const std::set<std::string> ours = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"};
  std::size_t accepted = 0, refused = 0, good = 0, bad = 0;
  for (const auto& file : files_in(folder / "test_parsing", ".json")) {
    const std::string name = file.filename().string();
    formats::AnyJson handler;
    Issues issues;
    Limits limits = Limits::batch();
    limits.number_chars = 1000;  // one case has 80 digits
    const bool read = formats::read_json(bytes_of(file), handler, limits, &Limits::json_bytes, issues);
    EXPECT_NE(read, issues.has_errors()) << name;
    if (name.starts_with("y_")) {
      EXPECT_EQ(read, ours.count(name) == 0) << name;
      accepted += read;
      ++good;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(read) << name;
      refused += !read;
      ++bad;
    }
  }
  figure("JSONTestSuite, accepted", accepted, good);
  figure("JSONTestSuite, refused", refused, bad);
}

}  // namespace caseway::conformance
