#include "validation/package_version.h"

#include <gtest/gtest.h>

namespace caseway::validation {
namespace {

TEST(PackageVersion, OrdersVersionsFromOldToNew) {
  const std::vector<std::string> ordered = {
      "",      "0.9",    "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0",    "1.0.1",
      "1.2.0", "1.10.0", "2.0.0-ballot", "2.0.0",         "2018-08-12",       "2018-09-01",   "2019-01-01",    "20180101", "99999999999999999999999"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t k = 0; k < ordered.size(); ++k) {
      const int expected = i < k ? -1 : static_cast<int>(i > k);
      EXPECT_EQ(compare_versions(ordered[i], ordered[k]), expected) << ordered[i] << " and " << ordered[k];
    }
  }
}

TEST(PackageVersion, LeavesOutWhatDoesNotCount) {
  EXPECT_EQ(compare_versions("1.0.0+build7", "1.0.0+build9"), 0);
  EXPECT_EQ(compare_versions("1.01.0", "1.1.0"), 0);
}

TEST(PackageVersion, FitsWhatAsksForItsFirstParts) {
  const struct {
    const char* version;
    const char* wanted;
    bool fits;
  } cases[] = {{"4.0.1", "4.0.1", true}, {"4.0.1", "4.0", true},  {"4.0.1", "4", true},   {"4.0.1", "4.0.x", true},
               {"4.0.1", "4.*", true},   {"4.0.1", "4.1", false}, {"4.01", "4.0", false}, {"4.0.1", "4.0.1.x", true},
               {"4.0", "4.0.1", false},  {"4.0.1", "", false},    {"", "", true},         {"", "4.0", false}};
  for (const auto& c : cases) EXPECT_EQ(version_fits(c.version, c.wanted), c.fits) << c.version << " for " << c.wanted;
}

}  // namespace
}  // namespace caseway::validation
