// Sheets: what nobody edited comes back byte for byte, a changed cell changes that word and nothing else, a bad one is told by row and column.
#include "authoring/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "authoring/yaml_text.h"
#include "mapping/case_files.h"
#include "mapping/own_converters.h"

namespace caseway::authoring {
namespace {

using mapping_test::read_file;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::vector<std::string> mappings() {
  std::vector<std::string> found;
  for (const auto* place : {"/plugins", "/tests/mapping/cases"})
    for (const auto& file : fs::recursive_directory_iterator(std::string(CASEWAY_SOURCE_DIR) + place))
      if (file.path().string().ends_with(".map.yaml") && read_file(file.path()).find("\nmapping:") != std::string::npos)
        found.push_back(file.path().string());
  std::sort(found.begin(), found.end());
  return found;
}

TEST(Sheet, ComesBackByteForByteWhenNobodyEditedIt) {
  ASSERT_FALSE(mappings().empty());
  for (const auto& file : mappings()) {
    const auto made = sheet_of(file);
    for (const auto& bytes : {made.csv(), made.xlsx()}) {
      Sheet sheet;
      std::string why_not;
      ASSERT_TRUE(read_sheet(bytes, sheet, why_not)) << file << ": " << why_not;
      const auto result = bring_back(sheet, file, mapping_test::own_converters());
      EXPECT_TRUE(result.ok()) << file << ": " << (result.ok() ? "" : result.errors.front());
      EXPECT_TRUE(result.yaml == read_file(file)) << file;
      EXPECT_EQ(result.changed, 0u);
    }
  }
}

// Every field of every mapping gets another meaning at once, whatever its layout: nothing else changes.
TEST(Sheet, ChangesEveryMeaningAndNothingElse) {
  const std::string meaning = "Changed: \"so\", and # so";
  for (const auto& file : mappings()) {
    auto sheet = sheet_of(file);
    const auto column = static_cast<std::size_t>(std::find(sheet.rows[0].begin(), sheet.rows[0].end(), "meaning") - sheet.rows[0].begin());
    std::size_t edited = 0;
    for (std::size_t row = 1; row < sheet.rows.size(); ++row) {
      const bool fixed = sheet.rows[row].back().find("const") != std::string::npos;
      if (!fixed) sheet.rows[row][column] = meaning, ++edited;
    }
    const auto result = bring_back(sheet, file, mapping_test::own_converters());
    ASSERT_TRUE(result.ok()) << file << ": " << result.errors.front();
    EXPECT_EQ(result.changed, edited) << file;
    auto text = result.yaml;
    std::size_t found = 0;
    for (auto at = text.find("Changed: "); at != std::string::npos; at = text.find("Changed: ", at + 1)) ++found;
    EXPECT_EQ(found, edited) << file;
    const auto before = sheet_of(file);
    const auto place = fs::path(testing::TempDir()) / ("caseway-meaning-" + std::to_string(getpid()) + ".map.yaml");
    std::ofstream(place) << text;
    const auto after = sheet_of(place.string());
    fs::remove(place);
    ASSERT_EQ(after.rows.size(), before.rows.size());
    for (std::size_t row = 1; row < before.rows.size(); ++row)
      for (std::size_t each = 1; each < before.rows[row].size(); ++each)
        EXPECT_EQ(after.rows[row][each], each == column ? sheet.rows[row][each] : before.rows[row][each]) << file << " row " << row;
  }
}

constexpr const char* kMapping = R"(# A list.
mapping: list
version: "1"
document: referral
theirs: { format: csv }
ours: { patient: { resource: Patient } }
fields:
  # the person
  - { theirs: dob, aliases: [born], ours: patient.birthDate, as: date, accept: [M/D/YYYY],   # as they write
      write: M/D/YYYY, doc: "Day, of birth", example: 3/2/1989 }
  - theirs: surname
    ours: patient.name.family   # legal
    max_length: 40

  - { theirs: sex, ours: patient.gender, codes: sex }   # theirs
codes:
  sex: { rows: [[F, female], [M, male]] }
)";

class EditedSheet : public testing::Test {
 protected:
  EditedSheet() {
    fs::create_directories(place_);
    std::ofstream(file()) << kMapping;
    sheet_ = sheet_of(file());
  }
  ~EditedSheet() override { fs::remove_all(place_); }
  std::string file() const { return (place_ / "list.map.yaml").string(); }
  std::string& cell(std::size_t row, const std::string& column) {
    const auto& header = sheet_.rows.front();
    return sheet_.rows[row][static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin())];
  }
  SheetResult back() const { return bring_back(sheet_, file()); }
  // The mapping with one text in place of another.
  static std::string with(const std::string& old, const std::string& text) {
    std::string made = kMapping;
    return made.replace(made.find(old), old.size(), text);
  }

  const fs::path place_ = fs::path(testing::TempDir()) / ("caseway-sheet-" + std::to_string(getpid()));
  Sheet sheet_;
};

