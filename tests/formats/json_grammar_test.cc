// Our JSON grammar beside RapidJSON's: damaged documents get the same verdict, good ones the same events.
//
// Left out of the comparison, because RapidJSON differs from RFC 8259 or from us on purpose there: exponents that no double holds, NUL (its end of
// the text), \\uDC00-\\uDFFF alone (it takes them), duplicate keys (we refuse them).
#include <gtest/gtest.h>
#include <rapidjson/reader.h>

#include <random>

#include "formats/json_reader.h"

namespace caseway::formats {
namespace {

struct Theirs : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Theirs> {
  bool Null() { return put("null"); }
  bool Bool(bool truth) { return put(truth ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return put(std::string(text, length)); }
  bool String(const char* text, rapidjson::SizeType length, bool) { return put("'" + std::string(text, length)); }
  bool Key(const char* text, rapidjson::SizeType length, bool) { return put(":" + std::string(text, length)); }
  bool StartObject() { return put("{"); }
  bool EndObject(rapidjson::SizeType) { return put("}"); }
  bool StartArray() { return put("["); }
  bool EndArray(rapidjson::SizeType) { return put("]"); }
  bool put(const std::string& event) {
    events += event + "\n";
    return true;
  }
  std::string events;
};

class Ours : public JsonHandler {
 public:
  bool null(std::size_t) override { return put("null"); }
  bool boolean(bool truth, std::size_t) override { return put(truth ? "true" : "false"); }
  bool number(std::string_view text, std::size_t) override { return put(text); }
  bool string(std::string_view text, std::size_t) override { return put("'" + std::string(text)); }
  bool key(std::string_view text, std::size_t) override { return put(":" + std::string(text)); }
  bool start_object(std::size_t) override { return put("{"); }
  bool end_object(std::size_t) override { return put("}"); }
  bool start_array(std::size_t) override { return put("["); }
  bool end_array(std::size_t) override { return put("]"); }
  std::string events;

 private:
  bool put(std::string_view event) {
    events.append(event).append("\n");
    return true;
  }
};

constexpr std::string_view kPieces[] = {"{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "\"",
                                        "\\",
                                        "\\u",
                                        "\\n",
                                        "00e9",
                                        "\\uD83D\\uDE00",
                                        "0",
                                        "1",
                                        "-",
                                        ".",
                                        "e",
                                        "E+",
                                        "true",
                                        "nul",
                                        "null",
                                        "false",
                                        " ",
                                        "\n",
                                        "\t",
                                        "a",
                                        "\xC3\xA9",
                                        "\xFF",
                                        "/",
                                        "\"k\":",
                                        "\"text, longer than sixteen bytes\""};

const std::string kGood =
    R"({"a": [1.50, -0.0, 1e-3, true, false, null, "x\u00e9\n", "\uD83D\uDE00 and more text behind it"], "b": {}, "c": [[], [{}]],
  "long key of many characters": "a long text without any escape in it", "":	"" })";

std::string damaged(std::mt19937& random) {
  std::string text = kGood;
  for (std::size_t n = random() % 4; n > 0; --n) {
    const std::size_t at = random() % (text.size() + 1);
    const std::string_view piece = kPieces[random() % std::size(kPieces)];
    switch (random() % 3) {
      case 0:
        text.insert(at, piece);
        break;
      case 1:
        text.erase(at, random() % 3);
        break;
      default:
        text.replace(at, std::min<std::size_t>(1 + random() % 3, text.size() - at), piece);
    }
  }
  return text;
}

bool differs_on_purpose(const std::string& text, const Issues& issues) {
  for (const std::string_view half : {"\\uD", "\\ud", "\\u00D", "\\u00d"}) {
    if (text.find(half) != std::string::npos && text.find("\\uD83D\\uDE00") == std::string::npos) return true;
  }
  return !issues.empty() && (issues.all()[0].id == "json.duplicate_key" || issues.all()[0].id == "json.utf8");
}

TEST(JsonGrammar, IsThatOfRapidJson) {
  std::mt19937 random(7);
  std::size_t good = 0, bad = 0;
  for (int i = 0; i < 40'000; ++i) {
    const std::string text = damaged(random);
    Ours ours;
    Issues issues;
    const bool read = read_json(text, ours, Limits(), &Limits::json_bytes, issues);
    if (!read && differs_on_purpose(text, issues)) continue;
    Theirs theirs;
    rapidjson::Reader reader;
    rapidjson::StringStream stream(text.c_str());
    constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, theirs);
    if (result.Code() == rapidjson::kParseErrorNumberTooBig) continue;
    ASSERT_EQ(read, !result.IsError()) << text << "\n" << (issues.empty() ? "" : issues.all()[0].text) << " / " << result.Code();
    if (read) {
      ASSERT_EQ(ours.events, theirs.events) << text;
    }
    ++(read ? good : bad);
  }
  EXPECT_GT(good, 5'000u);
  EXPECT_GT(bad, 5'000u);
}

// The same text at every distance from the end: the scans take sixteen bytes a step where there are sixteen.
TEST(JsonGrammar, DoesNotDependOnWhereABlockEnds) {
  for (std::size_t length = 0; length < 70; ++length) {
    for (const std::string_view special : {"", "\\n", "\\u0041", "\\\""}) {
      for (std::size_t at = 0; at <= length; at += 3) {
        const std::string inner = std::string(at, 'x') + std::string(special) + std::string(length - at, 'y');
        const std::string text = "[" + std::string(length, ' ') + "\"" + inner + "\"" + std::string(at, '\n') + "]";
        Ours ours;
        Issues issues;
        ASSERT_TRUE(read_json(text, ours, Limits(), &Limits::json_bytes, issues)) << text;
        const std::string_view read = special.empty() ? "" : special == "\\n" ? "\n" : special == "\\\"" ? "\"" : "A";
        ASSERT_EQ(ours.events, "[\n'" + std::string(at, 'x') + std::string(read) + std::string(length - at, 'y') + "\n]\n");
      }
    }
  }
}

}  // namespace
}  // namespace caseway::formats
