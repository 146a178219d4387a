// What is written into a workbook is read from it again, character by character.
#include "formats/xlsx_writer.h"

#include <gtest/gtest.h>

#include "formats/xlsx.h"

namespace caseway::formats {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string workbook(const std::vector<std::pair<std::string, Rows>>& sheets) {
  XlsxWriter writer;
  for (const auto& [name, rows] : sheets) {
    writer.sheet(name);
    for (const auto& row : rows) writer.add_row({row.begin(), row.end()});
  }
  Issues issues;
  std::string bytes;
  EXPECT_TRUE(writer.finish(issues, bytes));
  EXPECT_TRUE(issues.empty());
  return bytes;
}

class ReadBack {
 public:
  explicit ReadBack(const std::string& bytes) : book_(Limits::batch()) { EXPECT_TRUE(book_.open(bytes, issues_)); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& sheet : book_.sheets()) names.push_back(sheet.name);
    return names;
  }
  Rows rows(std::size_t sheet) {
    Table table;
    EXPECT_TRUE(book_.read(book_.sheets()[sheet], table, issues_));
    Rows all;
    std::vector<CsvCell> row;
    for (std::size_t i = 0; i < table.rows(); ++i) {
      table.row(i, row);
      all.emplace_back();
      for (const auto& cell : row) all.back().emplace_back(cell.text);
    }
    return all;
  }
  const Issues& issues() const { return issues_; }

 private:
  Workbook book_;
  Issues issues_;
};

TEST(XlsxWriter, EveryCellIsTheTextThatWasWritten) {
  const Rows rows = {{"id", "zip", "when", "note"},
                     {"120000000000", "01234", "2026-11-21", "=1+1"},
                     {"-5", "1.2E+11", "TRUE", " two  spaces "},
                     {"<a> & \"b\"", "line\nbreak\tand tab", "carriage\rreturn", "_x000D_ is no escape"},
                     {"\xF0\x9F\x99\x82", "ä ö ü", "_x00e9_", "_x"},
                     {"", "", "", "far"}};
  ReadBack back(workbook({{"Referrals", rows}}));
  EXPECT_EQ(back.rows(0), rows);
  EXPECT_TRUE(back.issues().empty());
}

// XML cannot hold them: they are seen, and not lost.
TEST(XlsxWriter, ACharacterThatIsNoneIsReadAsItsEscape) {
  ReadBack back(workbook({{"a", {{"\x01", "\xEF\xBF\xBE"}}}}));
  EXPECT_EQ(back.rows(0), (Rows{{"_x0001_", "_xFFFE_"}}));
}

TEST(XlsxWriter, SheetNamesAreAcceptedAndEachOnce) {
  const Rows rows = {{"id"}};
  const std::string long_name = "the goals that the person has for the year";
  ReadBack back(workbook({{long_name, rows}, {long_name, rows}, {"a/b:c", rows}, {"", rows}, {"A b c", rows}}));
  EXPECT_EQ(back.names(),
            (std::vector<std::string>{"the goals that the person has f", "the goals that the person has 2", "a b c", "Sheet", "A b c 2"}));
}

TEST(XlsxWriter, TheSameRowsGiveTheSameBytes) {
  const Rows rows = {{"id"}, {"1"}};
  EXPECT_EQ(workbook({{"a", rows}}), workbook({{"a", rows}}));
}

TEST(XlsxWriter, AWorkbookWithoutRowsOpens) {
  ReadBack back(workbook({}));
  EXPECT_EQ(back.names().size(), 1u);
  EXPECT_TRUE(back.rows(0).empty());
}

TEST(XlsxWriter, ACellThatIsTooLongIsToldAndNothingIsWritten) {
  for (const std::size_t length : {32767u, 32768u}) {
    XlsxWriter writer;
    writer.sheet("a");
    const std::string text(length, 'x');
    writer.add_row({text});
    Issues issues;
    std::string bytes;
    EXPECT_EQ(writer.finish(issues, bytes), length == 32767);
    EXPECT_EQ(bytes.empty(), length != 32767);
    EXPECT_EQ(issues.empty() ? "" : issues.all().front().id, length == 32767 ? "" : "xlsx.too_large");
  }
}

TEST(XlsxWriter, ARowThatIsTooWideIsTold) {
  XlsxWriter writer;
  writer.sheet("a");
  writer.add_row(std::vector<std::string_view>(16385, "x"));
  Issues issues;
  std::string bytes;
  EXPECT_FALSE(writer.finish(issues, bytes));
}

}  // namespace
}  // namespace caseway::formats
