#include "report/leaf.h"

#include <gtest/gtest.h>

namespace caseway::report {
namespace {

TEST(Leaf, NamespaceDeclarationsAndSchemaLocationsAreNone) {
  for (const char* name : {"xmlns", "xmlns:sdtc", "xsi:schemaLocation", "i:noNamespaceSchemaLocation"})
    EXPECT_TRUE(is_plumbing_attribute(name)) << name;
  for (const char* name : {"xmlnsx", "value", "xsi:type", "schemaLocation", "xml:lang"}) EXPECT_FALSE(is_plumbing_attribute(name)) << name;
}

TEST(Leaf, StructureOfCcdaCountsApart) {
  EXPECT_TRUE(is_ccda_structural("templateId", "root"));
  EXPECT_TRUE(is_ccda_structural("templateId", "extension"));
  EXPECT_TRUE(is_ccda_structural("realmCode", "code"));
  EXPECT_TRUE(is_ccda_structural("observation", "moodCode"));
  EXPECT_TRUE(is_ccda_structural("value", "xsi:type"));
  EXPECT_FALSE(is_ccda_structural("code", "codeSystemName"));
  EXPECT_FALSE(is_ccda_structural("entryRelationship", "inversionInd"));
  EXPECT_FALSE(is_ccda_structural("id", "root"));
}

}  // namespace
}  // namespace caseway::report
