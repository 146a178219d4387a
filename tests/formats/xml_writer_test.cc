#include "formats/xml_writer.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::formats {
namespace {

TEST(XmlWriter, EscapesAttributeValuesSoThatReadersKeepThem) {
  std::string out;
  append_xml_attribute_value(out, "a & b < c > \"d\" 'e'\t\n\r\xC3\xA9");
  EXPECT_EQ(out, "a &amp; b &lt; c > &quot;d&quot; 'e'&#9;&#10;&#13;\xC3\xA9");
}

TEST(XmlWriter, EscapesText) {
  std::string out = "<p>";
  append_xml_text(out, "a & b < c ]]> \"d\"\t\n\r");
  EXPECT_EQ(out, "<p>a &amp; b &lt; c ]]&gt; \"d\"\t\n&#13;");
}

}  // namespace
}  // namespace caseway::formats
