// The report names the column that a value went to, each of numbered ones by its own number.
#include <gtest/gtest.h>

#include <set>

#include "case_files.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

TEST(NumberedColumns, AreToldApartInTheReport) {
  const auto home = mapping_test::folder("cases/numbered/");
  const auto mapping = Mapping::load(home + "x.map.yaml");
  Issues issues;
  Context context;
  context.issues = &issues;
  context.detail = Detail::values;
  OnePart payload(mapping_test::read_file(home + "in.csv"));
  Documents documents;
  mapping.read(context, payload, documents);
  Parts parts;
  mapping.write(context, documents, parts);
  ASSERT_EQ(parts.ledgers.size(), 1u);
  std::set<std::string> named;
  for (const auto& link : parts.ledgers.front().links())
    if (link.target != Ledger::kNoTarget) named.emplace(parts.ledgers.front().target_text(link.target));
  for (const auto* column : {"phone_1", "phone_2", "need_1_text", "need_2_text"})
    EXPECT_TRUE(named.contains("column " + std::string(column))) << column;
}

}  // namespace
}  // namespace caseway::mapping
