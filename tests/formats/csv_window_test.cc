// A file in windows gives what the same bytes in memory give: rows, places, issues.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/byte_source.h"
#include "formats/csv.h"

namespace caseway::formats {
namespace {

struct Seen {
  std::vector<std::string> rows;
  std::vector<CsvReader::RowPlace> places;
  std::vector<std::string> issues;
  bool operator==(const Seen& other) const { return rows == other.rows && issues == other.issues; }
};

std::string spelled(const std::vector<CsvCell>& row, std::uint32_t line) {
  std::string text = std::to_string(line);
  for (const auto& cell : row)
    text += "|" + std::string(cell.text) + (cell.quoted ? "q" : "") + std::to_string(cell.at.line) + ":" + std::to_string(cell.at.column);
  return text;
}

std::vector<std::string> spelled(const Issues& issues) {
  std::vector<std::string> all;
  for (const auto& issue : issues.all())
    all.push_back(issue.id + " " + issue.place.path + " " + std::to_string(issue.place.line) + ":" + std::to_string(issue.place.column) + issue.text);
  return all;
}

Seen read(CsvReader& reader, const Issues& issues) {
  Seen seen;
  std::vector<CsvCell> row;
  while (reader.next(row)) {
    seen.rows.push_back(spelled(row, reader.line()));
    seen.places.push_back(reader.place());
  }
  seen.issues = spelled(issues);
  return seen;
}

// One cell of each row is what it is among the others, and the reader stands where it would.
void expect_same_cells(const std::string& bytes, const CsvDialect& dialect, const Limits& limits = Limits::interactive()) {
  for (const std::size_t column : {std::size_t{0}, std::size_t{2}, std::size_t{7}}) {
    Issues rows_issues, cells_issues;
    const HeldBytes source(bytes);
    CsvReader rows(source, dialect, limits, rows_issues);
    CsvReader cells(source, dialect, limits, cells_issues);
    std::vector<CsvCell> row, header;
    if (!rows.next(row) || !cells.next(header)) return;
    std::string_view text;
    while (rows.next(row)) {
      ASSERT_TRUE(cells.next_cell(column, text));
      ASSERT_EQ(text, column < row.size() ? row[column].text : std::string_view()) << "line " << rows.line();
      ASSERT_EQ(cells.line(), rows.line());
      ASSERT_EQ(cells.place().offset, rows.place().offset);
      ASSERT_EQ(cells.place().length, rows.place().length);
    }
    ASSERT_FALSE(cells.next_cell(column, text));
    ASSERT_EQ(cells.failed(), rows.failed());
    if (rows.failed()) {
      EXPECT_EQ(cells_issues.all().back().id, rows_issues.all().back().id);
    }
  }
}

void expect_same(const std::string& bytes, const CsvDialect& dialect = {}) {
  expect_same_cells(bytes, dialect);
  Issues held_issues, file_issues;
  const auto limits = Limits::interactive();
  CsvReader held(bytes, dialect, limits, held_issues);
  const HeldBytes source(bytes);
  CsvReader file(source, dialect, limits, file_issues);
  EXPECT_EQ(held.dialect().encoding, file.dialect().encoding);
  const Seen all = read(held, held_issues);
  const Seen windows = read(file, file_issues);
  EXPECT_EQ(all.issues, windows.issues);
  ASSERT_EQ(all.rows.size(), windows.rows.size());
  EXPECT_TRUE(all == windows);
  EXPECT_EQ(held.failed(), file.failed());
}

std::string field(std::uint32_t& state) {
  state = state * 1664525 + 1013904223;
  const auto choice = state >> 24;
  if (choice < 20) return "";
  if (choice < 40) return "\"a \"\"quoted\"\" cell,\r\n with a line break " + std::to_string(state) + "\"";
  if (choice < 60) return "caf\xc3\xa9 " + std::to_string(state);
  if (choice < 64) return "stray \" quote";
  if (choice < 66) return std::string(3000, 'x');
  return "cell " + std::to_string(state % 1000);
}

// More than a few windows.
std::string table(std::uint32_t seed, const std::string& line_end = "\r\n") {
  std::string out = "id,a,b,c" + line_end;
  for (std::uint32_t state = seed, i = 0; out.size() < 900'000; ++i) {
    out += std::to_string(i) + "," + field(state) + "," + field(state) + "," + field(state) + line_end;
    if (state % 97 == 0) out += line_end + line_end;
    if (state % 101 == 0) out += "ragged,row" + line_end;
    if (state % 103 == 0) out += "1,2,3,4,5" + line_end;
  }
  return out;
}

TEST(CsvWindows, GiveWhatTheWholeGives) {
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    expect_same(table(seed));
    expect_same(table(seed, "\n"));
    expect_same(table(seed, "\r"));
  }
  expect_same("\xef\xbb\xbf" + table(4));
  expect_same("");
  expect_same("id,a\n");
  expect_same("title\n\n" + table(5), {.delimiter = 0, .encoding = "", .title_rows = 1});
}

TEST(CsvCells, AreThoseOfTheirRows) {
  expect_same("id,a,b\n,,\n1,2,3\n,,\n\n4,,6\n");
  expect_same("id\n\"\"\n1\n");
  auto few = Limits::interactive();
  few.csv_columns = 3;
  expect_same_cells("id,a,b\n1,2,3\n4,5,6,7\n8,9,10\n", {}, few);
  few.csv_columns = 100;
  few.csv_rows = 2;
  expect_same_cells("id,a,b\n1,2,3\n,,\n4,5,6\n8,9,10\n", {}, few);
}

TEST(CsvWindows, PassManyBlankLines) {
  expect_same("id,a\r\n" + std::string(600'001, '\n') + "1,2\r\n");
  std::string blank;
  for (int i = 0; i < 300'000; ++i) blank += "\r\n";
  expect_same("id,a\r\n" + blank + "1,2\r\n");
}

TEST(CsvWindows, KnowEncodings) {
  std::string latin = table(6);
  for (std::size_t at = 0; (at = latin.find("\xc3\xa9", at)) != std::string::npos;) latin.replace(at, 2, "\xe9");
  expect_same(latin);
  std::string utf16le = "\xff\xfe", utf16be = "\xfe\xff";
  for (const char c : table(7)) {
    if ((c & 0x80) != 0) continue;
    utf16le += {c, '\0'};
    utf16be += {'\0', c};
  }
  const std::string pair{'\x3d', '\xd8', '\x00', '\xde'};  // U+1F600, at every offset of a window's end
  for (std::size_t at = 262'136; at < 262'152; at += 2) {
    std::string with = utf16le;
    with.replace(at, 4, pair);
    expect_same(with);
  }
  expect_same(utf16be);
  expect_same(utf16le.substr(0, utf16le.size() - 1));  // half a unit
}

TEST(CsvWindows, FindFaultsWhereverTheyStand) {
  std::string bytes = table(8);
  for (const std::size_t at : {10u, 262'143u, 262'144u, 500'000u, 899'000u}) {
    std::string nul = bytes, quote = bytes, not_utf8 = bytes;
    nul[at] = '\0';
    expect_same(nul);
    quote.insert(quote.find("\r\n", at) + 2, "\"");
    expect_same(quote);
    not_utf8[at] = '\xff';
    expect_same(not_utf8);
    expect_same(not_utf8, {.encoding = "utf-8"});
    expect_same("\xef\xbb\xbf" + not_utf8);
    expect_same(bytes.substr(0, at));
    expect_same(bytes.substr(0, at) + std::string(70'000, 'y'));  // longer than a row may be
  }
}

TEST(CsvWindows, GiveRowsAgainInAnyOrder) {
  const std::string bytes = table(9);
  Issues issues, again_issues;
  const HeldBytes source(bytes);
  const auto limits = Limits::interactive();
  CsvReader reader(source, {}, limits, issues);
  std::vector<CsvCell> row;
  ASSERT_TRUE(reader.next(row));
  CsvReader scout(reader, again_issues);
  const Seen seen = read(scout, again_issues);
  ASSERT_GT(seen.rows.size(), 1000u);
  for (std::size_t i = 0; i < seen.rows.size(); ++i) {
    const std::size_t which = i % 3 == 0 ? seen.rows.size() - 1 - i : i;
    ASSERT_TRUE(reader.at(seen.places[which], row));
    ASSERT_EQ(spelled(row, reader.line()), seen.rows[which]);
  }
}

}  // namespace
}  // namespace caseway::formats
