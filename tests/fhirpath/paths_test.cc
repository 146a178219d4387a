// The path that a report gives of an element is FHIRPath: asked about the document, it gives that element and no other.
#include <gtest/gtest.h>

#include <random>

#include "fhir/random_tree.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {
namespace {

TEST(Paths, OfReportsLeadToTheirElements) {
  std::mt19937 random(20261121);
  std::size_t asked = 0;
  for (int round = 0; round < 40; ++round) {
    const Tree tree = fhir::random_tree(random);
    const std::vector<std::string> paths = tree.paths();
    for (std::uint32_t i = 0; i < tree.size(); ++i) {
      ASSERT_EQ(tree.path(i), paths[i]);
      Error error;
      const auto expression = Expression::compile(paths[i], tree.root().type_id(), error);
      ASSERT_TRUE(expression) << paths[i] << ": " << error.text;
      const Collection found = expression->evaluate(tree.root(), {});
      ASSERT_EQ(found.size(), 1u) << paths[i];
      EXPECT_EQ(found.front().element().index(), i) << paths[i];
      ++asked;
    }
  }
  EXPECT_GT(asked, 1000u);
}

}  // namespace
}  // namespace caseway::fhirpath
