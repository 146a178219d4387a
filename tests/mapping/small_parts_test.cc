// The small tables and text functions that mappings stand on.
#include <gtest/gtest.h>

#include "mapping/convert/narrative.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

namespace caseway::mapping {
namespace {

TEST(Systems, GoBothWays) {
  for (const char* name : {"snomed", "loinc", "rxnorm", "icd10cm", "cvx", "ndc", "unii", "ncit", "ucum", "npi", "ssn", "v3-ActCode"}) {
    const auto* system = system_by_name(name);
    ASSERT_NE(system, nullptr) << name;
    EXPECT_EQ(uri_of_oid(system->oid), system->uri);
    EXPECT_EQ(oid_of_uri(system->uri), system->oid);
  }
}

TEST(Systems, UnknownOidsStayOids) {
  EXPECT_EQ(uri_of_oid("2.16.840.1.113883.19.5"), "urn:oid:2.16.840.1.113883.19.5");
  EXPECT_EQ(oid_of_uri("urn:oid:2.16.840.1.113883.19.5"), "2.16.840.1.113883.19.5");
  EXPECT_EQ(uri_of_oid("67265ED2-35BB-43F8-B9DE-91C5935625E0"), "urn:uuid:67265ed2-35bb-43f8-b9de-91c5935625e0");
  EXPECT_EQ(oid_of_uri("urn:uuid:67265ed2-35bb-43f8-b9de-91c5935625e0"), "67265ED2-35BB-43F8-B9DE-91C5935625E0");
  EXPECT_EQ(oid_of_uri("http://example.org/codes"), "");
}

TEST(Systems, SecondSpellingsAreReadOnly) {
  EXPECT_EQ(uri_of_oid("2.16.840.1.113883.6.59"), "http://hl7.org/fhir/sid/cvx");
  EXPECT_EQ(oid_of_uri("http://hl7.org/fhir/sid/cvx"), "2.16.840.1.113883.12.292");
}

TEST(NullFlavor, HasATablePerDirection) {
  EXPECT_EQ(absent_reason_of("ASKU"), "asked-unknown");
  EXPECT_EQ(absent_reason_of("NASK"), "not-asked");
  EXPECT_EQ(null_flavor_of("asked-declined"), "UNK");
  EXPECT_EQ(absent_reason_of("nonsense"), "");
}

TEST(Narrative, GoesBothWays) {
  const std::string inside =
      "<paragraph ID=\"p1\">Potassium was <content styleCode=\"Bold\">high</content> &amp; rising.</paragraph>"
      "<list listType=\"ordered\"><item>One</item><item>Two<br/></item></list><table "
      "border=\"1\"><caption>C</caption><tbody><tr><td>x</td></tr></tbody></table>"
      "<footnote>f</footnote><linkHtml href=\"#p1\">see</linkHtml>";
  const auto div = div_of_narrative("<text xmlns=\"urn:hl7-org:v3\">" + inside + "</text>");
  EXPECT_EQ(div.substr(0, 42), "<div xmlns=\"http://www.w3.org/1999/xhtml\">");
  EXPECT_NE(div.find("<p id=\"p1\">"), std::string::npos);
  EXPECT_EQ(narrative_of_div(div), inside);
}

TEST(Narrative, GivesThePlainTextOfAnId) {
  const std::string markup =
      "<text><list><item ID=\"a\">Take  one\n <content>daily</content></item><item ID=\"b\">x &lt; &#233;</item></list></text>";
  const auto ids = ids_of(markup);
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_EQ(plain_text(markup, ids[0].second), "Take one daily");
  EXPECT_EQ(plain_text(markup, ids[1].second), "x < \xC3\xA9");
}

TEST(Narrative, SurvivesBrokenMarkup) {
  for (const char* text : {"", "<", "<a", "<a b", "<a b=", "<a b='", "</a>", "<!--", "<text><p>", "x<y", "<text>&#xZZ;</text>"}) {
    div_of_narrative(text);
    narrative_of_div(text);
    plain_text(text);
    ids_of(text);
  }
}

TEST(Spelling, KnowsHeadersAndTokens) {
  EXPECT_EQ(normalised_header(" Date of_Birth-x "), "dateofbirthx");
  EXPECT_EQ(normalised_header("\uFEFFDate\u00A0of Birth\u200B"), "dateofbirth");
  EXPECT_EQ(normalised_header("Größe"), "größe");
  EXPECT_FALSE(is_token("a b"));
  EXPECT_EQ(characters("\xC3\xA9t\xC3\xA9"), 3u);
  EXPECT_EQ(first_characters("\xC3\xA9t\xC3\xA9", 2), "\xC3\xA9t");
}

}  // namespace
}  // namespace caseway::mapping
