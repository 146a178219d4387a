// What does not matter: a partner's program may spell the same table or the same XML in many ways, and each is the same document to us.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <regex>

#include "plugins/case.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {
namespace {

struct Spelling {
  std::string name;
  std::function<std::string(const std::string&)> spell;  // the same text when there is nothing to spell otherwise
};

// Latin text as UTF-16, low byte first. False for anything beyond the first page: such a case is spelled in other ways.
bool utf16(const std::string& utf8, std::string& made) {
  made = "\xFF\xFE";
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte >= 0xC4 || (byte >= 0x80 && byte < 0xC2)) return false;
    made += byte < 0x80 ? utf8[i] : static_cast<char>(((byte & 0x03u) << 6u) | (static_cast<unsigned char>(utf8[++i]) & 0x3Fu));
    made += '\0';
  }
  return true;
}

std::string as_utf16(const std::string& utf8) {
  std::string made;
  return utf16(utf8, made) ? made : utf8;
}

Table parse(const std::string& csv) {
  Issues issues;
  auto table = table_of(csv, issues);
  return issues.empty() ? table : Table();
}

std::string quoted(const std::string& cell) { return '"' + std::regex_replace(cell, std::regex("\""), "\"\"") + '"'; }

std::string print(const Table& table, char delimiter, bool all_quoted, const std::string& line_end) {
  std::string csv;
  for (const auto& row : table)
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool needed = row[i].find_first_of(std::string("\"\r\n") + delimiter) != std::string::npos;
      csv += (all_quoted || needed ? quoted(row[i]) : row[i]) + (i + 1 < row.size() ? std::string(1, delimiter) : line_end);
    }
  return csv;
}

Table with_headings(Table table, const std::function<std::string(std::string)>& respelled) {
  for (auto& heading : table.front()) heading = respelled(heading);
  return table;
}

std::string in_words(std::string heading) {  // birth_date: Birth Date
  bool begins = true;
  for (auto& c : heading) {
    if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    begins = c == '_';
    if (begins) c = ' ';
  }
  return heading;
}

Table columns_backwards(Table table) {
  for (auto& row : table) std::reverse(row.begin(), row.end());
  return table;
}

Table with_empty_row(Table table) {
  table.emplace_back(table.front().size());
  return table;
}

Table with_empty_column(Table table) {
  for (auto& row : table) row.emplace_back();
  return table;
}

// A spelling of tables as one of files; a file that is no plain table stays as it is.
Spelling of_table(const std::string& name, const std::function<std::string(const Table&)>& spell) {
  return {name, [spell](const std::string& csv) {
            const auto table = parse(csv);
            return table.empty() ? csv : spell(table);
          }};
}

std::vector<Spelling> spellings_of_tables() {
  const auto plain = [](const Table& table) { return print(table, ',', false, "\r\n"); };
  return {
      of_table("byte order mark", [=](const Table& table) { return "\xEF\xBB\xBF" + plain(table); }),
      of_table("line feeds", [](const Table& table) { return print(table, ',', false, "\n"); }),
      of_table("everything quoted", [](const Table& table) { return print(table, ',', true, "\r\n"); }),
      of_table("semicolons", [](const Table& table) { return print(table, ';', false, "\r\n"); }),
      of_table("tabs", [](const Table& table) { return print(table, '\t', false, "\r\n"); }),
      of_table("UTF-16", [=](const Table& table) { return as_utf16(plain(table)); }),
      of_table("headings in words", [=](const Table& table) { return plain(with_headings(table, in_words)); }),
      of_table("headings with unseen spaces",
               [=](const Table& table) { return plain(with_headings(table, [](auto text) { return text + "\u00A0"; })); }),
      of_table("columns backwards", [=](const Table& table) { return plain(columns_backwards(table)); }),
      of_table("an empty last row", [=](const Table& table) { return plain(with_empty_row(table)) + "\r\n"; }),
      of_table("an empty last column", [=](const Table& table) { return plain(with_empty_column(table)); }),
  };
}

std::string without_declaration(const std::string& xml) { return std::regex_replace(xml, std::regex(R"(^(\xEF\xBB\xBF)?\s*<\?xml[^>]*\?>\s*)"), ""); }

std::string attributes_backwards(const std::string& xml) {
  static const std::regex kTag(R"RX(<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"]*")+))RX"), kAttribute(R"RX([\w:.-]+="[^"]*")RX");
  std::string made;
  auto from = xml.cbegin();
  for (std::sregex_iterator tag(xml.begin(), xml.end(), kTag), end; tag != end; ++tag) {
    made.append(from, (*tag)[1].second);
    std::string all;
    const std::string attributes = (*tag)[2];
    for (std::sregex_iterator one(attributes.begin(), attributes.end(), kAttribute); one != end; ++one) all.insert(0, " " + one->str());
    made += all;
    from = (*tag)[0].second;
  }
  return made.append(from, xml.cend());
}

std::string as_cdata(const std::string& xml) {  // texts that nobody could take for layout, outside of sections' markup
  return std::regex_replace(xml, std::regex(R"(>([^<>&\s\]][^<>&\]]*)</([A-Z]))"), "><![CDATA[$1]]></$2");
}

std::vector<Spelling> spellings_of_xml() {
  return {
      {"byte order mark", [](const std::string& xml) { return "\xEF\xBB\xBF" + without_declaration(xml); }},
      {"no declaration", without_declaration},
      {"UTF-16", [](const std::string& xml) { return as_utf16("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + without_declaration(xml)); }},
      {"attributes backwards", [](const std::string& xml) { return attributes_backwards(without_declaration(xml)); }},
      {"carriage returns", [](const std::string& xml) { return std::regex_replace(without_declaration(xml), std::regex("\r?\n"), "\r\n"); }},
      {"a comment and an instruction",
       [](const std::string& xml) { return "<!-- sent by a test --><?sent by-a-test?>" + without_declaration(xml) + "<!-- end -->"; }},
      {"apostrophes", [](const std::string& xml) { return std::regex_replace(without_declaration(xml), std::regex("=\"([^\"']*)\""), "='$1'"); }},
      {"CDATA", [](const std::string& xml) { return as_cdata(without_declaration(xml)); }},
  };
}

void expect_the_same(const std::string& ending, const std::vector<Spelling>& spellings) {
  const auto& gateway = GatewayUnderTest::get();
  std::map<std::string, std::size_t> tried;
  for (const auto& one : find_fixtures(CASEWAY_SOURCE_DIR "/plugins").cases) {
    if (one.kind != Kind::reading || !one.input.string().ends_with(ending)) continue;
    const auto payload = payload_of(one);
    const auto read = gateway.read(one.plugin, payload);
    if (payload.size() != 1 || read.issues.has_errors()) continue;
    for (const auto& [name, spell] : spellings) {
      const auto text = spell(payload.front().bytes);
      if (text == payload.front().bytes) continue;
      ++tried[name];
      const auto again = gateway.read(one.plugin, {{payload.front().name, "", text}});
      const auto before = as_json(read.documents), after = as_json(again.documents);
      EXPECT_TRUE(before == after) << one.plugin << " " << one.name << ", " << name << ": " << first_difference(before, after)
                                   << sentences(again.issues);
    }
  }
  for (const auto& spelling : spellings) EXPECT_GT(tried[spelling.name], 0u) << "nothing was spelled with: " << spelling.name;
}

TEST(Spellings, OfTheSameTable) { expect_the_same(".in.csv", spellings_of_tables()); }
TEST(Spellings, OfTheSameXml) { expect_the_same(".in.xml", spellings_of_xml()); }

}  // namespace
}  // namespace caseway::plugins_test
