#include "formats/beginning.h"

#include <gtest/gtest.h>

#include <random>

#include "formats/archive.h"
#include "formats/xlsx.h"
#include "formats/xlsx_writer.h"
#include "formats/zip_writer.h"

namespace caseway::formats {
namespace {

// Text that no ZIP makes small.
std::string noise(std::size_t length) {
  std::mt19937 random(20261122);
  std::string text;
  while (text.size() < length) text += static_cast<char>('a' + std::uniform_int_distribution<int>(0, 25)(random));
  return text;
}

std::string workbook(std::size_t rows) {
  XlsxWriter writer;
  const auto text = noise(60 * rows);
  for (const auto* name : {"Notes", "Referrals"}) {
    writer.sheet(name);
    writer.add_row({"referral_id", "note"});
    for (std::size_t i = 0; i < rows; ++i) writer.add_row({std::to_string(i), std::string_view(text).substr(60 * i, 60)});
  }
  Issues issues;
  std::string bytes;
  EXPECT_TRUE(writer.finish(issues, bytes));
  return bytes;
}

TEST(Beginning, OfTextIsItsFirstBytes) {
  std::string made;
  EXPECT_EQ(beginning_of("a,b\n", made), "a,b\n");
  const auto text = noise(3 * kBeginning);
  EXPECT_EQ(beginning_of(text, made), std::string_view(text).substr(0, kBeginning));
  EXPECT_TRUE(made.empty());
}

TEST(Beginning, OfAWorkbookIsAWorkbook) {
  const auto bytes = workbook(4000);
  ASSERT_GT(bytes.size(), kBeginning);
  std::string made;
  const auto beginning = beginning_of(bytes, made);
  EXPECT_LE(beginning.size(), kBeginning);
  const Limits limits;
  Issues issues;
  Workbook book(limits);
  ASSERT_TRUE(book.open(beginning, issues));
  ASSERT_EQ(book.sheets().size(), 2u);
  EXPECT_EQ(book.sheets()[1].name, "Referrals");
  Table table;
  ASSERT_TRUE(book.read(book.sheets()[1], table, issues));
  EXPECT_EQ(table.rows(), 32u);
  EXPECT_EQ(table.cell(0, 0).text, "referral_id");
  EXPECT_EQ(table.cell(31, 0).text, "30");
  EXPECT_TRUE(issues.empty());
}

TEST(Beginning, OfAnArchiveNamesAllOfItsFiles) {
  ZipWriter writer;
  writer.add("clients.csv", "client_key\n" + noise(2 * kBeginning));
  writer.add("episodes.csv", "episode_key\n" + noise(2 * kBeginning));
  const auto bytes = writer.finish();
  ASSERT_GT(bytes.size(), kBeginning);
  struct Names : ArchiveHandler {
    Want begin(std::string_view name) override { return all += std::string(name) + " ", Want::take; }
    bool data(std::string_view piece) override { return size += piece.size(), true; }
    bool end() override { return true; }
    std::string all;
    std::size_t size = 0;
  } names;
  std::string made;
  Issues issues;
  EXPECT_TRUE(read_archive(beginning_of(bytes, made), names, {}, issues));
  EXPECT_EQ(names.all, "clients.csv episodes.csv ");
  EXPECT_LE(names.size, kBeginning);
}

TEST(Beginning, OfWhatIsDamagedIsItsFirstBytes) {
  const auto whole = workbook(4000);
  const auto bytes = whole.substr(0, whole.size() / 2);
  std::string made;
  EXPECT_EQ(beginning_of(bytes, made).size(), kBeginning);
}

}  // namespace
}  // namespace caseway::formats
