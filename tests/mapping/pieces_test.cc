// A CSV file that comes as a source is read as its bytes are: the same documents, issues and counts, whole and damaged, in any order of its rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "case_files.h"
#include "fhir/codec.h"
#include "formats/byte_source.h"
#include "mapping/mapping.h"
#include "mapping/through.h"
#include "own_converters.h"

namespace caseway::mapping {
namespace {

using mapping_test::read_file;

struct Seen {
  std::vector<std::string> documents;
  std::vector<std::string> issues;
  Counts counts;
};

Seen read(const Mapping& mapping, const std::string& bytes, bool in_pieces) {
  Issues issues;
  Context context;
  context.id_seed = "seed";
  context.issues = &issues;
  const formats::HeldBytes source(bytes);
  Payload payload({in_pieces ? Part{"", "", "", &source} : Part{"", "", bytes}});
  Documents documents;
  mapping.read(context, payload, documents);
  Seen seen;
  for (const auto& document : documents.all) {
    Issues unsaid;
    std::string json;
    fhir::write_json(document.tree, {}, unsaid, json);
    seen.documents.push_back(json);
    seen.counts += document.ledger.counts();
  }
  for (const auto& rest : documents.refused) seen.counts += rest.counts();
  for (const auto& issue : issues.all())
    seen.issues.push_back(issue.id + " " + issue.place.path + " " + std::to_string(issue.place.column) + " " + issue.text);
  return seen;
}

void expect_same(const Mapping& mapping, const std::string& bytes) {
  const Seen held = read(mapping, bytes, false), pieces = read(mapping, bytes, true);
  EXPECT_EQ(held.documents, pieces.documents);
  EXPECT_EQ(held.issues, pieces.issues);
  EXPECT_EQ(held.counts.of, pieces.counts.of);
  EXPECT_EQ(held.counts.added, pieces.counts.added);
}

std::string damaged(std::string bytes, std::uint32_t seed) {
  constexpr std::string_view kDamage = "\",\r\n\0\xff;x";
  for (std::uint32_t state = seed, n = 0; n < 1 + seed % 3; ++n) {
    state = state * 1664525 + 1013904223;
    const char with = kDamage[(state >> 8) % kDamage.size()];
    const auto at = (state >> 12) % bytes.size();
    if (state >> 31 != 0)
      bytes[at] = with;
    else
      bytes.insert(at, 1, with);
  }
  return bytes;
}

TEST(Pieces, AreReadAsTheWhole) {
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(mapping_test::folder("cases"))) {
    const auto home = entry.path().string() + "/";
    if (!std::filesystem::exists(home + "in.csv")) continue;
    const auto mapping = Mapping::load(home + "x.map.yaml", mapping_test::own_converters());
    if (!mapping.is_one_table()) continue;
    ++cases;
    const auto bytes = read_file(home + "in.csv");
    SCOPED_TRACE(home);
    expect_same(mapping, bytes);
    for (std::uint32_t seed = 0; seed < 200; ++seed) expect_same(mapping, damaged(bytes, seed));
  }
  EXPECT_GT(cases, 5u);
}

// Rows of one document, n of them, far from one another.
std::string scattered(std::uint32_t documents, std::uint32_t rows, bool together) {
  std::string out = "plan,person,row_type,text\n";
  const auto row = [&](std::uint32_t document, std::uint32_t n) {
    const auto id = std::to_string(document * 7919 % documents);  // 7919 is prime: every document once
    out += "P-" + id + ",Person " + id + ",goal,Goal " + std::to_string(n) + " of " + id + "\n";
  };
  if (together) {
    for (std::uint32_t d = 0; d < documents; ++d)
      for (std::uint32_t n = 0; n < rows; ++n) row(d, n);
  } else {
    for (std::uint32_t n = 0; n < rows; ++n)
      for (std::uint32_t d = 0; d < documents; ++d) row(d, n);
  }
  return out;
}

TEST(Pieces, OfOneDocumentMayStandAnywhere) {
  const auto mapping = Mapping::load(mapping_test::folder("pieces/plans.map.yaml"));
  const Seen together = read(mapping, scattered(500, 4, true), true);
  const Seen apart = read(mapping, scattered(500, 4, false), true);
  EXPECT_EQ(together.documents.size(), 500u);
  EXPECT_EQ(together.documents, apart.documents);
  EXPECT_EQ(apart.issues, std::vector<std::string>());
  EXPECT_EQ(together.counts.of, apart.counts.of);
  expect_same(mapping, scattered(500, 4, false));
}

// What follows a quote that never closes is lost, perhaps to any document; the one whose row is the last is refused.
TEST(Pieces, OfABrokenFile) {
  const auto mapping = Mapping::load(mapping_test::folder("pieces/plans.map.yaml"));
  const auto bytes = scattered(50, 3, false) + "\"P-1,";
  expect_same(mapping, bytes);
  const Seen seen = read(mapping, bytes, true);
  EXPECT_EQ(seen.documents.size(), 49u);
  ASSERT_EQ(seen.issues.size(), 1u);
  EXPECT_TRUE(seen.issues.front().starts_with("csv.quote.unclosed"));
}

}  // namespace
}  // namespace caseway::mapping
