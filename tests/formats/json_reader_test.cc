#include "formats/json_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "cpu_time.h"
#include "formats/any_json.h"

namespace caseway::formats {
namespace {

using namespace std::string_literals;

// The events as one line of text: `{a:1.50,b:[true]}` with offsets kept apart.
class Recorder : public JsonHandler {
 public:
  bool null(std::size_t at) override { return say("null ", at); }
  bool boolean(bool value, std::size_t at) override { return say(value ? "true " : "false ", at); }
  bool number(std::string_view text, std::size_t at) override { return say(std::string(text) + " ", at); }
  bool string(std::string_view text, std::size_t at) override { return say("'" + std::string(text) + "' ", at); }
  bool key(std::string_view text, std::size_t at) override { return say(std::string(text) + ": ", at); }
  bool start_object(std::size_t at) override { return say("{ ", at); }
  bool end_object(std::size_t at) override { return say("} ", at); }
  bool start_array(std::size_t at) override { return say("[ ", at); }
  bool end_array(std::size_t at) override { return say("] ", at); }

  std::string events;
  std::vector<std::size_t> offsets;
  std::string stop_at;

 private:
  bool say(const std::string& event, std::size_t at) {
    events += event;
    offsets.push_back(at);
    return event != stop_at;
  }
};

const Limits kLimits;

TEST(JsonReader, GivesEveryEventWithItsPlace) {
  const std::string text = R"({"a": [1.50, -0.0, 1e-3, true, false, null, "x\u00e9\n"], "b": {}, "": ""})";
  Recorder recorder;
  Issues issues;
  ASSERT_TRUE(read_json(text, recorder, kLimits, &Limits::json_bytes, issues));
  EXPECT_EQ(recorder.events, "{ a: [ 1.50 -0.0 1e-3 true false null 'x\xC3\xA9\n' ] b: { } : '' } ");
  for (const char* token : {"{", "\"a\"", "[", "1.50", "-0.0", "1e-3", "true", "false", "null", "\"x", "]", "\"b\"", "{}", "}", "\"\"", "\"\""}) {
    static std::size_t next = 0;
    ASSERT_LT(next, recorder.offsets.size());
    EXPECT_EQ(text.compare(recorder.offsets[next], std::string_view(token).size(), token), 0) << token;
    ++next;
  }
}

TEST(JsonReader, TakesABomAndCountsPlacesWithIt) {
  Recorder recorder;
  Issues issues;
  ASSERT_TRUE(read_json("\xEF\xBB\xBF [1]", recorder, kLimits, &Limits::json_bytes, issues));
  EXPECT_EQ(recorder.offsets, (std::vector<std::size_t>{4, 5, 6}));
}

TEST(JsonReader, KeepsTheTextOfNumbers) {
  for (const char* number :
       {"0", "-1", "1.0", "1.00", "0.010", "1E-22", "0.0000000000000000000001", "123456789012345678901234567890", "-0.0", "1e+5"}) {
    Recorder recorder;
    Issues issues;
    EXPECT_TRUE(read_json(number, recorder, kLimits, &Limits::json_bytes, issues)) << number;
    EXPECT_EQ(recorder.events, number + " "s);
  }
}

TEST(JsonReader, TakesNumbersThatNoDoubleHolds) {
  const std::string text =
      R"({"a": [1, "1e999 \"1e5\" \\", {"b": null}], "1e777": 1e400, "c": [-2.5E+1000, 1e99999999999999999999, 3e2], "d": true, "e": {}, "f": []})";
  Recorder recorder;
  Issues issues;
  ASSERT_TRUE(read_json(text, recorder, kLimits, &Limits::json_bytes, issues));
  EXPECT_TRUE(issues.empty());
  EXPECT_EQ(recorder.events,
            "{ a: [ 1 '1e999 \"1e5\" \\' { b: null } ] 1e777: 1e400 c: [ -2.5E+1000 1e99999999999999999999 3e2 ] d: true e: { } f: [ ] } ");
  Recorder stopped;
  stopped.stop_at = "-2.5E+1000 ";
  EXPECT_FALSE(read_json(text, stopped, kLimits, &Limits::json_bytes, issues));
  EXPECT_TRUE(stopped.events.ends_with("c: [ -2.5E+1000 "));
}

TEST(JsonReader, ChecksWhatFollowsANumberThatNoDoubleHolds) {
  for (const auto& [text, id] : {std::pair{"[1e400, 01]", "json.syntax"},
                                 {R"({"a":1e400,"a":1})", "json.duplicate_key"},
                                 {"[1e400", "json.syntax"},
                                 {"[1e]", "json.syntax"},
                                 {"[1e400e3]", "json.syntax"}}) {
    AnyJson handler;
    Issues issues;
    EXPECT_FALSE(read_json(text, handler, kLimits, &Limits::json_bytes, issues)) << text;
    ASSERT_EQ(issues.all().size(), 1u) << text;
    EXPECT_EQ(issues.all()[0].id, id) << text;
  }
}

