// What a hostile or broken sender may try. Every case: one fatal issue, its id and place, and no time lost.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <xercesc/util/PlatformUtils.hpp>

#include "cpu_time.h"
#include "formats/xerces/xml_parser.h"
#include "formats/xml_prolog.h"
#include "formats/xml_reader.h"
#include "xml_events.h"

namespace caseway::formats {
namespace {

using namespace std::string_literals;

const Limits kLimits;

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string numbered(std::string_view before, std::size_t count, std::string_view after) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out.append(before).append(std::to_string(i)).append(after);
  return out;
}

std::string utf16(std::string_view ascii, bool big, bool bom) {
  std::string out;
  if (bom) out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

const std::string kLaughs = "<!DOCTYPE lolz [<!ENTITY a0 'lol'>" + [] {
  std::string out;
  for (int i = 1; i < 10; ++i) {
    out += "<!ENTITY a" + std::to_string(i) + " '" + repeat("&a" + std::to_string(i - 1) + ";", 10) + "'>";
  }
  return out;
}() + "]><lolz>&a9;</lolz>";
const std::string kExternal = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>";

struct Refusal {
  const char* name;
  std::string bytes;
  const char* id;
  std::uint32_t line = 0;  // 0: not asked
  std::uint32_t column = 0;
};

const Refusal kRefusals[] = {
    {"nothing", "", "xml.empty"},
    {"blank", " \n\t", "xml.empty"},
    {"bom_only", "\xEF\xBB\xBF", "xml.empty"},
    {"billion_laughs", kLaughs, "xml.doctype", 1, 1},
    {"quadratic_blow_up", "<!DOCTYPE a [<!ENTITY x '" + repeat("y", 50'000) + "'>]><a>" + repeat("&x;", 10'000) + "</a>", "xml.doctype"},
    {"external_entity", kExternal, "xml.doctype"},
    {"external_dtd", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>", "xml.doctype"},
    {"parameter_entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]><a/>", "xml.doctype"},
    {"plain_doctype", "<?xml version='1.0'?>\n<!-- c -->\n  <!DOCTYPE a><a/>", "xml.doctype", 3, 3},
    {"html_doctype", "<!doctype html><html/>", "xml.doctype"},
    {"doctype_behind_a_pi", "<?p?><!DOCTYPE a><a/>", "xml.doctype"},
    {"doctype_behind_a_tricky_comment", "<!-- > -- --><!DOCTYPE a><a/>", "xml.doctype"},
    {"doctype_behind_a_bom", "\xEF\xBB\xBF<!DOCTYPE a><a/>", "xml.doctype"},
    {"doctype_in_utf16le", utf16(kExternal, false, true), "xml.doctype"},
    {"doctype_in_utf16be", utf16(kExternal, true, true), "xml.doctype"},
    {"doctype_in_utf16le_declared", utf16("<?xml version='1.0' encoding='UTF-16LE'?>" + kExternal, false, false), "xml.doctype"},
    {"doctype_in_utf16be_declared", utf16("<?xml version='1.0' encoding='UTF-16BE'?>" + kExternal, true, false), "xml.doctype"},
    {"doctype_in_utf16_unmarked", utf16(kExternal, false, false), "xml.not_well_formed"},
    {"doctype_in_latin1", "<?xml version='1.0' encoding='ISO-8859-1'?>" + kExternal, "xml.doctype"},
    {"doctype_in_utf7", "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-", "xml.encoding"},
    {"utf7_by_mark", "+/v8-<a/>", "xml.encoding"},
    {"ebcdic", "\x4C\x6F\xA7\x94\x93\x40", "xml.encoding"},
    {"utf32le", "\xFF\xFE\0\0<\0\0\0"s, "xml.encoding"},
    {"utf32be", "\0\0\xFE\xFF\0\0\0<"s, "xml.encoding"},
    {"utf32_unmarked", "<\0\0\0a\0\0\0"s, "xml.encoding"},
    {"unknown_encoding", "<?xml version='1.0' encoding='Shift_JIS'?><a/>", "xml.encoding"},
    {"claims_utf16", "<?xml version='1.0' encoding='UTF-16'?><a/>", "xml.encoding"},
    {"bom_and_latin1", "\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "xml.encoding"},
    {"utf16_claims_utf8", utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", false, true), "xml.encoding"},
    {"odd_utf16", utf16("<a/>", false, true) + "x", "xml.encoding"},
    {"utf16_half_pair", utf16("<a>", true, true) + "\xD8\x3D" + utf16("</a>", true, false), "xml.encoding"},
    {"invalid_utf8", "<a>\n \xFF</a>", "xml.encoding", 2, 2},
    {"overlong_utf8", "<a>\xC0\xBC</a>", "xml.encoding", 1, 4},
    {"overlong_doctype", "<a>\xC0\xBC!DOCTYPE</a>", "xml.encoding"},
    {"surrogates_in_utf8", "<a>\xED\xA0\xBD\xED\xB8\x80</a>", "xml.encoding"},
    {"ascii_that_is_not", "<?xml version='1.0' encoding='US-ASCII'?><a>\xC3\xBC</a>", "xml.encoding"},
    {"xml_1_1", "<?xml version='1.1'?><a>&#1;</a>", "xml.not_well_formed"},
    {"plain_text", "Dear colleague", "xml.not_well_formed", 1, 1},
    {"json", "{\"resourceType\":\"Patient\"}", "xml.not_well_formed", 1, 1},
    {"cut_off", "<a><b>text", "xml.not_well_formed"},
    {"cut_in_tag", "<a b='1", "xml.not_well_formed"},
    {"wrong_end_tag", "<a>\n<b></a>", "xml.not_well_formed", 2, 6},
    {"two_roots", "<a/><b/>", "xml.not_well_formed"},
    {"text_behind", "<a/>text", "xml.not_well_formed"},
    {"doctype_behind", "<a/><!DOCTYPE a>", "xml.not_well_formed"},
    {"doctype_inside", "<a><!DOCTYPE b></a>", "xml.not_well_formed"},
    {"entity_inside", "<a><!ENTITY b 'c'></a>", "xml.not_well_formed"},
    {"declaration_late", " <?xml version='1.0'?><a/>", "xml.not_well_formed"},
    {"unknown_entity", "<a>&nbsp;</a>", "xml.not_well_formed"},
    {"unknown_entity_in_attribute", "<a b='&x;'/>", "xml.not_well_formed"},
    {"bare_ampersand", "<a>this & that</a>", "xml.not_well_formed"},
    {"bare_less_than", "<a>1 < 2</a>", "xml.not_well_formed"},
    {"less_than_in_attribute", "<a b='<'/>", "xml.not_well_formed"},
    {"cdata_end_in_text", "<a>]]></a>", "xml.not_well_formed"},
    {"double_hyphen", "<a><!-- -- --></a>", "xml.not_well_formed"},
    {"duplicate_attribute", "<a b='1' b='2'/>", "xml.not_well_formed"},
    {"duplicate_attribute_by_namespace", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "xml.not_well_formed"},
    {"undeclared_prefix", "<p:a/>", "xml.not_well_formed"},
    {"undeclared_attribute_prefix", "<a p:b='1'/>", "xml.not_well_formed"},
    {"prefix_out_of_scope", "<a><b xmlns:p='u'/><p:c/></a>", "xml.not_well_formed"},
    {"xmlns_prefix_element", "<xmlns:a/>", "xml.not_well_formed"},
    {"unquoted_attribute", "<a b=1/>", "xml.not_well_formed"},
    {"control_character", "<a>\x01</a>", "xml.not_well_formed"},
    {"nul", "<a>\0</a>"s, "xml.not_well_formed"},
    {"nul_behind", "<a/>\0"s, "xml.not_well_formed", 1, 5},
    {"nul_and_a_document_behind", "<a/>\0<b/>"s, "xml.not_well_formed", 1, 5},
    {"nul_first", "\0<a/>"s, "xml.not_well_formed", 1, 1},
    {"nul_in_utf16", utf16("<a/>\0"s, true, true), "xml.not_well_formed", 1, 5},
    {"control_character_reference", "<a>&#1;</a>", "xml.not_well_formed"},
    {"surrogate_reference", "<a>&#xD800;</a>", "xml.not_well_formed"},
    {"noncharacter", "<a>\xEF\xBF\xBF</a>", "xml.not_well_formed"},
    {"deep_by_one", repeat("<a>", 101), "limit.depth", 1, 301},
    {"deep_with_empty", repeat("<a>", 100) + "<a/>", "limit.depth", 1, 301},
    {"very_deep", repeat("<a>", 200'000), "limit.depth", 1, 301},
    {"deep_with_namespaces", repeat("<p:a xmlns:p='u'>", 200'000), "limit.namespaces"},
    {"crowded_by_one", "<a" + numbered(" b", 65, "='1'") + "/>", "limit.attributes", 1, 1},
    {"very_crowded", "<a>\n<b" + numbered(" b", 100'000, "='>'") + "/></a>", "limit.attributes", 2, 1},
    {"crowded_never_closed", "<a" + repeat(" b='1'", 1'000'000), "limit.attributes", 1, 1},
    {"namespaces_by_one", "<a" + numbered(" xmlns:n", 33, "='u'") + "/>", "limit.namespaces", 1, 1},
    {"namespaces_over_levels", numbered("<a xmlns:n", 33, "='u'>"), "limit.namespaces"},
    {"long_name", "<" + repeat("n", 257) + "/>", "limit.name_bytes", 1, 1},
    {"long_attribute_name", "<a " + repeat("n", 257) + "='1'/>", "limit.name_bytes", 1, 1},
    {"long_namespace", "<a xmlns='" + repeat("n", 257) + "'/>", "limit.name_bytes", 1, 1},
    {"megabyte_name", "<" + repeat("n", 1'000'000) + "/>", "limit.name_bytes"},
    {"many_nodes", "<a>" + repeat("<b/>", 500'000) + "</a>", "limit.nodes"},
};

class XmlRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(XmlRefusal, HasOneIssueWithItsPlaceAndIsFast) {
  const Refusal& refusal = GetParam();
  XmlRecorder handler;
  Issues issues;
  const double start = cpu_milliseconds();
  EXPECT_FALSE(read_xml(refusal.bytes, handler, kLimits, &Limits::ccda_bytes, issues));
  EXPECT_LT(cpu_milliseconds() - start, 2000);
  ASSERT_EQ(issues.all().size(), 1u);
  const Issue& issue = issues.all()[0];
  EXPECT_EQ(issue.id, refusal.id);
  EXPECT_EQ(issue.severity, Severity::fatal);
  EXPECT_FALSE(issue.text.empty());
  if (refusal.line > 0) {
    EXPECT_EQ(issue.place.line, refusal.line);
    EXPECT_EQ(issue.place.column, refusal.column);
  }
  EXPECT_TRUE(read_xml("<still works='yes'/>", handler, kLimits, &Limits::xml_bytes, issues));
}

INSTANTIATE_TEST_SUITE_P(Hostile, XmlRefusal, testing::ValuesIn(kRefusals), [](const auto& info) { return std::string(info.param.name); });

struct Acceptance {
  const char* name;
  std::string bytes;
};
const Acceptance kAccepted[] = {
    {"deepest", repeat("<a>", 100) + repeat("</a>", 100)},
    {"most_attributes", "<a" + numbered(" b", 64, "=''") + "/>"},
    {"most_namespaces", "<a" + numbered(" xmlns:n", 32, "='u'") + "/>"},
    {"namespaces_one_after_the_other", "<a>" + numbered("<b xmlns:n", 1000, "='u'/>") + "</a>"},
    {"longest_name", "<" + repeat("n", 256) + "/>"},
    {"quotes_in_text", "<a>" + repeat("it's \"so\" ", 100'000) + "</a>"},
    {"quotes_in_comment", "<a><!--" + repeat("it's \"so\" ", 100'000) + "--></a>"},
    {"quotes_in_cdata", "<a><![CDATA[" + repeat("it's \"so\" ", 100'000) + "]]></a>"},
    {"ten_mebibytes_in_an_attribute", "<a b='" + repeat("YWJj", 2'600'000) + "'/>"},
    {"schema_location_is_not_fetched", "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='u http://127.0.0.1:1/u.xsd'/>"},
    {"stylesheet_is_not_fetched", "<?xml-stylesheet href='http://127.0.0.1:1/s.xsl'?><a/>"},
    {"xinclude_is_not_followed", "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/hostname'/></a>"},
};

class XmlAcceptance : public testing::TestWithParam<Acceptance> {};

TEST_P(XmlAcceptance, IsWithinTheLimits) {
  XmlRecorder handler;
  Issues issues;
  const double start = cpu_milliseconds();
  EXPECT_TRUE(read_xml(GetParam().bytes, handler, kLimits, &Limits::ccda_bytes, issues));
  EXPECT_LT(cpu_milliseconds() - start, 2000);
  EXPECT_TRUE(issues.empty()) << issues.all()[0].id;
}

INSTANTIATE_TEST_SUITE_P(AtTheLimit, XmlAcceptance, testing::ValuesIn(kAccepted), [](const auto& info) { return std::string(info.param.name); });

TEST(XmlReader, RefusesTooManyBytesBeforeLookingAtThem) {
  XmlRecorder handler;
  Issues issues;
  Limits limits;
  limits.xml_bytes = 3;
  EXPECT_FALSE(read_xml("<a/>", handler, limits, &Limits::xml_bytes, issues));
  ASSERT_EQ(issues.all().size(), 1u);
  EXPECT_EQ(issues.all()[0].id, "limit.xml_bytes");
}

// The second belt: the scanner itself, without the look before it.
class Scanner : public testing::Test {
 protected:
  void SetUp() override {
    XmlRecorder handler;
    Issues issues;
    ASSERT_TRUE(read_xml("<starts/>", handler, kLimits, &Limits::xml_bytes, issues));  // initialises Xerces as the product does
  }
  static std::string refused_with(std::string_view text, std::string& events) {
    XmlParser parser;
    XmlRecorder handler;
    Issues issues;
    const bool read = parser.parse(text, handler, kLimits, issues);
    events = handler.events;
    return read || issues.empty() ? "" : issues.all()[0].id;
  }
};

TEST_F(Scanner, RefusesEveryDoctypeOfItsOwn) {
  EXPECT_STREQ(std::getenv("XERCES_DISABLE_DTD"), "1");
  std::string events;
  for (const std::string& document : {kLaughs, kExternal, "<!DOCTYPE a><a/>"s, "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>"s}) {
    EXPECT_NE(refused_with(document, events), "") << document.substr(0, 60);
    EXPECT_EQ(events, "");
  }
}

TEST_F(Scanner, NeverShowsAFile) {
  const std::string path = testing::TempDir() + "caseway_secret.txt";
  std::ofstream(path) << "SECRET-CONTENT";
  std::string events;
  for (const std::string& document : {"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://" + path + "'>]><a b='&x;'>&x;</a>",
                                      "<!DOCTYPE a [<!ENTITY % x SYSTEM 'file://" + path + "'>%x;]><a/>",
                                      "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include parse='text' href='file://" + path + "'/></a>"}) {
    refused_with(document, events);
    EXPECT_EQ(events.find("SECRET"), std::string::npos);
  }
  std::remove(path.c_str());
}

TEST(CrowdedTag, IsFoundExactly) {
  const std::string at_limit = "<a>text</a><b" + numbered(" c", 100, "='\"<>'") + "/>";
  EXPECT_EQ(find_crowded_tag("<a>" + repeat("it's", 3000) + "</a>", 100), std::string_view::npos);
  EXPECT_EQ(find_crowded_tag("<a><b" + numbered(" c", 100, "='>\"'") + "/></a>", 100), std::string_view::npos);
  EXPECT_EQ(find_crowded_tag("<a><b" + numbered(" c", 101, "='>\"'") + "/></a>", 100), 3u);
  EXPECT_EQ(find_crowded_tag("<a><b" + repeat(" c=''", 101) + "/></a>", 100), 3u);
  EXPECT_EQ(find_crowded_tag("<a><!--" + repeat(" c=''", 101) + "--></a>", 100), std::string_view::npos);
  EXPECT_EQ(find_crowded_tag("", 100), std::string_view::npos);
}

}  // namespace
}  // namespace caseway::formats
