#include "fhir/stream.h"

#include <gtest/gtest.h>

#include <array>

#include "fhir/stream_oracle.h"

namespace caseway::fhir {
namespace {

constexpr std::array kSliceBytes{std::uint64_t{1}, std::uint64_t{200}, std::uint64_t{1} << 20};
constexpr std::array kTo{Form::json, Form::xml, Form::ndjson};

std::string bundle_json(bool type_first) {
  return std::string(type_first ? "{\"resourceType\": \"Bundle\", " : "{") + R"(
  "id": "b1",
  "type": "batch",
  "entry": [
    {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Ünal \ud83d\ude00 \"}]"}]}},
    {"resource": {"active": true, "resourceType": "Patient",
      "text": {"status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">a \\ [ {</div>"}}},
    {"request": {"method": "DELETE", "url": "Patient/1"}},
    {"resource": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Basic", "code": {"text": "x"}}}]}}
  ],
  "signature": {"type": [{"code": "1"}], "when": "2024-01-01T00:00:00Z", "who": {"display": "w"}})" +
         (type_first ? "\n}\n" : ",\n  \"resourceType\": \"Bundle\"\n}\n");
}

std::string bundle_xml() {
  return "\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<!-- <entry> -->\n<f:Bundle xmlns:f=\"http://hl7.org/fhir\"\n  xmlns=\"http://hl7.org/fhir\">"
         R"(<id value="b1"/><type value='batch'/>
  <f:entry>  <fullUrl value="urn:uuid:1"/><resource><Patient><id value="p"/>
    <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">a > b 😀 <br/><![CDATA[</entry>]]></div></text>
    <name><family value="a>b/>"/></name></Patient></resource></f:entry><!-- </entry> --><?x </entry>?>
  <entry id="e2"><resource><Bundle><type value="collection"/><entry><resource><Basic><code><text value="x"/></code></Basic></resource></entry></Bundle></resource></entry>
  <entry><request><method value="DELETE"/><url value="Patient/1"/></request></entry>
  <signature><type><code value="1"/></type><when value="2024-01-01T00:00:00Z"/><who><display value="w"/></who></signature>
</f:Bundle>
)";
}

std::string lines() {
  return "\xEF\xBB\xBF{\"resourceType\":\"Patient\",\"id\":\"p1\"}\r\n\n{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}\n  \n"
         "{\"active\":true,\"resourceType\":\"Patient\"}";
}

struct Source {
  Form form;
  std::string text;
};
// With resourceType behind the entries, reading the whole says nothing of them before a fault of syntax; slices do.
std::vector<Source> sources() { return {{Form::json, bundle_json(true)}, {Form::xml, bundle_xml()}, {Form::ndjson, lines()}}; }

TEST(Stream, GivesWhatTheWholeGives) {
  for (const Source& source : sources()) {
    for (const Form to : kTo) {
      for (const std::uint64_t slice_bytes : kSliceBytes) {
        std::size_t taken = 0;
        EXPECT_EQ(difference(source.text, source.form, to, slice_bytes, &taken), "")
            << static_cast<int>(source.form) << " to " << static_cast<int>(to);
        EXPECT_EQ(taken, 1u) << static_cast<int>(source.form);
      }
    }
  }
}

TEST(Stream, FindsTheTypeBehindTheEntries) {
  for (const Form to : kTo) {
    std::size_t taken = 0;
    EXPECT_EQ(difference(bundle_json(false), Form::json, to, 1, &taken), "");
    EXPECT_EQ(taken, 1u);
  }
}

// One byte less, one byte other: whatever the fault, it is told at the same place in the same words.
TEST(Stream, TellsTheSameFaultsAsTheWhole) {
  constexpr std::array<char, 12> kBytes{'"', '{', '}', '[', ']', ',', '<', '>', '/', '\0', '\xFF', 'x'};
  for (const Source& source : sources()) {
    std::size_t taken = 0;
    for (std::size_t at = 0; at < source.text.size(); ++at) {
      std::vector<std::string> damaged{source.text.substr(0, at), std::string(source.text).erase(at, 1)};
      const char other = kBytes[at % kBytes.size()];
      damaged.push_back(std::string(source.text).replace(at, 1, 1, other));
      damaged.push_back(std::string(source.text).insert(at, 1, other));
      for (const std::string& text : damaged) {
        ASSERT_EQ(difference(text, source.form, Form::json, at % 2 == 0 ? 1 : 150, &taken), "")
            << "form " << static_cast<int>(source.form) << ", byte " << at << "\n"
            << text;
      }
    }
    EXPECT_GT(taken, source.text.size());
  }
}

Streamed streamed(std::string_view bytes, Form from, const Limits& limits) {
  StreamOptions options;
  options.from = from;
  options.to = Form::json;
  options.limits = limits;
  options.slice_bytes = 1;
  HeldSink sink;
  return stream(formats::HeldBytes(bytes), options, sink);
}

std::string only_issue(const Streamed& result) { return result.good || result.issues.all().size() != 1 ? "" : result.issues.all().front().id; }

TEST(Stream, SaysOnceThatTextStandsInTheBundle) {
  const std::string text =
      "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch\"/>"
      "<entry><fullUrl value=\"urn:a\"/></entry>x<entry><fullUrl value=\"urn:b\"/></entry>y"
      "<entry><fullUrl value=\"urn:c\"/></entry>z</Bundle>";
  StreamOptions options;
  options.from = Form::xml;
  EXPECT_EQ(lines_of(streamed(text, Form::xml, Limits::batch()).issues), lines_of(convert_whole(text, options).issues));
}

TEST(Stream, LimitsWhatMustBeHeld) {
  const std::string big(300, 'x');
  const std::string json = R"({"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:a"},{"fullUrl":"urn:)" + big + "\"}]}";
  const std::string frame = R"({"resourceType":"Bundle","id":")" + big + R"(","entry":[{"fullUrl":"urn:a"},{"fullUrl":"urn:b"}]})";
  const std::string lines = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + big + "\"}}\n";
  Limits limits = Limits::batch();
  limits.entry_bytes = 200;
  EXPECT_EQ(only_issue(streamed(json, Form::json, limits)), "limit.entry_bytes");
  EXPECT_EQ(only_issue(streamed(frame, Form::json, limits)), "limit.entry_bytes");
  EXPECT_EQ(streamed(lines, Form::ndjson, limits).issues.all().front().id, "limit.entry_bytes");
  limits.entry_bytes = 400;
  for (const std::string& text : {json, frame}) EXPECT_TRUE(streamed(text, Form::json, limits).good);
  EXPECT_TRUE(streamed(lines, Form::ndjson, limits).good);
}

TEST(Stream, LimitsTheEntries) {
  Limits limits = Limits::batch();
  limits.bundle_entries = 3;
  const Streamed result = streamed(bundle_json(true), Form::json, limits);
  EXPECT_EQ(only_issue(result), "limit.bundle_entries");
  EXPECT_EQ(result.issues.all().front().place.path, "Bundle.entry[3]");
  EXPECT_NE(result.issues.all().front().text.find("more than 3 entries"), std::string::npos) << result.issues.all().front().text;
  limits.bundle_entries = 4;
  EXPECT_TRUE(streamed(bundle_json(true), Form::json, limits).good);
}

TEST(Stream, LeavesToTheWholeWhatHasNoSlices) {
  for (const std::string text : {R"({"resourceType":"Patient","active":true})", R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:a"}]})",
                                 R"({"resourceType":"List","entry":[{"deleted":true},{"deleted":true}]})"})
    EXPECT_FALSE(streamed(text, Form::json, Limits::batch()).taken) << text;
  const std::string latin = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><Bundle xmlns=\"http://hl7.org/fhir\"><entry/><entry/></Bundle>";
  EXPECT_FALSE(streamed(latin, Form::xml, Limits::batch()).taken);
  const std::string misplaced =
      "<Bundle xmlns=\"http://hl7.org/fhir\"><signature/><entry><fullUrl value=\"urn:a\"/></entry><entry><fullUrl value=\"urn:b\"/></entry></Bundle>";
  EXPECT_FALSE(streamed(misplaced, Form::xml, Limits::batch()).taken);
}

}  // namespace
}  // namespace caseway::fhir
