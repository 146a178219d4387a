// Where the nodes of a tree stood in its source.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"

namespace caseway::fhir {

namespace {

// A line per node: its place in the source and its path.
std::string places(bool json, std::string_view text) {
  Tree tree;
  Issues issues;
  std::vector<formats::Position> positions{{7, 7}};  // of a document before: replaced
  EXPECT_TRUE((json ? read_json : read_xml)(text, Limits(), issues, tree, nullptr, {.positions = &positions}));
  EXPECT_EQ(positions.size(), tree.size());
  std::string out;
  for (std::uint32_t i = 0; i < positions.size(); ++i) {
    out += std::to_string(positions[i].line) + ":" + std::to_string(positions[i].column) + " " + tree.path(i) + "\n";
  }
  return out;
}

}  // namespace

TEST(Positions, OfJsonAreThoseOfTheValues) {
  EXPECT_EQ(places(true, R"({
  "entry": [
    {"resource": {"name": [{"given": ["é", null], "_given": [null, {"id": "g"}]}], "active": true, "resourceType": "Patient"},
     "fullUrl": "urn:x"}],
  "type": "collection",
  "resourceType": "Bundle"
})"),
            "1:1 Bundle\n"
            "5:11 Bundle.type\n"
            "3:5 Bundle.entry[0]\n"
            "4:17 Bundle.entry[0].fullUrl\n"
            "3:18 Bundle.entry[0].resource\n"
            "3:94 Bundle.entry[0].resource.active\n"
            "3:28 Bundle.entry[0].resource.name[0]\n"
            "3:39 Bundle.entry[0].resource.name[0].given[0]\n"
            "3:44 Bundle.entry[0].resource.name[0].given[1]\n"
            "3:75 Bundle.entry[0].resource.name[0].given[1].id\n");
}

TEST(Positions, OfXmlAreThoseOfTheTags) {
  EXPECT_EQ(places(false, R"(<?xml version="1.0"?>
<Bundle xmlns="http://hl7.org/fhir">
  <type value="collection"/>
  <entry>
    <resource><Patient><text><div xmlns="http://www.w3.org/1999/xhtml">a</div></text>
      <name id="n"><family
        value="Doe"/></name></Patient></resource>
  </entry>
</Bundle>)"),
            "2:1 Bundle\n"
            "3:3 Bundle.type\n"
            "4:3 Bundle.entry[0]\n"
            "5:15 Bundle.entry[0].resource\n"
            "5:24 Bundle.entry[0].resource.text\n"
            "5:30 Bundle.entry[0].resource.text.div\n"
            "6:7 Bundle.entry[0].resource.name[0]\n"
            "6:7 Bundle.entry[0].resource.name[0].id\n"
            "6:20 Bundle.entry[0].resource.name[0].family\n");
}

}  // namespace caseway::fhir
