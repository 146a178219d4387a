#include "formats/xml_source.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::formats {
namespace {

const Limits kLimits;

// Every leaf as `path=value` (`~` before a structural one), one per line.
std::string leaves(std::string_view bytes, bool ccda = true) {
  XmlSource source;
  Issues issues;
  if (!source.read(bytes, {ccda}, kLimits, &Limits::ccda_bytes, issues)) return issues.all().empty() ? "stopped" : issues.all()[0].id;
  std::string out;
  for (std::uint32_t leaf = 0; leaf < source.leaves(); ++leaf) {
    const std::uint32_t node = source.node_of_leaf(leaf);
    EXPECT_EQ(source.node(node).leaf, leaf);
    out += (source.node(node).structural ? "~" : "") + source.path(node) + "=" + std::string(source.value(source.node(node))) + "\n";
  }
  return out;
}

TEST(XmlSource, EveryAttributeTextRunAndEmptyElementIsALeaf) {
  EXPECT_EQ(leaves("<a x='1'><b>t</b><b/><c> </c><d y=''/></a>", false), "/a/@x=1\n/a/b[1]/text()=t\n/a/b[2]=\n/a/c=\n/a/d/@y=\n");
}

TEST(XmlSource, NamespacesAndSchemaLocationsAreNoLeaves) {
  EXPECT_EQ(leaves("<a xmlns='u' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='u u.xsd'><b xmlns:p='q'/></a>", false),
            "/a/b=\n");
}

TEST(XmlSource, ATextRunEndsOnlyWhereAnElementDoes) {
  EXPECT_EQ(leaves("<a>1<!-- c -->2<?p?><![CDATA[3]]>&amp;4<b/>5\n</a>", false), "/a/text()[1]=123&4\n/a/b=\n/a/text()[2]=5\n\n");
  EXPECT_EQ(leaves("<a> <!-- c --> <b>x</b>\n</a>", false), "/a/b/text()=x\n");
  EXPECT_EQ(leaves("<a> \n<!-- c -->x</a>", false), "/a/text()= \nx\n");
  EXPECT_EQ(leaves("<a>\xC2\xA0</a>", false), "/a/text()=\xC2\xA0\n");
}

TEST(XmlSource, NamesDoNotDependOnPrefixes) {
  const std::string one = leaves(
      "<v:a xmlns:v='urn:hl7-org:v3' xmlns:s='urn:hl7-org:sdtc' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
      "<s:b i:type='CD' s:c='1'/><x xmlns='q' q='2'/><y/></v:a>");
  EXPECT_EQ(one, "~/a/sdtc:b/@xsi:type=CD\n/a/sdtc:b/@sdtc:c=1\n/a/{q}x/@q=2\n/a/{}y=\n");
}

TEST(XmlSource, StructureOfCcdaIsMarked) {
  EXPECT_EQ(leaves("<a classCode='ACT'><templateId root='1' extension='2'/><code code='3' codeSystemName='L'/></a>"),
            "~/a/@classCode=ACT\n~/a/templateId/@root=1\n~/a/templateId/@extension=2\n/a/code/@code=3\n/a/code/@codeSystemName=L\n");
  EXPECT_EQ(leaves("<a classCode='ACT'/>", false), "/a/@classCode=ACT\n");
}

TEST(XmlSource, ASectionsTextIsOneLeafWithItsMarkup) {
  EXPECT_EQ(leaves("<d xmlns='urn:hl7-org:v3' xmlns:x='http://www.w3.org/2001/XMLSchema-instance'><section><text ID=\"t\">A &lt; <b>b</b> <br/>\n"
                   "<td x:type='q'>&#10;\"</td><!-- c --></text><entry><text>not this</text></entry></section></d>"),
            "/d/section/text=<text xmlns=\"urn:hl7-org:v3\" ID=\"t\">A &lt; <b>b</b> <br/>\n"
            "<td xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\" x:type=\"q\">\n\"</td></text>\n"
            "/d/section/entry/text/text()=not this\n");
  EXPECT_EQ(leaves("<d><section><text/></section><section><text nullFlavor='NI'/></section></d>"),
            "/d/section[1]/text=<text/>\n/d/section[2]/text=<text nullFlavor=\"NI\"/>\n");
  EXPECT_EQ(leaves("<d><section><text>x</text></section></d>", false), "/d/section/text/text()=x\n");
}

TEST(XmlSource, MarkupIsAFragmentOfItsOwnWhateverThePrefixes) {
  const std::string markup = leaves(
      "<p:d xmlns:p='urn:hl7-org:v3'><p:section><p:text>a<p:br/><q:x xmlns:q='urn:q' q:y='&quot;&lt;'><q:z/></q:x></p:text></p:section></p:d>");
  const std::string fragment = markup.substr(markup.find('=') + 1);
  EXPECT_EQ(fragment, "<text xmlns=\"urn:hl7-org:v3\">a<br/><x xmlns=\"urn:q\" xmlns:q=\"urn:q\" q:y=\"&quot;&lt;\"><z/></x></text>\n");
  XmlSource again;
  Issues issues;
  EXPECT_TRUE(again.read(fragment, {}, kLimits, &Limits::xml_bytes, issues));
}

TEST(XmlSource, FindsItsWay) {
  XmlSource source;
  Issues issues;
  ASSERT_TRUE(source.read("<a x='1' y='2'>t<b n='1'/><c/><b n='2'/>u</a>", {}, kLimits, &Limits::xml_bytes, issues));
  const std::uint16_t b = source.find_name("b");
  EXPECT_EQ(source.find_name("nothing"), 0);
  const std::uint32_t first = source.child(0, b);
  const std::uint32_t second = source.next_child(first);
  EXPECT_EQ(source.value(source.node(source.attribute(first, source.find_name("n")))), "1");
  EXPECT_EQ(source.value(source.node(source.attribute(second, source.find_name("n")))), "2");
  EXPECT_EQ(source.next_child(second), XmlNode::kNone);
  EXPECT_EQ(source.next_child(0), XmlNode::kNone);
  EXPECT_EQ(source.child(first, b), XmlNode::kNone);
  EXPECT_EQ(source.attribute(0, b), XmlNode::kNone);
  EXPECT_EQ(source.value(source.node(source.attribute(0, source.find_name("y")))), "2");
  std::size_t children = 0;
  for (const std::uint32_t child : source.children(0)) children += source.node(child).parent == 0;
  EXPECT_EQ(children, 5u);
  EXPECT_EQ(source.path(second), "/a/b[2]");
  EXPECT_EQ(source.place(second).line, 1u);
  EXPECT_EQ(source.place(second).column, 31u);
}

TEST(XmlSource, GivesTheLedgerItsLeaves) {
  XmlSource source;
  Issues issues;
  ASSERT_TRUE(source.read("<a classCode='x'>\n<b>t</b></a>", {true}, kLimits, &Limits::xml_bytes, issues));
  Ledger ledger;
  source.add_leaves(ledger, true);
  EXPECT_EQ(ledger.counts()[Fate::structural], 1u);
  EXPECT_EQ(ledger.counts()[Fate::undecided], 1u);
  ASSERT_NE(ledger.place(1), nullptr);
  EXPECT_EQ(ledger.place(1)->path, "/a/b/text()");
  EXPECT_EQ(ledger.place(1)->line, 2u);
}

TEST(XmlSource, NamesAPathAmongManySiblingsInLinearTime) {
  std::string document = "<a>";
  for (int i = 0; i < 50'000; ++i) document += "<b>x</b>";
  document += "</a>";
  const std::string all = leaves(document);
  EXPECT_NE(all.find("/a/b[50000]/text()=x"), std::string::npos);
}

TEST(XmlSource, RefusesANarrativeThatGrowsWithoutEnd) {
  std::string document = "<d xmlns:p='" + std::string(250, 'u') + "'><section><text>";
  for (int i = 0; i < 10'000; ++i) document += "<p:b/>";
  document += "</text></section></d>";
  EXPECT_EQ(leaves(document), "limit.output_factor");
}

TEST(XmlSource, RefusesMoreNamesThanItCanNumber) {
  std::string document = "<a>";
  for (int i = 0; i < 70'000; ++i) document += "<n" + std::to_string(i) + "/>";
  EXPECT_EQ(leaves(document + "</a>"), "limit.names");
}

}  // namespace
}  // namespace caseway::formats
