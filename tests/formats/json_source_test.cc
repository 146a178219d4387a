#include "formats/json_source.h"

#include <gtest/gtest.h>

#include <vector>

namespace caseway::formats {
namespace {

struct Read {
  std::vector<JsonRecord> records;
  Issues issues;
  bool good = false;
};

Read read(std::string_view text, const JsonShape& shape = {}) {
  Read made;
  made.good = read_json_records(text, shape, Limits(), made.issues, [&](JsonRecord record) { made.records.push_back(std::move(record)); });
  return made;
}

// "POINTER LINE:COLUMN VALUE" of each leaf.
std::vector<std::string> leaves(const XmlSource& source) {
  std::vector<std::string> lines;
  for (std::uint32_t leaf = 0; leaf < source.leaves(); ++leaf) {
    const auto node = source.node_of_leaf(leaf);
    const auto place = source.place(node);
    lines.push_back(place.path + " " + std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                    std::string(source.value(source.node(node))));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(JsonSource, EveryScalarIsALeafWithAPointerAndAPlace) {
  const auto made = read("{\n \"a\": 1.50,\n \"b/c~\": [\"ü\", null, {\"d\": true}],\n \"e\": [[1], [2, 3]],\n \"f\": [], \"g\": {} }");
  ASSERT_TRUE(made.good);
  ASSERT_EQ(made.records.size(), 1u);
  EXPECT_EQ(leaves(*made.records[0].source),
            (Lines{"/a 2:7 1.50", "/b~1c~0/0 3:11 ü", "/b~1c~0/1 3:16 ", "/b~1c~0/2/d 3:28 true", "/e/0/0 4:9 1", "/e/1/0 4:14 2", "/e/1/1 4:17 3"}));
}

TEST(JsonSource, AnArrayAtTheTopIsOneDocumentOrManyRecords) {
  constexpr std::string_view kText = "[{\"a\": 1},\n {\"a\": 2}]";
  EXPECT_EQ(leaves(*read(kText).records.at(0).source), (Lines{"/0/a 1:8 1", "/1/a 2:8 2"}));
  const auto made = read(kText, {true, ""});
  ASSERT_EQ(made.records.size(), 2u);
  EXPECT_EQ(leaves(*made.records[1].source), (Lines{"/1/a 2:8 2"}));
  EXPECT_EQ(made.records[1].text, "{\"a\": 2}");
  EXPECT_EQ(made.records[1].base, 0u);
}

TEST(JsonSource, APageGoesWithItsFirstAndItsLastRecord) {
  const auto made = read("{\"total\": 2, \"contents\": [{\"a\": 1}, {\"a\": 2}], \"last\": true}", {true, "contents"});
  ASSERT_EQ(made.records.size(), 2u);
  EXPECT_EQ(leaves(*made.records[0].source), (Lines{"/total 1:11 2", "/contents/0/a 1:33 1"}));
  EXPECT_EQ(leaves(*made.records[1].source), (Lines{"/contents/1/a 1:43 2", "/last 1:56 true"}));
  EXPECT_EQ(made.records[0].text, "{\"a\": 1}");
  EXPECT_EQ(made.records[1].text, "{\"a\": 2}");
  EXPECT_EQ(read("{\"total\": 0, \"contents\": []}", {true, "contents"}).records.at(0).base, XmlNode::kNone);
  EXPECT_EQ(read("{\"a\": 1}", {true, "contents"}).records.at(0).base, 0u) << "no page: the record itself";
}

TEST(JsonSource, LinesAreRecordsEachForItself) {
  const auto made = read("{\"a\": 1}\r\n\n{\"a\": }\n{\"a\": 3}", {true, ""});
  EXPECT_FALSE(made.good);
  ASSERT_EQ(made.records.size(), 2u);
  EXPECT_EQ(leaves(*made.records[1].source), (Lines{"/a 4:7 3"}));
  ASSERT_EQ(made.issues.all().size(), 1u);
  EXPECT_EQ(made.issues.all()[0].id, "json.syntax");
  EXPECT_EQ(made.issues.all()[0].place.line, 3u);
}

TEST(JsonSource, AMemberThatStandsTwiceIsRefused) {
  const auto made = read("{\"a\": 1, \"a\": 2}");
  EXPECT_FALSE(made.good);
  EXPECT_TRUE(made.records.empty());
  EXPECT_EQ(made.issues.all().at(0).id, "json.duplicate_key");
}

TEST(JsonSource, TheHeadOfATextIsATreeToo) {
  JsonRecord first;
  ASSERT_TRUE(read_json_head("{\"total\": 3, \"contents\": [{\"a\": {\"b\": 1, \"c\": \"cut o", {true, "contents"}, Limits(), first));
  EXPECT_EQ(leaves(*first.source), (Lines{"/total 1:11 3", "/contents/0/a/b 1:39 1"}));
  EXPECT_EQ(first.source->node(first.base).end, first.source->nodes().size());
  EXPECT_FALSE(read_json_head("no json", {}, Limits(), first));
}

}  // namespace
}  // namespace caseway::formats
