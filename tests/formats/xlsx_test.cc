// Workbooks as tables: what each kind of cell says, what is told, what is refused.
#include "formats/xlsx.h"

#include <gtest/gtest.h>

#include "workbook_recipe.h"

namespace caseway::formats {
namespace {

using formats_test::SheetRecipe;
using formats_test::WorkbookRecipe;

struct Read {
  bool good = false;
  Table table;
  Issues issues;
  std::string text() const {  // cells divided by |, rows by a line
    std::string made;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      made += std::to_string(table.line(row)) + ":";
      for (std::size_t column = 0; column < table.width(row); ++column) made += (column == 0 ? " " : "|") + std::string(table.cell(row, column).text);
      made += '\n';
    }
    return made;
  }
  std::string ids() const {
    std::string made;
    for (const auto& issue : issues.all()) made += issue.id + " @ " + issue.place.path + "\n";
    return made;
  }
};

Read read(const WorkbookRecipe& recipe, const Limits& limits = {}, std::size_t sheet = 0) {
  Read made;
  Workbook book(limits);
  const auto bytes = recipe.bytes();
  EXPECT_TRUE(is_workbook(bytes));
  made.good = book.open(bytes, made.issues) && book.read(book.sheets().at(sheet), made.table, made.issues);
  return made;
}

Read cells(const std::string& data, const std::string& styles = {}, const std::string& formats = {}) {
  return read({.sheets = {{"One", data}}, .formats = formats, .styles = styles});
}

TEST(Xlsx, CellsOfEveryKind) {
  const auto made =
      read({.sheets = {{"One", R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r></is></c>)"
                               R"(<c r="D2" t="b"><v>1</v></c><c r="E2"><f>1+1</f><v>2</v></c><c r="F2" t="str"><f>"a"</f><v>made</v></c></row>)"
                               R"(<row r="3"/><row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5" t="d"><v>2026-11-21T00:00:00</v></c></row>)"}},
            .strings = R"(<si><t>sh</t><rPh sb="0" eb="1"><t>hint</t></rPh><r><t xml:space="preserve">ared_x000A_x</t></r></si>)"});
  ASSERT_TRUE(made.good) << made.ids();
  EXPECT_EQ(made.text(), "2: shared\nx|two runs||TRUE|2|made\n5: #REF!|2026-11-21\n");
  EXPECT_EQ(made.table.cell(1, 0).kind, CellKind::error);
  EXPECT_EQ(made.table.cell(1, 1).kind, CellKind::date);
  EXPECT_EQ(made.table.cell(0, 1).at.column, 2u);
  EXPECT_EQ(made.ids(), "");
}

TEST(Xlsx, NumbersAreWrittenInFull) {
  const auto made = cells(
      R"(<row><c><v>120000000000</v></c><c><v>1.2E+11</v></c><c><v>0.30000000000000004</v></c><c><v>1E-7</v></c><c><v>-4.50</v></c><c><v>1E+300</v></c></row>)");
  ASSERT_TRUE(made.good);
  EXPECT_EQ(made.text(), "1: 120000000000|120000000000|0.3|0.0000001|-4.5|1e+300\n");
  EXPECT_EQ(made.ids(), "xlsx.number.precision @ sheet One, row 1, column F\n");
}

TEST(Xlsx, LongIdentifiersAreTold) {
  const auto made = cells(R"(<row><c><v>1234567890123450</v></c></row><row><c><v>1234567890123460</v></c></row>)");
  EXPECT_EQ(made.ids(), "xlsx.number.precision @ sheet One, row 1, column A\n");
  EXPECT_EQ(made.issues.all().front().text.substr(0, 8), "2 cells ");
}

TEST(Xlsx, ANumberIsADateOnlyByItsFormat) {
  const auto made = cells(
      R"(<row><c><v>45000</v></c><c s="1"><v>45000</v></c><c s="2"><v>45000.604166666664</v></c><c s="3"><v>0.5</v></c><c s="4"><v>45000</v></c>)"
      R"(<c s="5"><v>45000</v></c><c s="6"><v>1.5</v></c></row>)",
      R"(<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/>)",
      R"(<numFmt numFmtId="164" formatCode="[$-409]d\-mmm\-yyyy;@"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/>)");
  EXPECT_EQ(made.text(), "1: 45000|2023-03-15|2023-03-15T14:30:00|12:00:00|2023-03-15|45000|36:00:00\n");
  EXPECT_EQ(made.table.cell(0, 0).kind, CellKind::number);
  EXPECT_EQ(made.table.cell(0, 1).kind, CellKind::date);
}

TEST(Xlsx, BothDateSystemsAndTheDayThatNeverWas) {
  const std::string styles = R"(<xf numFmtId="14"/>)";
  const std::string days = R"(<row><c><v>1</v></c><c><v>59</v></c><c><v>61</v></c><c><v>2958465</v></c></row>)";
  EXPECT_EQ(cells(days, styles).text(), "1: 1900-01-01|1900-02-28|1900-03-01|9999-12-31\n");
  EXPECT_EQ(read({.sheets = {{"One", R"(<row><c><v>0</v></c><c><v>43538</v></c></row>)"}}, .styles = styles, .book = R"(<workbookPr date1904="1"/>)"})
                .text(),
            "1: 1904-01-01|2023-03-15\n");
  const auto never = cells(R"(<row><c><v>60</v></c><c><v>0</v></c><c><v>-3</v></c><c><v>2958466</v></c></row>)", styles);
  EXPECT_EQ(never.text(), "1: 60|0|-3|2958466\n");
  EXPECT_EQ(never.ids(), "xlsx.date.bad @ sheet One, row 1, column A\n");
  EXPECT_EQ(cells(R"(<row><c><v>45000.25</v></c></row>)", styles).ids(), "xlsx.date.time_hidden @ sheet One, row 1, column A\n");
}

TEST(Xlsx, ZerosInFrontThatPeopleSee) {
  const auto made = cells(R"(<row><c s="1"><v>1234</v></c><c s="2"><v>1234567</v></c><c s="1"><v>123456</v></c><c><v>1234</v></c></row>)",
                          R"(<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>)",
                          R"(<numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="000\-00\-0000"/>)");
  EXPECT_EQ(made.text(), "1: 01234|001-23-4567|123456|1234\n");
}

TEST(Xlsx, WhatIsToldOnce) {
  const auto made = read({.sheets = {{"One",
                                      R"(<row r="1"><c r="A1"><v>9</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>)"
                                      R"(<row r="3" hidden="1"><c r="A3"><v>1</v></c><c r="B3"><f>A3</f></c></row>)",
                                      R"(<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A3:A5"/></mergeCells>)"}},
                          .macros = true});
  EXPECT_EQ(made.ids(),
            "xlsx.macros @ \nxlsx.formula.no_value @ sheet One, row 3, column B\nxlsx.merged @ sheet One, row 3, column A\nxlsx.rows.hidden @ sheet "
            "One, row 3, "
            "column A\n");
}

TEST(Xlsx, HiddenSheetsAreKnownAsSuch) {
  Workbook book(Limits{});
  Issues issues;
  ASSERT_TRUE(book.open(WorkbookRecipe{.sheets = {{"One", ""}, {"Two", "", "", "veryHidden"}}}.bytes(), issues));
  ASSERT_EQ(book.sheets().size(), 2u);
  EXPECT_FALSE(book.sheets()[0].hidden);
  EXPECT_TRUE(book.sheets()[1].hidden);
}

struct Refused {
  const char* data;
  const char* id;
};
class XlsxRefuses : public testing::TestWithParam<Refused> {};
TEST_P(XlsxRefuses, WithTheIssue) {
  Limits limits;
  limits.csv_columns = 3;
  limits.csv_rows = 2;
  const auto made = read({.sheets = {{"One", GetParam().data}}, .strings = "<si><t>x</t></si>"}, limits);
  EXPECT_FALSE(made.good);
  ASSERT_FALSE(made.issues.empty());
  EXPECT_EQ(made.issues.all().back().id, GetParam().id);
}
INSTANTIATE_TEST_SUITE_P(
    Sheets, XlsxRefuses,
    testing::Values(Refused{R"(<row r="2"/><row r="1"/>)", "xlsx.part"}, Refused{R"(<row><c r="B1"/><c r="A1"/></row>)", "xlsx.part"},
                    Refused{R"(<row><c t="s"><v>7</v></c></row>)", "xlsx.part"}, Refused{R"(<row><c t="s"><v>-1</v></c></row>)", "xlsx.part"},
                    Refused{R"(<row><c><v>many</v></c></row>)", "xlsx.part"}, Refused{R"(<row><c r="XFD1"><v>1</v></c></row>)", "limit.csv_columns"},
                    Refused{R"(<row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row>)",
                            "limit.csv_rows"},
                    Refused{R"(<row><c></row>)", "xml.not_well_formed"}));

TEST(Xlsx, WhatIsNoWorkbook) {
  Issues issues;
  Workbook book(Limits{});
  EXPECT_FALSE(is_workbook("a,b\r\n"));
  EXPECT_TRUE(is_workbook("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"));
  EXPECT_FALSE(book.open("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", issues));
  EXPECT_EQ(issues.all().back().id, "xlsx.protected");
  ZipWriter word;
  word.add("[Content_Types].xml", "<Types/>");
  word.add("word/document.xml", "<document/>");
  EXPECT_FALSE(book.open(word.finish(), issues));
  EXPECT_EQ(issues.all().back().id, "xlsx.not_workbook");
}

}  // namespace
}  // namespace caseway::formats
