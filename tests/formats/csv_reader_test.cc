#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/csv.h"

namespace caseway::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

struct Read {
  Rows rows;
  std::vector<std::uint32_t> lines;
  std::vector<std::vector<Position>> places;
  Issues issues;
  CsvDialect dialect;
  bool failed = false;
  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const Issue& issue : issues.all()) out.push_back(issue.id);
    return out;
  }
};

Read read(std::string_view bytes, const CsvDialect& dialect = {}, const Limits& limits = {}) {
  Read out;
  CsvReader reader(bytes, dialect, limits, out.issues);
  std::vector<CsvCell> row;
  while (reader.next(row)) {
    std::vector<std::string> texts;
    std::vector<Position> places;
    for (const CsvCell& cell : row) {
      texts.emplace_back(cell.text);
      places.push_back(cell.at);
    }
    out.rows.push_back(texts);
    out.places.push_back(places);
    out.lines.push_back(reader.line());
  }
  out.dialect = reader.dialect();
  out.failed = reader.failed();
  return out;
}

TEST(CsvReader, ReadsPlainRowsWithAnyNewline) {
  const Rows expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
  for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\r\n1,2\n3,4"})
    EXPECT_EQ(read(text).rows, expected) << text;
}

TEST(CsvReader, UnquotesDoubledQuotesAndKeepsNewlinesInside) {
  const Read got = read("name,note\r\n\"O \"\"Brien\"\"\",\"two\r\nlines\"\r\nx,\"\"\r\n");
  EXPECT_EQ(got.rows, (Rows{{"name", "note"}, {"O \"Brien\"", "two\r\nlines"}, {"x", ""}}));
  EXPECT_THAT(got.lines, ElementsAre(1, 2, 4)) << "a newline inside a cell is a physical line";
  EXPECT_TRUE(got.issues.empty());
}

TEST(CsvReader, SeveralUnescapedCellsOfOneRowKeepTheirText) {
  std::string text = "a";
  std::vector<std::string> expected{"a"};
  for (int i = 0; i < 200; ++i) text += ",\"\"\"" + std::to_string(i) + "\"\"\"", expected.push_back("\"" + std::to_string(i) + "\"");
  EXPECT_EQ(read(text + "\n").rows, (Rows{expected}));
}

TEST(CsvReader, FindsTheDelimiterInTheHeaderOutsideQuotes) {
  EXPECT_EQ(read("a;b;c\n1,5;2;3\n").rows[1], (std::vector<std::string>{"1,5", "2", "3"}));
  EXPECT_EQ(read("a\tb\n1\t2\n").dialect.delimiter, '\t');
  EXPECT_EQ(read("a|b\n1|2\n").dialect.delimiter, '|');
  EXPECT_EQ(read("\"a,b,c,d\";e\n1;2\n").dialect.delimiter, ';');
  EXPECT_EQ(read("only\n1\n").dialect.delimiter, ',');
  EXPECT_EQ(read("a;b,c;d\n", {',', ""}).rows[0], (std::vector<std::string>{"a;b", "c;d"})) << "told is told";
}

TEST(CsvReader, ReadsTheEncodingsThatAgenciesSend) {
  EXPECT_EQ(read("\xef\xbb\xbfname\nJos\xc3\xa9\n").rows, (Rows{{"name"}, {"José"}}));
  EXPECT_EQ(read("name\nJos\xe9\n").rows, (Rows{{"name"}, {"José"}})) << "not UTF-8: Windows-1252";
  const std::string utf16("\xff\xfen\0a\0\n\0J\0\xe9\0\n\0", 14);
  const Read got = read(utf16);
  EXPECT_EQ(got.rows, (Rows{{"na"}, {"Jé"}}));
  EXPECT_EQ(got.dialect.encoding, "utf-16le");
}

TEST(CsvReader, RefusesWhatIsNotInTheEncodingItClaims) {
  EXPECT_THAT(read("\xef\xbb\xbfname\nJos\xe9\n").ids(), ElementsAre("csv.encoding"));
  EXPECT_THAT(read("name\nJos\xe9\n", {',', "utf-8"}).ids(), ElementsAre("csv.encoding"));
}

TEST(CsvReader, CountsColumnsInCodePoints) {
  const Read got = read("a,b,c\né,\"x\né\",z\n");
  ASSERT_EQ(got.rows.size(), 2u);
  EXPECT_EQ(got.places[1][0].column, 1u);
  EXPECT_EQ(got.places[1][1].column, 3u);
  EXPECT_EQ(got.places[1][1].line, 2u);
  EXPECT_EQ(got.places[1][2].line, 3u);
  EXPECT_EQ(got.places[1][2].column, 4u) << "after é, a quote and a comma on the second line of the row";
}

