#include "formats/encoding.h"

#include <gtest/gtest.h>

#include <string>

#include "formats/position.h"

namespace caseway::formats {
namespace {

using namespace std::string_literals;

TEST(Utf8, AcceptsExactlyTheWellFormed) {
  // Every lead and second byte, with two good trail bytes behind: compared with the rule written out by code point.
  for (unsigned lead = 0; lead < 256; ++lead) {
    for (unsigned second = 0; second < 256; ++second) {
      const bool ascii = lead < 0x80;
      const std::string four = {static_cast<char>(lead), static_cast<char>(second), '\x80', '\x80'};
      const bool trail = second >= 0x80 && second < 0xC0;
      bool good = false;
      if (lead >= 0xF0 && trail) {
        const unsigned c = (lead & 7u) << 18 | (second & 0x3Fu) << 12;
        good = lead < 0xF8 && c >= 0x10000 && c <= 0x10FFFF;
      }
      if (!ascii) {
        EXPECT_EQ(is_utf8(four), good) << lead << ' ' << second;
      }
      const unsigned c = (lead & 15u) << 12 | (second & 0x3Fu) << 6;
      if (!ascii) {
        EXPECT_EQ(is_utf8(four.substr(0, 3)), lead >= 0xE0 && lead < 0xF0 && trail && c >= 0x800 && (c < 0xD800 || c > 0xDFFF))
            << lead << ' ' << second;
      }
      EXPECT_EQ(is_utf8(four.substr(0, 2)), (ascii && second < 0x80) || (lead >= 0xC2 && lead < 0xE0 && trail)) << lead << ' ' << second;
    }
  }
}

TEST(Utf8, SaysWhereItEnds) {
  const std::string good(100, 'x');
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
    EXPECT_EQ(find_invalid_utf8(good + bad), 100u) << bad;
  }
  EXPECT_TRUE(is_utf8(good + "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80" + good));
  EXPECT_TRUE(is_utf8(""));
}

struct Decoding {
  const char* encoding;
  std::string bytes;
  std::string utf8;
  bool accepted;
};

TEST(Encoding, DecodesOrRefuses) {
  const Decoding cases[] = {
      {"utf-8", "\xEF\xBB\xBFz\xC3\xBC", "z\xC3\xBC", true},
      {"utf-8", "z\xFC", "", false},
      {"us-ascii", "abc", "abc", true},
      {"us-ascii", "ab\xC3\xBC", "", false},
      {"iso-8859-1", "z\xFC\x80", "z\xC3\xBC\xC2\x80", true},
      {"windows-1252", "\x80 \x93quoted\x94 \xFC", "\xE2\x82\xAC \xE2\x80\x9Cquoted\xE2\x80\x9D \xC3\xBC", true},
      {"windows-1252", "\x81", "", false},
      {"utf-16le", "\xFF\xFE"s + "a\0\xAC\x20"s, "a\xE2\x82\xAC", true},
      {"utf-16be", "\xFE\xFF\0a\xD8\x3D\xDE\x00"s, "a\xF0\x9F\x98\x80", true},
      {"utf-16be", "\xD8\x3D"s, "", false},
      {"utf-16be", "\xDE\x00\0a"s, "", false},
      {"utf-16be", "\xD8\x3D\0a"s, "", false},
      {"utf-16le", "a"s, "", false},
      {"utf-32", "a", "", false},
  };
  for (const Decoding& c : cases) {
    std::string out;
    EXPECT_EQ(to_utf8(c.bytes, c.encoding, out), c.accepted) << c.encoding << ' ' << c.bytes;
    if (c.accepted) {
      EXPECT_EQ(out, c.utf8) << c.encoding;
    }
  }
}

TEST(Encoding, IsFoundByBomThenByValidity) {
  EXPECT_EQ(sniff_encoding("\xEF\xBB\xBFx"), "utf-8");
  EXPECT_EQ(sniff_encoding("\xFF\xFEx\0"s), "utf-16le");
  EXPECT_EQ(sniff_encoding("\xFE\xFF\0x"s), "utf-16be");
  EXPECT_EQ(sniff_encoding("plain"), "utf-8");
  EXPECT_EQ(sniff_encoding("M\xFCller"), "windows-1252");
}

TEST(Encoding, WritesUtf16AsUtf8AtEveryLengthAndPlace) {
  const std::u16string special[] = {u"\u00e9", u"\u20ac", u"\U0001F600", u"\u007f\u0080\u07ff\u0800\uffff"};
  const std::string expected[] = {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"};
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t i = 0; i < std::size(special); ++i) {
      const std::u16string text = std::u16string(before, u'a') + special[i] + std::u16string(9, u'b');
      std::string out(text.size() * 3, '\0');
      out.resize(static_cast<std::size_t>(write_utf8(out.data(), text.data(), text.size()) - out.data()));
      EXPECT_EQ(out, std::string(before, 'a') + expected[i] + std::string(9, 'b'));
    }
  }
}

TEST(Position, CountsLinesAndCharacters) {
  const std::string text =
      "ab\nc\xC3\xA9"
      "d\n";
  const auto at = [&](std::size_t offset) {
    const Position p = position_of(text, offset);
    return std::to_string(p.line) + ":" + std::to_string(p.column);
  };
  EXPECT_EQ(at(0), "1:1");
  EXPECT_EQ(at(2), "1:3");
  EXPECT_EQ(at(3), "2:1");
  EXPECT_EQ(at(6), "2:3");
  EXPECT_EQ(at(8), "3:1");
  EXPECT_EQ(at(999), "3:1");
  EXPECT_EQ(position_of("\xEF\xBB\xBFx", 3).column, 1u);
}

TEST(FromUtf8, IsTheInverse) {
  const std::string text = "Müller €5 – Zoë";
  for (const std::string_view encoding : {"utf-8", "utf-16le", "utf-16be", "windows-1252"}) {
    std::string bytes;
    std::string again;
    ASSERT_TRUE(from_utf8(text, encoding, bytes)) << encoding;
    ASSERT_TRUE(to_utf8(bytes, encoding, again)) << encoding;
    EXPECT_EQ(again, text) << encoding;
  }
}

TEST(FromUtf8, RefusesWhatTheEncodingDoesNotHave) {
  std::string bytes;
  EXPECT_FALSE(from_utf8("\xE2\x82\xAC", "iso-8859-1", bytes));
  EXPECT_FALSE(from_utf8("\xC2\x81", "windows-1252", bytes));
  EXPECT_FALSE(from_utf8("\xF0\x9F\x8F\xA0", "windows-1252", bytes));
  EXPECT_FALSE(from_utf8("\xC3\xA9", "us-ascii", bytes));
  EXPECT_FALSE(from_utf8("a", "ebcdic", bytes));
  EXPECT_FALSE(from_utf8("\xFF", "utf-16le", bytes));
  ASSERT_TRUE(from_utf8("\xF0\x9F\x8F\xA0", "utf-16be", bytes));
  EXPECT_EQ(bytes, "\xFE\xFF\xD8\x3C\xDF\xE0");
}

}  // namespace
}  // namespace caseway::formats
