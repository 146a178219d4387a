#include <gtest/gtest.h>

#include "fhir/lexical.h"
#include "fhir/narrative.h"
#include "fhir/validate.h"

namespace caseway::fhir {

namespace {

struct Row {
  const char* type;
  std::vector<const char*> good;
  std::vector<const char*> bad;
};

const std::vector<Row> kRows = {
    {"boolean", {"true", "false"}, {"TRUE", "1", " true", "yes"}},
    {"integer", {"0", "-1", "2147483647", "-2147483648"}, {"-0", "+1", "01", "1.0", "1e2", "2147483648", "-2147483649", "", "-"}},
    {"positiveInt", {"1", "2147483647"}, {"0", "-1"}},
    {"unsignedInt", {"0", "7"}, {"-1"}},
    {"decimal", {"0", "-0.0", "1.00", "1E-22", "1.0e0", "123456789012345678901234567890"}, {".5", "5.", "01", "+1", "NaN", "1e", "1e+", "-", "1 "}},
    {"date",
     {"2026", "2026-02", "2024-02-29", "2000-02-29"},
     {"0000", "2026-13", "2026-00", "2024-02-30", "2023-02-29", "1900-02-29", "2026-2-1", "2026-02-01T00:00:00Z", "26", "2026-02-"}},
    {"dateTime",
     {"2026", "2026-02-01", "2026-02-01T10:00:00Z", "2026-02-01T10:00:60.123456789+14:00", "2026-02-01T23:59:59-00:00"},
     {"2026-02T10:00:00Z", "2026-02-01T10:00:00", "2026-02-01T10:00Z", "2026-02-01T24:00:00Z", "2026-02-01T10:60:00Z", "2026-02-01T10:00:00+14:30",
      "2026-02-01T10:00:00.Z", "2026-02-01t10:00:00Z", "2026-02-01 10:00:00Z"}},
    {"instant", {"2026-02-01T10:00:00Z", "2026-02-01T10:00:00.1+01:00"}, {"2026-02-01", "2026-02-01T10:00:00"}},
    {"time", {"00:00:00", "23:59:60", "10:00:00.10"}, {"24:00:00", "10:00", "10:00:00Z", "1:00:00"}},
    {"id",
     {"a", "A-1.b", "0123456789012345678901234567890123456789012345678901234567890123"},
     {"a_b", "a b", "", "01234567890123456789012345678901234567890123456789012345678901234"}},
    {"code", {"a", "a b", "a b c"}, {" a", "a ", "a  b", " ", "\ta"}},
    {"uri", {"urn:x", "http://example.org/a?b#c", "relative"}, {"a b", " a", "a\n"}},
    {"url", {"https://example.org"}, {"a b"}},
    {"canonical", {"http://example.org/x|1.0"}, {"a b"}},
    {"oid",
     {"urn:oid:1.2.3", "urn:oid:0.0", "urn:oid:2.16.840.1"},
     {"1.2.3", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.02", "urn:oid:1.", "urn:oid:1.2.", "urn:OID:1.2"}},
    {"uuid",
     {"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},
     {"c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-EC9A-4326-A141-556F43239520", "urn:uuid:c757873d"}},
    {"base64Binary", {"SGVsbG8=", "SGVs\nbG8g", " SGVsbG8gV29ybGQ= "}, {"SGVsbG8", "SGV=bG8=", "SGV*", "===="}},
    {"string", {" ", "a\tb\r\n", "\xC3\xA9"}, {"a\x01", "\x7F\x08", "", "\xEF\xBF\xBF"}},
    {"markdown", {"# x\n"}, {"\x0C"}},
};

}  // namespace

TEST(PrimitiveFormat, AcceptsAndRefusesByType) {
  for (const Row& row : kRows) {
    const TypeId type = find_type(row.type);
    ASSERT_NE(type, kNoType) << row.type;
    for (const char* const text : row.good) EXPECT_TRUE(primitive_ok(type, text)) << row.type << " '" << text << "'";
    for (const char* const text : row.bad) EXPECT_FALSE(primitive_ok(type, text)) << row.type << " '" << text << "'";
  }
}

TEST(ForbiddenCharacters, AreFoundAnywhere) {
  const std::string clean(100, 'a');
  EXPECT_FALSE(has_forbidden_character(clean));
  for (std::size_t i = 0; i < clean.size(); ++i) {
    for (const std::string& bad : {std::string(1, '\0'), std::string("\x1F"), std::string("\xEF\xBF\xBE")}) {
      EXPECT_TRUE(has_forbidden_character(clean.substr(0, i) + bad + clean.substr(i))) << i;
    }
    EXPECT_FALSE(has_forbidden_character(clean.substr(0, i) + "\t\r\n\xEF\xBF\xBD\xEF\xBB\xBF" + clean.substr(i))) << i;
  }
}

TEST(Narrative, TellsHowLongTheDivIs) {
  const std::string div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><div>a</div></div>";
  EXPECT_EQ(check_div(div + "</text>").length, div.size());
  EXPECT_TRUE(check_div(div + "</text>").why_not.empty());
  EXPECT_FALSE(check_div(div.substr(0, div.size() - 1)).why_not.empty());
}

TEST(Narrative, NestsOnlySoDeep) {
  std::string text = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  for (int i = 0; i < 100000; ++i) text += "<p>";
  EXPECT_EQ(check_div(text).why_not, "it is nested too deep");
}

TEST(Narrative, KnowsHtmlsEntitiesButNotXmls) {
  EXPECT_EQ(html_entity("nbsp"), "\xC2\xA0");
  EXPECT_EQ(html_entity("Alpha"), "\xCE\x91");
  EXPECT_EQ(html_entity("zwnj"), "\xE2\x80\x8C");
  EXPECT_EQ(html_entity("amp"), "");
  EXPECT_EQ(html_entity("nope"), "");
}

}  // namespace caseway::fhir
