#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "formats/csv.h"
#include "plugins/checks.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {
namespace {

Table parse(const std::string& csv) {
  Issues issues;
  auto table = table_of(csv, issues);
  EXPECT_TRUE(issues.empty()) << sentences(issues);
  return table;
}

std::string print(const Table& table) {
  std::string csv;
  for (const auto& row : table) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    formats::append_csv_row(csv, cells);
  }
  return csv;
}

// `rows` rows, each cell from its own column of the pool; the key (first column) is counted up so that every row is a document.
Table draw(const Table& pool, std::size_t rows, std::mt19937& random) {
  Table table{pool.front()};
  for (std::size_t r = 0; r < rows; ++r) {
    table.emplace_back();
    for (std::size_t c = 0; c < pool.front().size(); ++c) {
      const auto& source = pool[1 + std::uniform_int_distribution<std::size_t>(0, pool.size() - 2)(random)];
      table.back().push_back(c == 0 ? source[0] + "-" + std::to_string(r + 1) : source[c]);
    }
  }
  return table;
}

// Row by row, what stands under each header; empty cells and the order of columns do not count.
std::vector<std::map<std::string, std::string>> cells(const Table& table) {
  std::vector<std::map<std::string, std::string>> rows;
  for (std::size_t r = 1; r < table.size(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < table[r].size(); ++c)
      if (!table[r][c].empty()) rows.back()[table[0][c]] = table[r][c];
  }
  return rows;
}

}  // namespace

void check_pool(const Case& one) {
  const auto& gateway = GatewayUnderTest::get();
  const auto pool = parse(read_file(one.input));
  ASSERT_GT(pool.size(), 3u) << "a pool of one or two rows is no pool";
  for (const auto& row : pool) ASSERT_EQ(row.size(), pool.front().size()) << "a row of the pool has another width than its header";
  std::mt19937 random(20261121);  // the same rows every time
  const auto table = draw(pool, 200, random);
  const auto name = one.name + ".csv";
  const auto read = gateway.read(one.plugin, {{name, "", print(table)}});
  EXPECT_FALSE(read.issues.has_errors()) << sentences(read.issues);
  ASSERT_EQ(read.documents.size(), table.size() - 1) << "every row with its own key is a document";
  const auto written = gateway.write(one.plugin, read.documents);
  const auto expected = cells(table);
  const auto actual = cells(parse(joined(written.parts)));
  ASSERT_EQ(actual.size(), expected.size()) << sentences(written.issues);
  for (std::size_t r = 0; r < expected.size(); ++r) ASSERT_EQ(actual[r], expected[r]) << "row " << r + 1 << " is not what was read";

  const GatewayUnderTest::Settings people{{"audience", "people"}};
  const auto unguarded = as_json(gateway.read(one.plugin, gateway.write(one.plugin, read.documents, people).parts, people).documents);
  const auto before = as_json(read.documents);
  EXPECT_TRUE(unguarded == before) << "a file for people does not read back: " << first_difference(before, unguarded);
}

}  // namespace caseway::plugins_test
