// A code table as a ConceptMap, and back.
#include "mapping/compile/concept_map.h"

#include <gtest/gtest.h>

#include "case_files.h"
#include "mapping/mapping.h"

namespace caseway::mapping {
namespace {

TEST(ConceptMap, ReadsWhatItWrites) {
  const auto mapping = Mapping::load(mapping_test::folder("cases/concept-map/x.map.yaml"));
  const auto json = concept_map_json(mapping.plan(), "marital");
  CodeTable again;
  ASSERT_EQ(read_concept_map(formats::read_config(json, "again.json"), again), "");
  const auto& table = mapping.plan().tables.front();
  ASSERT_EQ(again.rows.size(), table.rows.size());
  EXPECT_EQ(again.systems, table.systems);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    EXPECT_EQ(again.rows[i].theirs.at(0), table.rows[i].theirs.front());
    EXPECT_EQ(again.rows[i].theirs.at(1), table.rows[i].ours.front()) << "both sides stand in one list until the table is used";
    EXPECT_EQ(again.rows[i].only, table.rows[i].only);
    EXPECT_EQ(again.rows[i].display, table.rows[i].display);
  }
}

TEST(ConceptMap, IsThereOnlyForTablesOfTheMapping) {
  const auto mapping = Mapping::load(mapping_test::folder("cases/concept-map/x.map.yaml"));
  EXPECT_EQ(concept_map_json(mapping.plan(), "martial"), "");
}

}  // namespace
}  // namespace caseway::mapping
