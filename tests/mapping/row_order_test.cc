// Which rows are one document is the same whether the list that brings them together is held or lies in runs.
#include "mapping/tables/row_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "caseway/limits.h"

namespace caseway::mapping {
namespace {

using Lines = std::vector<std::uint32_t>;

std::vector<Lines> documents(const std::string& text, std::size_t held) {
  const auto limits = Limits::batch();
  Issues issues;
  formats::CsvReader reader(text, {}, limits, issues);
  std::vector<formats::CsvCell> row;
  reader.next(row);
  RowOrder order(reader, 0, held);
  EXPECT_FALSE(order.as_it_stands());
  std::vector<Lines> all;
  for (auto document = order.next(); !document.empty(); document = order.next()) {
    all.emplace_back();
    for (const auto& each : document) all.back().push_back(each.place.line);
  }
  return all;
}

TEST(RowOrder, BringsRowsOfOneKeyTogetherInTheOrderOfTheFirst) {
  const std::string text = "key,note\nb,1\na,2\n,3\nb,4\nc,5\n,6\na,7\n";
  const std::vector<Lines> wanted{{2, 5}, {3, 8}, {4}, {6}, {7}};
  EXPECT_EQ(documents(text, RowRuns::kHeld), wanted);
  for (const std::size_t held : {1, 2, 3, 7, 8}) EXPECT_EQ(documents(text, held), wanted) << held;
}

TEST(RowOrder, IsTheSameInRunsThatAreReadPieceByPiece) {
  std::string text = "key,note\n";
  for (unsigned i = 0; i < 20'000; ++i) text += "K" + std::to_string(i * 2654435761u % 5'000u) + ",n\n";
  const auto held = documents(text, RowRuns::kHeld);
  EXPECT_EQ(held.size(), 5'000u);
  EXPECT_EQ(documents(text, 1'000), held);
  EXPECT_EQ(documents(text, 100), held);
}

}  // namespace
}  // namespace caseway::mapping
