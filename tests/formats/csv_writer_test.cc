#include <gtest/gtest.h>

#include "formats/csv.h"

namespace caseway::formats {
namespace {

std::string row(std::vector<std::string_view> cells, char delimiter = ',', CsvAudience audience = CsvAudience::machine) {
  std::string out;
  append_csv_row(out, cells, delimiter, audience);
  return out;
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(row({"a", "b c", "", " d "}), "a,b c,, d \r\n");
  EXPECT_EQ(row({"a,b", "say \"hi\"", "two\nlines", "cr\r"}), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\"\r\n");
  EXPECT_EQ(row({"a,b", "c;d"}, ';'), "a,b;\"c;d\"\r\n");
  EXPECT_EQ(row({"\"\""}), "\"\"\"\"\"\"\r\n");
}

TEST(CsvWriter, ARecordOfOneEmptyCellIsNoBlankLine) { EXPECT_EQ(row({""}), "\"\"\r\n"); }

TEST(CsvWriter, GuardsCellsThatASpreadsheetWouldRunForPeopleOnly) {
  std::string out;
  const std::vector<std::string_view> cells{"=1+1", "+1 555", "-2", "@x", "\tx", "\rx", "a=b", ""};
  EXPECT_EQ(append_csv_row(out, cells, ',', CsvAudience::people), 6u);
  EXPECT_EQ(out, "'=1+1,'+1 555,'-2,'@x,'\tx,\"'\rx\",a=b,\r\n");
  EXPECT_EQ(row(cells), "=1+1,+1 555,-2,@x,\tx,\"\rx\",a=b,\r\n");
}

TEST(CsvWriter, AGuardComesOffAgain) {
  EXPECT_EQ(without_guard("'=1+1"), "=1+1");
  EXPECT_EQ(without_guard("'+1 555"), "+1 555");
  EXPECT_EQ(without_guard("'tis"), "'tis");
  EXPECT_EQ(without_guard("=1+1"), "=1+1");
  EXPECT_EQ(without_guard("'"), "'");
  EXPECT_EQ(without_guard(""), "");
}

TEST(CsvWriter, WhatItWritesReadsBackTheSame) {
  const std::vector<std::string_view> cells{"a", "", "x,y", "\"", "\r\n", "é", "'", " \" , ; \t"};
  for (char delimiter : {',', ';', '\t', '|'}) {
    std::string out = row(cells, delimiter);
    Issues issues;
    const Limits limits;
    CsvReader reader(out, {delimiter, ""}, limits, issues);
    std::vector<CsvCell> got;
    ASSERT_TRUE(reader.next(got));
    ASSERT_EQ(got.size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(got[i].text, cells[i]);
    EXPECT_TRUE(issues.empty());
  }
}

}  // namespace
}  // namespace caseway::formats
