#include "formats/config_node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace caseway::formats {
namespace {

using Kind = ConfigNode::Kind;

std::string refusal(std::string_view text) {
  try {
    read_config(text, "f.yaml");
  } catch (const ConfigError& e) {
    return e.what();
  }
  return "";
}

TEST(ConfigNode, KeepsScalarsAsWritten) {
  const ConfigNode node = read_config("a: 01\nb: \"01\"\nc: no\nd: 1.50\ne:\nf: ''\n", "f.yaml");
  EXPECT_EQ(node.text("a"), "01");
  EXPECT_FALSE(node.find("a")->quoted);
  EXPECT_EQ(node.text("b"), "01");
  EXPECT_TRUE(node.find("b")->quoted);
  EXPECT_EQ(node.text("c"), "no");
  EXPECT_EQ(node.text("d"), "1.50");
  EXPECT_EQ(node.find("e")->kind, Kind::null);
  EXPECT_EQ(node.find("f")->kind, Kind::scalar);
  EXPECT_EQ(node.find("g"), nullptr);
  EXPECT_EQ(node.text("g", "otherwise"), "otherwise");
}

TEST(ConfigNode, KnowsWhereEveryKeyAndValueStands) {
  const ConfigNode node = read_config("# comment\nhttp:\n  port: 8480\n  names: [é, b]\n", "f.yaml");
  const ConfigNode* http = node.find("http");
  ASSERT_NE(http, nullptr);
  EXPECT_EQ(http->key_at.line, 2u);
  const ConfigNode* port = http->find("port");
  EXPECT_EQ(port->key_at.line, 3u);
  EXPECT_EQ(port->key_at.column, 3u);
  EXPECT_EQ(port->at.line, 3u);
  EXPECT_EQ(port->at.column, 9u);
  const ConfigNode& second = http->find("names")->items.at(1);
  EXPECT_EQ(second.at.line, 4u);
  EXPECT_EQ(second.at.column, 14u) << "columns count characters, not bytes";
}

TEST(ConfigNode, ReadsJson) {
  const ConfigNode node = read_config(R"({"name":"x", "list":[1, true, null], "deep": {"a": {}}})", "f.json");
  EXPECT_EQ(node.text("name"), "x");
  EXPECT_EQ(node.find("list")->items.size(), 3u);
  EXPECT_EQ(node.find("list")->items[2].kind, Kind::null);
  EXPECT_EQ(node.find("deep")->find("a")->kind, Kind::map);
}

TEST(ConfigNode, RefusesDuplicateKeysWithTheirPlace) {
  EXPECT_EQ(refusal("a: 1\nb:\n  c: 1\n  c: 2\n"), "f.yaml:4:3: `c` stands twice in the same map");
  EXPECT_EQ(refusal("a: &x {c: 1}\nb: *x\nc: 2\n"), "") << "the same key in another map is fine";
}

TEST(ConfigNode, ExpandsAliasesWithinReason) {
  const ConfigNode node = read_config("a: &x {c: [1, 2]}\nb: *x\n", "f.yaml");
  EXPECT_EQ(node.find("b")->find("c")->items.at(1).scalar, "2");
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) laughs += ", " + before;
    laughs += "]\n";
  }
  EXPECT_THAT(refusal(laughs), testing::HasSubstr("too large once its aliases are expanded"));
  EXPECT_THAT(refusal("a: &x [*x]\n"), testing::HasSubstr("inside the value that it repeats"));
}

TEST(ConfigNode, RefusesWhatNobodyMeant) {
  EXPECT_THAT(refusal("a: [1\nb: 2"), testing::StartsWith("f.yaml:"));
  EXPECT_THAT(refusal("a: 1\n---\nb: 2\n"), testing::HasSubstr("several documents"));
  EXPECT_THAT(refusal("a: !!binary aGk=\n"), testing::HasSubstr("tags"));
  EXPECT_THAT(refusal("? [a, b]\n: 1\n"), testing::HasSubstr("key"));
  EXPECT_THAT(refusal("a: \xff\n"), testing::HasSubstr("UTF-8"));
  EXPECT_THAT(refusal(std::string(200, '[') + std::string(200, ']')), testing::HasSubstr("levels deep"));
  EXPECT_THAT(refusal(std::string((4u << 20) + 1, ' ')), testing::HasSubstr("4 MiB"));
  EXPECT_EQ(read_config("", "f.yaml").kind, Kind::null);
}

TEST(ConfigNode, FlagsAreTrueOrFalse) {
  const ConfigNode node = read_config("a: true\nb: false\nc: yes\n", "f.yaml");
  EXPECT_TRUE(node.flag("a"));
  EXPECT_FALSE(node.flag("b", true));
  EXPECT_TRUE(node.flag("d", true));
  EXPECT_THROW(node.flag("c"), ConfigError);
}

TEST(ConfigFile, SaysWhatIsWrongWithTheFile) {
  EXPECT_THROW(read_config_file("no-such-file.yaml"), ConfigError);
  EXPECT_THROW(read_config_file(std::filesystem::temp_directory_path().string()), ConfigError);
  const std::string path = (std::filesystem::temp_directory_path() / "caseway_config_node_test.yaml").string();
  std::ofstream(path) << "\xef\xbb\xbf"
                      << "a: b\n";
  EXPECT_EQ(read_config_file(path).text("a"), "b") << "a BOM is no content";
  std::filesystem::remove(path);
}

TEST(Nearest, FindsSlipsAndNothingElse) {
  const std::vector<std::string_view> known{"port", "address", "key_file", "idle_timeout_ms"};
  EXPECT_EQ(nearest("prot", known), "port");
  EXPECT_EQ(nearest("adress", known), "address");
  EXPECT_EQ(nearest("Port", known), "port");
  EXPECT_EQ(nearest("idle_timeout", known), "idle_timeout_ms");
  EXPECT_EQ(nearest("colour", known), "");
  EXPECT_EQ(nearest("", known), "");
  EXPECT_EQ(nearest("xy", {"ab"}), "");
}

}  // namespace
}  // namespace caseway::formats