TEST_F(EditedSheet, ShowsPlainNamesAndForms) {
  EXPECT_EQ(cell(1, "our field"), "client birth date");
  EXPECT_EQ(cell(1, "format"), "date M/D/YYYY, written M/D/YYYY");
  EXPECT_EQ(cell(2, "longest"), "40");
}

TEST_F(EditedSheet, ChangesOneValueInPlace) {
  cell(1, "meaning") = "Date of birth: theirs";
  EXPECT_EQ(back().yaml, with("\"Day, of birth\"", "\"Date of birth: theirs\""));
}

TEST_F(EditedSheet, ChangesAList) {
  cell(1, "also called") = "born; birth day";
  EXPECT_EQ(back().yaml, with("[born]", "[born, birth day]"));
}

TEST_F(EditedSheet, ChangesDateForms) {
  cell(1, "format") = "date M/D/YYYY or YYYY-MM-DD, written YYYY-MM-DD";
  auto expected = with("accept: [M/D/YYYY]", "accept: [M/D/YYYY, YYYY-MM-DD]");
  const std::string old = "write: M/D/YYYY";
  EXPECT_EQ(back().yaml, expected.replace(expected.find(old), old.size(), "write: YYYY-MM-DD"));
}

TEST_F(EditedSheet, AddsAndTakesOutKeys) {
  cell(2, "meaning") = "Family name";
  cell(2, "longest") = "";
  EXPECT_EQ(back().yaml, with("    max_length: 40\n", "    doc: Family name\n"));
}

TEST_F(EditedSheet, TakesPlainNames) {
  cell(2, "our field") = "client first name";
  EXPECT_EQ(back().yaml, with("patient.name.family ", "client first name "));
}

TEST_F(EditedSheet, AddsFieldsAtTheEnd) {
  sheet_.rows.push_back({"", "shoe size", "", "ignore: decoration", "", "", "", "", "", "", "Size", "", ""});
  EXPECT_EQ(back().yaml, with("  # theirs\n", "  # theirs\n  - { theirs: shoe size, ignore: decoration, doc: Size }\n"));
}

TEST_F(EditedSheet, KeepsFieldsWhoseRowIsGone) {
  sheet_.rows.erase(sheet_.rows.begin() + 2);
  const auto result = back();
  EXPECT_EQ(result.yaml, kMapping);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes.front(), HasSubstr("line 11"));
}

TEST_F(EditedSheet, TellsBadCellsByRowAndColumn) {
  struct Bad {
    std::size_t row;
    const char *column, *text, *told;
  };
  for (const auto& bad :
       {Bad{1, "must have", "sometimes", "row 2, column `must have`"}, Bad{1, "our field", "patient.brithDate", "did you mean birthDate"},
        Bad{3, "codes", "sexes", "row 4, column `codes`"}, Bad{1, "format", "dte M/D/YYYY, written M/D/YYYY", "row 2, column `format`"},
        Bad{2, "longest", "forty", "row 3, column `longest`"}, Bad{2, "line", "99", "row 3, column `line`"}}) {
    const auto before = cell(bad.row, bad.column);
    cell(bad.row, bad.column) = bad.text;
    const auto result = back();
    ASSERT_FALSE(result.ok()) << bad.column;
    EXPECT_EQ(result.yaml, "");
    EXPECT_THAT(result.errors.front(), HasSubstr(bad.told));
    cell(bad.row, bad.column) = before;
  }
}

TEST(YamlText, ChangesScalarsOfEveryKind) {
  const std::string yaml = "a: { x: 'it''s', y: \"q \\\" , }\", z: plain text, l: [1, \"],\"] }\nb:\n  c: one two  # note\n  d: 3\n";
  const auto root = formats::read_config(yaml, "t");
  YamlText text(yaml);
  EXPECT_TRUE(text.set(*root.find("a"), "x", "1"));
  EXPECT_TRUE(text.set(*root.find("a"), "y", "2"));
  EXPECT_TRUE(text.set(*root.find("a"), "z", "3"));
  EXPECT_TRUE(text.set(*root.find("a"), "l", "[]"));
  EXPECT_TRUE(text.set(*root.find("b"), "c", "4"));
  EXPECT_TRUE(text.remove(*root.find("b"), "d"));
  EXPECT_EQ(text.changed(), "a: { x: 1, y: 2, z: 3, l: [] }\nb:\n  c: 4  # note\n");
}

TEST(YamlText, RefusesWhatStandsOverSeveralLines) {
  const std::string yaml = "a:\n  l:\n    - 1\n  t: >\n    folded\n  p: one\n    two\n";
  const auto root = formats::read_config(yaml, "t");
  YamlText text(yaml);
  for (const auto* key : {"l", "t", "p"}) EXPECT_FALSE(text.set(*root.find("a"), key, "1")) << key;
  EXPECT_EQ(text.changed(), yaml);
}

}  // namespace
}  // namespace caseway::authoring
