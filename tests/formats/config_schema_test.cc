#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/config_node.h"

namespace caseway::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> faults(std::string_view yaml, std::string_view schema) {
  std::vector<std::string> out;
  for (const ConfigError& fault : check_schema(read_config(yaml, "f"), "f", schema)) out.emplace_back(fault.what());
  return out;
}

constexpr std::string_view kServer = R"({
  "type": "object", "additionalProperties": false, "required": ["name"],
  "properties": {
    "name": { "type": "string", "minLength": 1, "description": "how people call it" },
    "port": { "type": "integer", "minimum": 1, "maximum": 65535 },
    "share": { "type": "number" },
    "kind": { "enum": ["hospital", "insurer"] },
    "open": { "type": "boolean" },
    "id": { "type": "string", "pattern": "^[a-z]+$", "maxLength": 5 },
    "tags": { "type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true, "items": { "$ref": "#/definitions/tag" } },
    "links": { "type": "object", "additionalProperties": { "type": "string" }, "patternProperties": { "^x-": { "type": "integer" } } },
    "either": { "anyOf": [ { "type": "string" }, { "type": "object", "additionalProperties": false, "properties": { "a": { "type": "integer" } } } ] }
  },
  "definitions": { "tag": { "type": "string", "maxLength": 3 } } })";

TEST(Schema, AcceptsWhatFits) {
  EXPECT_THAT(faults("name: x\nport: 8480\nshare: -1.5e3\nkind: insurer\nopen: true\nid: abc\ntags: [a, b]\nlinks: {a: b, x-n: 5}\neither: {a: 1}\n",
                     kServer),
              IsEmpty());
  EXPECT_THAT(faults("name: 01\neither: text\n", kServer), IsEmpty()) << "a plain scalar is text where text is asked for";
}

TEST(Schema, NamesEveryFaultAtOnceWithItsPlace) {
  EXPECT_THAT(faults("prot: 1\nport: 70000\nkind: hopsital\n", kServer),
              ElementsAre("f:1:1: unknown key `prot`; known are name, share, open, id, tags, links and either",
                          "f:1:1: key `name` is missing: how people call it", "f:2:7: port: must be at most 65535",
                          "f:3:7: kind: unknown value `hopsital`; did you mean `hospital`?"));
}

TEST(Schema, SuggestsKeysThatAreNotThereYet) {
  EXPECT_THAT(faults("name: x\nprot: 1\n", kServer), ElementsAre("f:2:1: unknown key `prot`; did you mean `port`?"));
}

TEST(Schema, SaysWhatATypeShouldBe) {
  EXPECT_THAT(faults("name: x\nport: \"80\"\nopen: yes\nshare: 1x\ntags: a\nlinks: [a]\n", kServer),
              ElementsAre("f:2:7: port: must be a whole number; take the quotes away", "f:3:7: open: must be true or false",
                          "f:4:8: share: must be a number", "f:5:7: tags: must be a list", "f:6:8: links: must be a map (`key: value` lines)"));
  EXPECT_THAT(faults("name:\n", kServer), ElementsAre("f:1:1: name: is empty; must be text"));
}

TEST(Schema, ChecksListsTextAndNumbers) {
  EXPECT_THAT(faults("name: ''\nport: 0\nid: ABC\ntags: [a, a, toolong]\nlinks: {x-n: a, y: [b]}\n", kServer),
              ElementsAre("f:1:7: name: must not be empty", "f:2:7: port: must be at least 1", "f:3:5: id: does not have the form ^[a-z]+$",
                          "f:4:11: tags: `a` stands twice", "f:4:14: tags[2]: must have at most 3 characters",
                          "f:5:14: links.x-n: must be a whole number", "f:5:20: links.y: must be text"));
  EXPECT_THAT(faults("name: x\ntags: []\n", kServer), ElementsAre("f:2:7: tags: needs at least 1 item"));
  EXPECT_THAT(faults("name: x\ntags: [a, b, c, d]\n", kServer), ElementsAre("f:2:7: tags: takes at most 3 items"));
  EXPECT_THAT(faults("name: x\nid: abcdef\n", kServer), ElementsAre("f:2:5: id: must have at most 5 characters"));
}

TEST(Schema, ReportsTheAlternativeThatWasMeant) {
  EXPECT_THAT(faults("name: x\neither: {b: 1}\n", kServer), ElementsAre("f:2:10: either: unknown key `b`; known are a"));
  EXPECT_THAT(faults("name: x\neither: {a: b}\n", kServer), ElementsAre("f:2:13: either.a: must be a whole number"));
}

TEST(Schema, ASchemaWithoutItsDefinitionIsOurFault) { EXPECT_THROW(faults("a: 1", R"({"$ref": "#/definitions/none"})"), ConfigError); }

}  // namespace
}  // namespace caseway::formats