TEST(CsvReader, PassesOverLinesWithoutAnyValue) {
  const Read got = read("\n\r\na,b\n\n,\n1,2\n\n");
  EXPECT_EQ(got.rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_THAT(got.lines, ElementsAre(3, 6));
  EXPECT_TRUE(got.issues.empty());
}

TEST(CsvReader, FillsShortRowsAndSaysSo) {
  const Read got = read("a,b,c\n1\n");
  EXPECT_EQ(got.rows[1], (std::vector<std::string>{"1", "", ""}));
  ASSERT_THAT(got.ids(), ElementsAre("csv.row.ragged"));
  EXPECT_EQ(got.issues.all()[0].severity, Severity::warning);
}

TEST(CsvReader, NamesTheRowAndColumnOfValuesBeyondTheHeader) {
  const Read got = read("a,note\n\"x\ny\",ok\n3,one, two\n4,z,,\n");
  EXPECT_EQ(got.rows[2], (std::vector<std::string>{"3", "one", " two"})) << "the row comes as it is, so that its values can be accounted for";
  EXPECT_EQ(got.rows[3], (std::vector<std::string>{"4", "z"})) << "empty cells at the end are no values";
  ASSERT_THAT(got.ids(), ElementsAre("csv.row.ragged"));
  const Issue& issue = got.issues.all()[0];
  EXPECT_EQ(issue.severity, Severity::error);
  EXPECT_EQ(issue.place.path, "row 4, column 3");
  EXPECT_EQ(issue.place.line, 4u);
  EXPECT_EQ(issue.place.column, 7u);
}

TEST(CsvReader, TakesStrayQuotesAsTextWithAWarning) {
  const Read got = read("a,b\n5\" pipe,\"x\" y\n");
  EXPECT_EQ(got.rows[1], (std::vector<std::string>{"5\" pipe", "x y"}));
  EXPECT_THAT(got.ids(), ElementsAre("csv.quote.stray", "csv.quote.stray"));
  EXPECT_EQ(got.issues.all()[0].place.path, "row 2, column a");
  EXPECT_EQ(got.issues.all()[1].place.path, "row 2, column b");
  EXPECT_FALSE(got.issues.has_errors());
}

TEST(CsvReader, NamesAQuoteThatNeverCloses) {
  const Read got = read("a,b\n1,\"open\n2,3\n");
  EXPECT_TRUE(got.failed);
  ASSERT_THAT(got.ids(), ElementsAre("csv.quote.unclosed"));
  EXPECT_EQ(got.issues.all()[0].place.path, "row 2, column b");
  EXPECT_EQ(got.issues.all()[0].place.column, 3u);
  EXPECT_EQ(got.rows.size(), 1u) << "no guess at what the row was";
}

TEST(CsvReader, RefusesEmptyFilesAndNulBytes) {
  EXPECT_THAT(read("").ids(), ElementsAre("csv.empty"));
  EXPECT_THAT(read("\r\n\r\n").ids(), ElementsAre("csv.empty"));
  EXPECT_THAT(read(",,\n,,\n").ids(), ElementsAre("csv.empty"));
  EXPECT_THAT(read("\xef\xbb\xbf").ids(), ElementsAre("csv.empty"));
  const Read nul = read(std::string_view("a\nb\0c\n", 6));
  ASSERT_THAT(nul.ids(), ElementsAre("csv.nul"));
  EXPECT_EQ(nul.issues.all()[0].place.line, 2u);
}

TEST(CsvReader, EndsWithoutANewlineAndWithAnEmptyLastCell) {
  EXPECT_EQ(read("a,b\n1,").rows, (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(read("a,b\n1,\"2\"").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_THAT(read("a,b\n1,").ids(), IsEmpty());
}

TEST(CsvReader, HoldsEveryLimit) {
  Limits limits;
  limits.csv_bytes = 10;
  EXPECT_THAT(read("a,b\n1,2\n3,4\n", {}, limits).ids(), ElementsAre("limit.csv_bytes"));
  limits = {};
  limits.csv_rows = 2;
  EXPECT_THAT(read("a\n1\n2\n", {}, limits).ids(), IsEmpty());
  const Read rows = read("a\n1\n2\n3\n", {}, limits);
  EXPECT_THAT(rows.ids(), ElementsAre("limit.csv_rows"));
  EXPECT_EQ(rows.rows.size(), 3u);
  limits = {};
  limits.csv_columns = 2;
  EXPECT_THAT(read("a,b\n", {}, limits).ids(), IsEmpty());
  EXPECT_THAT(read("a,b,c\n", {}, limits).ids(), ElementsAre("limit.csv_columns"));
  limits = {};
  limits.csv_row_bytes = 8;
  EXPECT_THAT(read("a,b\n1234,678\n", {}, limits).ids(), IsEmpty());
  EXPECT_THAT(read("a,b\n1234,6789\n", {}, limits).ids(), ElementsAre("limit.csv_row_bytes"));
  EXPECT_THAT(read("a,b\n1,\"6789\n\n\n\n\n\"\n", {}, limits).ids(), ElementsAre("csv.quote.unclosed"));
}

// Whatever the bytes are: no crash, an end, and either rows or an issue. The alphabet makes every special case likely.
TEST(CsvReader, SurvivesEveryShortFile) {
  constexpr std::string_view alphabet = "a,\"\n\r\xe9";
  Limits limits;
  limits.csv_row_bytes = 4;
  for (std::size_t length = 0; length <= 6; ++length) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < length; ++i) count *= alphabet.size();
    for (std::size_t n = 0; n < count; ++n) {
      std::string text;
      for (std::size_t i = 0, rest = n; i < length; ++i, rest /= alphabet.size()) text += alphabet[rest % alphabet.size()];
      const Read got = read(text, {}, limits);
      EXPECT_TRUE(!got.rows.empty() || got.issues.has_errors()) << testing::PrintToString(text);
    }
  }
}

}  // namespace
}  // namespace caseway::formats
