#include "formats/json_writer.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::formats {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatMustBeAndNothingElse) {
  EXPECT_EQ(quoted(""), R"("")");
  EXPECT_EQ(quoted("plain / text"), R"("plain / text")");
  EXPECT_EQ(quoted("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
  EXPECT_EQ(quoted(std::string_view("a\0b\x1f", 4)), R"("a\u0000b\u001f")");
  EXPECT_EQ(quoted("\x7f \xC3\xA9 \xF0\x9F\x98\x80"), "\"\x7f \xC3\xA9 \xF0\x9F\x98\x80\"");
}

TEST(JsonWriter, WritesReadableText) {
  std::string out;
  JsonWriter w(out, 2);
  w.object().field("total", 12).key("issues").array();
  w.object().field("id", "csv.nul").field("ok", true).end();
  w.value(std::uint64_t{18446744073709551615u}).null().raw("1.50").end();
  w.key("empty").array().end().key("none").object().end().end();
  EXPECT_EQ(out, R"({
  "total": 12,
  "issues": [
    {
      "id": "csv.nul",
      "ok": true
    },
    18446744073709551615,
    null,
    1.50
  ],
  "empty": [],
  "none": {}
})");
}

TEST(JsonWriter, WritesOneLine) {
  std::string out;
  JsonWriter w(out, 0);
  w.object().field("a", -1).key("b").array().value("x").value(false).end().end();
  EXPECT_EQ(out, R"({"a":-1,"b":["x",false]})");
}

}  // namespace
}  // namespace caseway::formats