TEST(JsonReader, PairsOfSurrogatesAreOneCharacter) {
  Recorder recorder;
  Issues issues;
  ASSERT_TRUE(read_json(R"(["\uD83D\uDE00"])", recorder, kLimits, &Limits::json_bytes, issues));
  EXPECT_EQ(recorder.events, "[ '\xF0\x9F\x98\x80' ] ");
}

TEST(JsonReader, StopsWhenTheHandlerSaysSo) {
  Recorder recorder;
  recorder.stop_at = "2 ";
  Issues issues;
  EXPECT_FALSE(read_json("[1,2,3]", recorder, kLimits, &Limits::json_bytes, issues));
  EXPECT_EQ(recorder.events, "[ 1 2 ");
  EXPECT_TRUE(issues.empty());
}

struct Refusal {
  const char* name;
  std::string bytes;
  const char* id;
  std::uint32_t line;
  std::uint32_t column;
};

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string many_keys(std::size_t count, const std::string& last) {
  std::string out = "{";
  for (std::size_t i = 0; i < count; ++i) out += "\"key" + std::to_string(i) + "\":0,";
  return out + "\"" + last + "\":0}";
}

const Refusal kRefusals[] = {
    {"nothing", "", "json.empty", 0, 0},
    {"blank", " \r\n\t", "json.empty", 0, 0},
    {"bom_only", "\xEF\xBB\xBF", "json.empty", 0, 0},
    {"cut_object", "{\"a\":1", "json.syntax", 1, 7},
    {"cut_string", "[\"a", "json.syntax", 1, 4},
    {"trailing_comma", "[1,]", "json.syntax", 1, 4},
    {"comment", "[1 /* c */]", "json.syntax", 1, 4},
    {"line_comment", "// c\n[]", "json.syntax", 1, 1},
    {"single_quotes", "{'a':1}", "json.syntax", 1, 2},
    {"bare_key", "{a:1}", "json.syntax", 1, 2},
    {"two_documents", "{}\n{}", "json.syntax", 2, 1},
    {"text_behind", "[] x", "json.syntax", 1, 4},
    {"nul_behind", "[]\0"s, "json.syntax", 1, 3},
    {"nul_and_more_behind", "[]\0[]"s, "json.syntax", 1, 3},
    {"nul_in_string", "[\"a\0b\"]"s, "json.syntax", 1, 4},
    {"nul_first", "\0[]"s, "json.syntax", 1, 1},
    {"raw_tab", "[\"a\tb\"]", "json.syntax", 1, 4},
    {"raw_newline", "[\"a\nb\"]", "json.syntax", 1, 4},
    {"bad_escape", "[\"\\x\"]", "json.syntax", 1, 3},
    {"nan", "[NaN]", "json.syntax", 1, 2},
    {"infinity", "[-Infinity]", "json.syntax", 1, 3},
    {"leading_zero", "[01]", "json.syntax", 1, 3},
    {"plus", "[+1]", "json.syntax", 1, 2},
    {"no_fraction", "[1.]", "json.syntax", 1, 4},
    {"hex", "[0x10]", "json.syntax", 1, 3},
    {"long_number", "[" + repeat("9", 100'000) + "]", "limit.number_chars", 1, 2},
    {"long_fraction", "[0." + repeat("3", 100) + "]", "limit.number_chars", 1, 2},
    {"invalid_utf8", "[\"\xFF\"]", "json.utf8", 1, 3},
    {"overlong_utf8", "[\"\xC0\xAF\"]", "json.utf8", 1, 3},
    {"surrogate_in_utf8", "[\"\xED\xA0\x80\"]", "json.utf8", 1, 3},
    {"utf16", "\xFF\xFE[\0]\0"s, "json.utf8", 1, 1},
    {"high_surrogate_alone", R"(["\uD800"])", "json.utf8", 1, 3},
    {"low_surrogate_alone", R"(["\uDC00"])", "json.utf8", 1, 3},
    {"surrogates_turned_round", R"(["\uDE00\uD83D"])", "json.utf8", 1, 3},
    {"low_surrogate_in_key", R"({"\uDC00":1})", "json.utf8", 1, 3},
    {"duplicate_key", R"({"a":1,"b":2,"a":3})", "json.duplicate_key", 1, 14},
    {"duplicate_key_by_escape", R"({"a":1,"\u0061":3})", "json.duplicate_key", 1, 8},
    {"duplicate_resource_type", "{\"resourceType\":\"Patient\",\n \"resourceType\":\"Bundle\"}", "json.duplicate_key", 2, 2},
    {"duplicate_among_many", many_keys(100'000, "key77777"), "json.duplicate_key", 1, 1'288'892},
    {"duplicate_deep_inside", "[{\"x\":{\"a\":{},\"a\":[]}}]", "json.duplicate_key", 1, 15},
    {"deep_by_one", repeat("[", 101), "limit.depth", 1, 101},
    {"deep_objects", repeat("{\"a\":", 101), "limit.depth", 1, 501},
    {"very_deep", repeat("[", 200'000), "limit.depth", 1, 101},
    {"a_million_deep", repeat("[", 1'000'000), "limit.depth", 1, 101},
    {"long_key", "{\"" + repeat("k", 257) + "\":1}", "limit.name_bytes", 1, 2},
    {"many_values", "[" + repeat("0,", 500'000) + "0]", "limit.nodes", 1, 1'000'000},
};

class JsonRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(JsonRefusal, HasOneIssueWithItsPlaceAndIsFast) {
  const Refusal& refusal = GetParam();
  AnyJson handler;
  Issues issues;
  const double start = cpu_milliseconds();
  EXPECT_FALSE(read_json(refusal.bytes, handler, kLimits, &Limits::json_bytes, issues));
  EXPECT_LT(cpu_milliseconds() - start, 2000);
  ASSERT_EQ(issues.all().size(), 1u);
  const Issue& issue = issues.all()[0];
  EXPECT_EQ(issue.id, refusal.id);
  EXPECT_EQ(issue.severity, Severity::fatal);
  EXPECT_EQ(issue.place.line, refusal.line);
  EXPECT_EQ(issue.place.column, refusal.column);
  EXPECT_FALSE(issue.text.empty());
}

INSTANTIATE_TEST_SUITE_P(Hostile, JsonRefusal, testing::ValuesIn(kRefusals), [](const auto& info) { return std::string(info.param.name); });

struct Acceptance {
  const char* name;
  std::string bytes;
};
const Acceptance kAccepted[] = {
    {"deepest", repeat("[", 100) + repeat("]", 100)},
    {"longest_key", "{\"" + repeat("k", 256) + "\":1}"},
    {"longest_number", repeat("1", 64)},
    {"most_values", "[" + repeat("0,", 499'998) + "0]"},
    {"many_keys", many_keys(100'000, "last")},
    {"same_key_in_siblings", R"([{"a":1},{"a":1,"b":{"a":2}},{"a":1}])"},
    {"ten_mebibytes_of_string", "[\"" + repeat("x", (10u << 20) - 4) + "\"]"},
    {"keys_that_are_prefixes", R"({"a":1,"aa":1,"":1,"aaa":1})"},
};

class JsonAcceptance : public testing::TestWithParam<Acceptance> {};

TEST_P(JsonAcceptance, IsWithinTheLimits) {
  AnyJson handler;
  Issues issues;
  const double start = cpu_milliseconds();
  EXPECT_TRUE(read_json(GetParam().bytes, handler, kLimits, &Limits::json_bytes, issues));
  EXPECT_LT(cpu_milliseconds() - start, 2000);
  EXPECT_TRUE(issues.empty());
}

INSTANTIATE_TEST_SUITE_P(AtTheLimit, JsonAcceptance, testing::ValuesIn(kAccepted), [](const auto& info) { return std::string(info.param.name); });

TEST(JsonReader, RefusesTooManyBytesBeforeLookingAtThem) {
  AnyJson handler;
  Issues issues;
  Limits limits;
  limits.json_bytes = 4;
  EXPECT_FALSE(read_json("[1,2]", handler, limits, &Limits::json_bytes, issues));
  ASSERT_EQ(issues.all().size(), 1u);
  EXPECT_EQ(issues.all()[0].id, "limit.json_bytes");
}

// Fast scanners look at many characters at once: RapidJSON's let U+001A to U+001F pass where its vectors begin.
TEST(JsonReader, RefusesControlCharactersWhereverTheyStand) {
  for (char c = 0; c < ' '; ++c) {
    for (std::size_t before = 0; before < 70; ++before) {
      const std::string text = repeat("x", before) + c + "xxx";
      for (const std::string& document : {"[\"" + text + "\"]", "{\"" + text + "\":0}"}) {
        AnyJson handler;
        Issues issues;
        EXPECT_FALSE(read_json(document, handler, kLimits, &Limits::json_bytes, issues)) << int{c} << " behind " << before;
        ASSERT_EQ(issues.all().size(), 1u);
        EXPECT_EQ(issues.all()[0].id, "json.syntax");
        EXPECT_EQ(issues.all()[0].place.column, before + 3);
      }
    }
  }
}

TEST(JsonReader, NeverQuotesTheDocument) {
  for (const Refusal& refusal : kRefusals) {
    AnyJson handler;
    Issues issues;
    read_json("{\"Jane Roe\":" + refusal.bytes, handler, kLimits, &Limits::json_bytes, issues);
    for (const Issue& issue : issues.all()) EXPECT_EQ(issue.text.find("Jane"), std::string::npos) << refusal.name;
  }
}

}  // namespace
}  // namespace caseway::formats
