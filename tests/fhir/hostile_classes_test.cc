// The classes of hostile FHIR documents, by name: each is refused with exactly one id or read without harm, within a second, and the answer is
// short and repeats nothing of the document.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/outcome.h"
#include "fhir/validate.h"
#include "formats/cpu_time.h"

namespace caseway::fhir {

namespace {

using namespace std::string_literals;

constexpr const char* kSecret = "Jane Roe";  // stands in every document, and in no answer
constexpr std::size_t kMebibyte = 1u << 20;
constexpr std::size_t kLongestAnswer = kMebibyte;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSlowest = 5000;  // milliseconds
#else
constexpr double kSlowest = 1000;
#endif

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string numbered(std::string_view before, std::size_t times, std::string_view after) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all.append(before).append(std::to_string(i)).append(after);
  return all;
}

std::string utf16(std::string_view ascii) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii) out.append({c, '\0'});
  return out;
}

// A Patient with these members; an Observation's value; a Patient's narrative.
std::string json(const std::string& members) { return R"({"resourceType":"Patient","name":[{"text":"Jane Roe"}])" + members + "}"; }
std::string measured(const std::string& number) {
  return R"({"resourceType":"Observation","status":"final","code":{"text":"Jane Roe"},"valueQuantity":{"value":)" + number + "}}";
}
std::string told(const std::string& xhtml) {
  return json(R"(,"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">)" + xhtml + "</div>\"}");
}
std::string xml(const std::string& inside, const std::string& before = {}, const std::string& attributes = {}) {
  return before + R"(<Patient xmlns="http://hl7.org/fhir")" + attributes + ">" + inside + R"(<name><text value="Jane Roe"/></name></Patient>)";
}
std::string told_xml(const std::string& xhtml) {
  return xml(R"(<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">)" + xhtml + "</div></text>");
}

struct Hostile {
  const char* name;
  bool is_json;
  std::string bytes;
  const char* id;  // of the first issue; "" when it is read
};

