#include "formats/xml_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "xml_events.h"

namespace caseway::formats {
namespace {

using namespace std::string_literals;

const Limits kLimits;

std::string events(std::string_view bytes, bool places = false) {
  XmlRecorder recorder(places);
  Issues issues;
  if (read_xml(bytes, recorder, kLimits, &Limits::ccda_bytes, issues)) return recorder.events;
  return issues.all().empty() ? "stopped" : issues.all()[0].id;
}

TEST(XmlReader, GivesNamespacesPrefixesAndValues) {
  EXPECT_EQ(events("<a xmlns='urn:a' xmlns:b='urn:b' b:x='1' y='2'><b:c/></a>"),
            "<{urn:a}a {http://www.w3.org/2000/xmlns/}xmlns='urn:a' {http://www.w3.org/2000/xmlns/}xmlns:b='urn:b' {urn:b}b:x='1' y='2'>"
            "<{urn:b}b:c></b:c></a>");
  EXPECT_EQ(events("<a><b xmlns='urn:b'><c/></b><c/></a>"),
            "<a><{urn:b}b {http://www.w3.org/2000/xmlns/}xmlns='urn:b'><{urn:b}c></c></b><c></c></a>");
  EXPECT_EQ(events("<a xml:lang='en'/>"), "<a {http://www.w3.org/XML/1998/namespace}xml:lang='en'></a>");
}

TEST(XmlReader, GivesTextCommentsAndCdata) {
  EXPECT_EQ(events("<a>1 &lt; 2 &amp;&#160;<!-- c --><![CDATA[<x>&y;]]><?pi d?>z</a>"), "<a>1 < 2 &\xC2\xA0<!-- c --><x>&y;z</a>");
  EXPECT_EQ(events("<a>&#128512;\xF0\x9F\x98\x80</a>"), "<a>\xF0\x9F\x98\x80\xF0\x9F\x98\x80</a>");
}

TEST(XmlReader, NormalisesLinesAndAttributesAsXmlSays) { EXPECT_EQ(events("<a b='1\r\n2\t3&#10;4'>x\r\ny\rz</a>"), "<a b='1 2 3\n4'>x\ny\nz</a>"); }

TEST(XmlReader, SaysWhereTagsAndTextsBegin) {
  EXPECT_EQ(events("<?xml version='1.0'?>\n<!-- two\nlines -->\n<a\n  b='1'>x\xC3\xA9y<c/>\r\n  <d>e</d></a>", true),
            "@4:1 <a b='1'>@5:9 x\xC3\xA9y@5:12 <c></c>@5:16 \n  @6:3 <d>@6:6 e</d></a>");
}

TEST(XmlReader, ReadsEveryEncodingItPromises) {
  const std::string expected = "<a>z\xC3\xBC</a>";
  const auto utf16 = [](std::u16string_view text, bool big) {
    std::string out;
    for (const char16_t c : text) {
      const char high = static_cast<char>(c >> 8);
      const char low = static_cast<char>(c & 0xFF);
      out += big ? high : low;
      out += big ? low : high;
    }
    return out;
  };
  EXPECT_EQ(events("<a>z\xC3\xBC</a>"), expected);
  EXPECT_EQ(events("\xEF\xBB\xBF<a>z\xC3\xBC</a>"), expected);
  EXPECT_EQ(events("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><a>z\xC3\xBC</a>"), expected);
  EXPECT_EQ(events("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>z\xFC</a>"), expected);
  EXPECT_EQ(events("<?xml version='1.0' encoding = 'Windows-1252' standalone='yes'?><a>z\xFC</a>"), expected);
  EXPECT_EQ(events("<?xml version='1.0' encoding='us-ascii'?><a>z&#xFC;</a>"), expected);
  EXPECT_EQ(events(utf16(u"\uFEFF<a>z\u00FC</a>", true)), expected);
  EXPECT_EQ(events(utf16(u"\uFEFF<a>z\u00FC</a>", false)), expected);
  EXPECT_EQ(events(utf16(u"\uFEFF<?xml version='1.0' encoding='UTF-16'?><a>z\u00FC</a>", false)), expected);
  EXPECT_EQ(events(utf16(u"<?xml version='1.0' encoding='UTF-16LE'?><a>z\u00FC</a>", false)), expected);
  EXPECT_EQ(events(utf16(u"<?xml version='1.0' encoding='UTF-16BE'?><a>z\u00FC</a>", true)), expected);
}

TEST(XmlReader, CountsPlacesInDecodedText) {
  EXPECT_EQ(events("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n<a>\xC3\xBC<b/></a>", true), "@2:1 <a>@2:4 \xC3\xBC@2:5 <b></b></a>");
}

TEST(XmlReader, ADoctypeInsideTheDocumentIsText) {
  EXPECT_EQ(events("<!-- <!DOCTYPE a> --><?p <!DOCTYPE a>?><a><![CDATA[<!DOCTYPE a>]]></a>"), "<a><!DOCTYPE a></a>");
}

TEST(XmlReader, StopsWhenTheHandlerSaysSo) {
  XmlRecorder recorder;
  recorder.stop_at = "b";
  Issues issues;
  EXPECT_FALSE(read_xml("<a><b/><c/></a>", recorder, kLimits, &Limits::xml_bytes, issues));
  EXPECT_EQ(recorder.events, "<a><b>");
  EXPECT_TRUE(issues.empty());
  EXPECT_EQ(events("<a>again</a>"), "<a>again</a>");
}

TEST(XmlReader, LongTextComesWhole) {
  const std::string text(3'000'000, 'x');
  EXPECT_EQ(events("<a>" + text + "</a>"), "<a>" + text + "</a>");
}

TEST(XmlReader, ReadsADocumentFromWithinAHandler) {
  struct Outer : XmlRecorder {
    bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position at) override {
      inner += formats::events("<x><y>1</y></x>");
      return XmlRecorder::start_element(name, attributes, at);
    }
    std::string inner;
  } outer;
  Issues issues;
  EXPECT_TRUE(read_xml("<a b='1'><c/></a>", outer, kLimits, &Limits::xml_bytes, issues));
  EXPECT_EQ(outer.events, "<a b='1'><c></c></a>");
  EXPECT_EQ(outer.inner, "<x><y>1</y></x><x><y>1</y></x>");
}

TEST(XmlReader, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::vector<int> good(4);
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const std::string name = "n" + std::to_string(t) + "x" + std::to_string(i);
        good[t] += events("<" + name + " a='" + name + "'/>") == "<" + name + " a='" + name + "'></" + name + ">";
        events("<broken");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, std::vector<int>(4, 200));
}

}  // namespace
}  // namespace caseway::formats