const Hostile kJson[] = {
    {"depth_101", true, json(R"(,"contact":)" + repeated("[", 101)), "fhir.type"},
    {"depth_101_in_extensions", true, json(repeated(R"(,"extension":[{"url":"u")", 51)), "limit.depth"},
    {"depth_200000", true, json(repeated(R"(,"extension":[{"url":"u")", 200'000)), "limit.depth"},
    {"depth_million", true, repeated(R"({"a":)", 1'000'000), "limit.depth"},
    {"string_10_MiB", true, json(R"(,"language":")" + std::string(10 * kMebibyte, 'x') + '"'), "limit.json_bytes"},
    {"string_9_MiB", true, json(R"(,"contact":[{"name":{"text":")" + std::string(9 * kMebibyte, 'x') + "\"}}]"), ""},
    {"members_million", true, "{" + numbered("\"k", 1'000'000, "\":0,") + R"("resourceType":"Patient"})", "limit.json_bytes"},
    {"members_half_million", true, "{" + numbered("\"k", 500'000, "\":0,") + R"("resourceType":"Patient"})", "fhir.unknown_element"},
    {"number_100000_digits", true, measured(repeated("9", 100'000)), "limit.number_chars"},
    {"number_65_characters", true, measured("0." + repeated("3", 63)), "limit.number_chars"},
    {"exponent_400", true, measured("1e400"), ""},
    {"exponent_in_integer", true, json(R"(,"multipleBirthInteger":1e400)"), "fhir.format"},
    {"not_a_number", true, measured("NaN"), "json.syntax"},
    {"infinity", true, measured("-Infinity"), "json.syntax"},
    {"hexadecimal", true, measured("0x1F"), "json.syntax"},
    {"duplicate_key", true, json(R"(,"gender":"male","gender":"other")"), "json.duplicate_key"},
    {"duplicate_key_escaped", true, json(R"(,"gender":"male","gend\u0065r":"other")"), "json.duplicate_key"},
    {"resource_type_twice", true, json(R"(,"resourceType":"Bundle")"), "json.duplicate_key"},
    {"resource_type_twice_escaped", true, json(R"(,"resourc\u0065Type":"Bundle")"), "json.duplicate_key"},
    {"lone_surrogate", true, json(R"(,"language":"\uD800")"), "json.utf8"},
    {"invalid_utf8", true, json(",\"language\":\"\xFF\""), "json.utf8"},
    {"overlong_utf8", true, json(",\"language\":\"\xC0\xAF\""), "json.utf8"},
    {"overlong_quote", true, json(",\"language\":\"\xC0\xA2\""), "json.utf8"},
    {"byte_order_mark", true, "\xEF\xBB\xBF" + json(""), ""},
    {"byte_order_mark_twice", true, "\xEF\xBB\xBF\xEF\xBB\xBF" + json(""), "json.syntax"},
    {"nul_behind", true, json("") + "\0"s, "json.syntax"},
    {"nul_in_string", true, json(",\"language\":\"a\0b\""s), "json.syntax"},
    {"nul_escaped", true, json(R"(,"language":"\u0000")"), "fhir.control_character"},
    {"trailing_bytes", true, json("") + json(""), "json.syntax"},
    {"comment", true, json(R"(/* , */)"), "json.syntax"},
    {"utf16", true, utf16(json("")), "json.utf8"},
    {"utf32", true, "\0\0\xFE\xFF"s + json(""), "json.utf8"},
    {"proto", true, json(R"(,"__proto__":{"active":true})"), "fhir.unknown_element"},
    {"contained_in_contained", true, json(R"(,"contained":[{"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"a"}]}])"), ""},
    {"contained_loop", true,
     json(R"(,"contained":[{"resourceType":"Patient","id":"a","link":[{"other":{"reference":"#b"},"type":"seealso"}]},)"
          R"({"resourceType":"Patient","id":"b","link":[{"other":{"reference":"#a"},"type":"seealso"}]}])"),
     ""},
    {"contained_of_itself", true, json(R"(,"contained":[{"resourceType":"Patient","id":"a","managingOrganization":{"reference":"#a"}}])"), ""},
    {"bundle_of_50000", true,
     R"({"resourceType":"Bundle","type":"collection","entry":[)" + repeated(R"({"resource":{"resourceType":"Patient","active":true}},)", 49'999) +
         R"({"resource":{"resourceType":"Patient","name":[{"text":"Jane Roe"}]}}]})",
     "limit.bundle_entries"},
    {"script", true, told("<script>alert('Jane Roe')</script>"), "fhir.narrative"},
    {"javascript_link", true, told("<a href='JaVaScRiPt:alert(1)'>Jane Roe</a>"), "fhir.narrative"},
    {"javascript_link_in_references", true, told("<a href='&#106;avascript&#58;alert(1)'>Jane Roe</a>"), "fhir.narrative"},
    {"event_attribute", true, told("<p onclick='f()'>Jane Roe</p>"), "fhir.narrative"},
    {"narrative_entity", true, told("<p>&undeclared;</p>"), "fhir.narrative"},
    {"narrative_doctype", true, json(R"(,"text":{"status":"generated","div":"<!DOCTYPE div [<!ENTITY a 'b'>]><div>&a;</div>"})"), "fhir.narrative"},
    {"narrative_include", true, told("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"), "fhir.narrative"},
    {"narrative_attributes", true, told("<p" + numbered(" a", 500'000, "=''") + "/>"), "fhir.narrative"},
    {"narrative_namespaces", true, told(repeated("<p" + numbered(" xmlns:a", 60, "='u'") + ">", 400)), "fhir.narrative"},
    {"narrative_depth", true, told(repeated("<p>", 200'000)), "fhir.narrative"},
};

const Hostile kXml[] = {
    {"doctype", false, xml("", "<!DOCTYPE Patient>"), "xml.doctype"},
    {"entity", false, xml("", "<!DOCTYPE Patient [<!ENTITY a 'b'>]>"), "xml.doctype"},
    {"doctype_behind_comments", false, xml("", "<?xml version='1.0'?><!-- <!-->\n<?a b?><!DOCTYPE Patient>"), "xml.doctype"},
    {"doctype_in_utf16", false, utf16(xml("", "<!DOCTYPE Patient>")), "xml.doctype"},
    {"doctype_in_utf7", false, "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-" + xml(""), "xml.encoding"},
    {"doctype_in_ebcdic", false, "\x4C\x6F\xA7\x94\x93\x40\xA5\x85\x99"s, "xml.encoding"},
    {"doctype_in_utf32", false, "\xFF\xFE\0\0<\0\0\0!\0\0\0"s, "xml.encoding"},
    {"external_entity_file", false, xml("", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), "xml.doctype"},
    {"external_entity_http", false, xml("", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>"), "xml.doctype"},
    {"entity_undeclared", false, told_xml("&nbsp;&xxe;"), "xml.not_well_formed"},
    {"xinclude", false, xml("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"), "fhir.namespace"},
    {"xinclude_in_narrative", false, told_xml("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"),
     "fhir.narrative"},
    {"schema_location", false,
     xml("", "", " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='http://hl7.org/fhir http://127.0.0.1:1/fhir.xsd'"), ""},
    {"stylesheet", false, xml("", "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:1/a.xsl'?>"), ""},
    {"depth_101", false, xml(repeated("<contained><Patient>", 50)), "limit.depth"},
    {"depth_200000", false, xml(repeated("<extension url='u'>", 200'000)), "limit.depth"},
    {"depth_in_narrative", false, told_xml(repeated("<p>", 200'000)), "limit.depth"},
    {"attributes_65", false, xml("", "", numbered(" a", 64, "=''")), "limit.attributes"},
    {"attributes_100000", false, xml("", "", numbered(" a", 100'000, "=''")), "limit.attributes"},
    {"namespaces_33", false, xml("", "", numbered(" xmlns:n", 32, "='u'")), "limit.namespaces"},
    {"name_257", false, xml("<" + std::string(257, 'n') + "/>"), "limit.name_bytes"},
    {"nodes_million", false, xml(repeated("<name id='x'><text value='x'/></name>", 250'000)), "limit.nodes"},
    {"faults_half_million", false, xml(repeated("<active/>", 490'000)), "fhir.empty"},
    {"document_11_MiB", false, xml("<language value='" + std::string(11 * kMebibyte, 'x') + "'/>"), "limit.xml_bytes"},
    {"qname_swap", false, R"(<f:Patient xmlns:f="http://example.org" xmlns="http://hl7.org/fhir"><name><text value="Jane Roe"/></name></f:Patient>)",
     "fhir.namespace"},
    {"prefix_rebound", false, xml(R"(<f:active xmlns:f="http://example.org" value="true"/>)"), "fhir.namespace"},
    {"prefix_for_fhir", false, R"(<f:Patient xmlns:f="http://hl7.org/fhir"><f:name><f:text value="Jane Roe"/></f:name></f:Patient>)", ""},
    {"attribute_twice_by_namespace", false, xml("<active value='true' xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>"), "xml.not_well_formed"},
    {"text_split_by_comments", false, xml("<active>tr<!-- -->ue</active>"), "fhir.text"},
    {"attribute_of_another_name", false, xml("<active value='true' Value='false'/>"), "fhir.attribute"},
    {"two_roots", false, xml("") + xml(""), "xml.not_well_formed"},
    {"nul_behind", false, xml("") + "\0"s, "xml.not_well_formed"},
    {"script", false, told_xml("<script>alert('Jane Roe')</script>"), "fhir.narrative"},
    {"javascript_link", false, told_xml("<a href='java&#115;cript:alert(1)'>Jane Roe</a>"), "fhir.narrative"},
    {"bundle_of_50000", false,
     R"(<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>)" +
         repeated(R"(<entry><resource><Patient><active value="true"/></Patient></resource></entry>)", 50'000) + "</Bundle>",
     "limit.bundle_entries"},
};

void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

class HostileClass : public testing::TestWithParam<Hostile> {};

TEST_P(HostileClass, GetsOneShortAnswer) {
  const Hostile& hostile = GetParam();
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  const double start = cpu_milliseconds();
  const bool usable = (hostile.is_json ? read_json : read_xml)(hostile.bytes, Limits::interactive(), issues, tree, &ledger, {.name_leaves = true});
  if (usable) validate(tree, issues);
  const std::string answer = operation_outcome_json(issues);
  EXPECT_LT(cpu_milliseconds() - start, kSlowest);
  EXPECT_LT(answer.size(), kLongestAnswer);
  EXPECT_EQ(answer.find(kSecret), std::string::npos) << answer;
  if (*hostile.id == '\0') {
    EXPECT_TRUE(usable) << answer;
    return;
  }
  EXPECT_TRUE(issues.has_errors());
  ASSERT_FALSE(issues.empty());
  const Issue& first = issues.all().front();
  EXPECT_EQ(first.id, hostile.id) << answer;
  const bool of_the_whole = first.id.ends_with("_bytes") || hostile.bytes.size() < 20;
  EXPECT_TRUE(of_the_whole || first.place.line > 0 || !first.place.path.empty()) << answer;
}

std::string name_of(const testing::TestParamInfo<Hostile>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Json, HostileClass, testing::ValuesIn(kJson), name_of);
INSTANTIATE_TEST_SUITE_P(Xml, HostileClass, testing::ValuesIn(kXml), name_of);

}  // namespace

}  // namespace caseway::fhir
