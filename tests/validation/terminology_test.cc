#include "validation/terminology.h"

#include <gtest/gtest.h>

#include <thread>

#include "formats/cpu_time.h"
#include "validation/package_folder.h"

namespace caseway::validation {
namespace {

constexpr std::string_view kAnimals = R"({"resourceType":"CodeSystem","url":"http://example.org/animals","status":"active","content":"complete",
  "hierarchyMeaning":"is-a","concept":[
    {"code":"animal","display":"Animal","property":[{"code":"notSelectable","valueBoolean":true}],"concept":[
      {"code":"dog","display":"Dog","designation":[{"value":"Hound"}],"property":[{"code":"legs","valueInteger":4}],
       "concept":[{"code":"poodle","property":[{"code":"legs","valueInteger":4},{"code":"status","valueCode":"retired"}]}]},
      {"code":"hen","property":[{"code":"legs","valueInteger":2}]}]},
    {"code":"swimmer","property":[{"code":"child","valueCode":"poodle"}]}]})";

constexpr std::string_view kFragment = R"({"resourceType":"CodeSystem","url":"http://example.org/big","status":"active","content":"fragment",
  "concept":[{"code":"a"},{"code":"b"}]})";

// A terminology over one package that holds the two code systems and the value sets vs0, vs1, ... with these members of theirs.
class Asked {
 public:
  explicit Asked(const std::vector<std::string>& value_sets) {
    PackageFolder folder("terms");
    folder.file("CodeSystem-animals.json", kAnimals).file("CodeSystem-big.json", kFragment);
    for (std::size_t i = 0; i < value_sets.size(); ++i) {
      folder.file("ValueSet-" + std::to_string(i) + ".json",
                  R"({"resourceType":"ValueSet","status":"active","url":")" + url(i) + "\"," + value_sets[i] + "}");
    }
    auto packages = std::make_shared<Packages>();
    Issues issues;
    EXPECT_TRUE(packages->add(folder.path(), issues)) << ids_of(issues);
    for (std::size_t i = 0; i < value_sets.size(); ++i) EXPECT_NE(packages->value_set(url(i)), nullptr) << "value set " << i;
    EXPECT_NE(packages->code_system("http://example.org/animals"), nullptr);
    EXPECT_NE(packages->code_system("http://example.org/big"), nullptr);
    EXPECT_EQ(ids_of(packages->faults()), "");
    terminology = std::make_unique<Terminology>(packages);
  }
  static std::string url(std::size_t i) { return "http://example.org/vs" + std::to_string(i); }

  // "yn?": the answers for the codes in turn.
  std::string answers(std::string_view system, const std::vector<std::string>& codes, std::size_t value_set = 0) const {
    std::string said;
    for (const std::string& code : codes) said += "ny?"[static_cast<std::size_t>(terminology->contains(url(value_set), system, code))];
    return said;
  }
  std::unique_ptr<Terminology> terminology;
};

constexpr std::string_view kOf = "http://example.org/animals";
const std::vector<std::string> kCodes = {"animal", "dog", "poodle", "hen", "swimmer", "cat"};

std::string include(std::string_view rest) { return R"("compose":{"include":[{"system":"http://example.org/animals")" + std::string(rest) + "}]}"; }
std::string filter(std::string_view property, std::string_view op, std::string_view value) {
  return include(R"(,"filter":[{"property":")" + std::string(property) + R"(","op":")" + std::string(op) + R"(","value":")" + std::string(value) +
                 R"("}])");
}

TEST(Terminology, KnowsListedCodesAndWholeSystems) {
  const Asked asked({include(R"(,"concept":[{"code":"dog"},{"code":"unicorn"}])"), include("")});
  EXPECT_EQ(asked.answers(kOf, kCodes), "nynnnn");
  EXPECT_EQ(asked.answers(kOf, {"unicorn"}), "y") << "what is listed is in, whatever the code system says";
  EXPECT_EQ(asked.answers(kOf, kCodes, 1), "nyyyyn") << "an abstract code is not to be used";
  EXPECT_EQ(asked.answers("http://example.org/other", {"dog"}), "n");
  EXPECT_EQ(asked.terminology->contains("http://example.org/missing", kOf, "dog"), Answer::unknown);
}

TEST(Terminology, AppliesEveryFilter) {
  const struct {
    const char* property;
    const char* op;
    const char* value;
    const char* answers;  // for kCodes
  } cases[] = {{"concept", "is-a", "dog", "nyynnn"},
               {"concept", "is-a", "animal", "nyyynn"},
               {"concept", "is-a", "swimmer", "nnynyn"},
               {"concept", "descendent-of", "dog", "nnynnn"},
               {"concept", "is-not-a", "dog", "nnnyyn"},
               {"concept", "generalizes", "poodle", "nyynyn"},
               {"code", "=", "hen", "nnnynn"},
               {"code", "in", "hen, dog", "nynynn"},
               {"code", "not-in", "hen,dog", "nnynyn"},
               {"code", "regex", "[dh].*", "nynynn"},
               {"legs", "=", "4", "nyynnn"},
               {"legs", "exists", "true", "nyyynn"},
               {"legs", "exists", "false", "nnnnyn"},
               {"display", "=", "Dog", "nynnnn"},
               {"parent", "=", "animal", "nynynn"},
               {"code", "regex", "(", "n????n"},
               {"legs", "newer-op", "4", "n????n"},
               {"concept", "is-a", "nobody", "nnnnnn"}};
  for (const auto& c : cases) {
    const Asked asked({filter(c.property, c.op, c.value)});
    EXPECT_EQ(asked.answers(kOf, kCodes), c.answers) << c.property << ' ' << c.op << ' ' << c.value;
  }
}

TEST(Terminology, ExcludesAndLeavesOutWhatIsInactive) {
  const Asked asked({R"("compose":{"include":[{"system":"http://example.org/animals"}],
                        "exclude":[{"system":"http://example.org/animals","concept":[{"code":"hen"}]}]})",
                     R"("compose":{"inactive":false,"include":[{"system":"http://example.org/animals"}]})"});
  EXPECT_EQ(asked.answers(kOf, kCodes), "nyynyn");
  EXPECT_EQ(asked.answers(kOf, kCodes, 1), "nynyyn") << "the poodle is retired";
}

TEST(Terminology, UnitesValueSetsOfDifferentRulesAndIntersectsThoseOfOne) {
  const Asked asked({R"("compose":{"include":[{"valueSet":["http://example.org/vs2"]},{"valueSet":["http://example.org/vs3"]}]})",
                     R"("compose":{"include":[{"valueSet":["http://example.org/vs2","http://example.org/vs3"]}]})", filter("legs", "=", "4"),
                     filter("concept", "is-a", "swimmer"),
                     R"("compose":{"include":[{"valueSet":["http://example.org/missing"]},{"valueSet":["http://example.org/vs2"]}]})"});
  EXPECT_EQ(asked.answers(kOf, kCodes), "nyynyn");
  EXPECT_EQ(asked.answers(kOf, kCodes, 1), "nnynnn");
  EXPECT_EQ(asked.answers(kOf, kCodes, 4), "?yy???") << "a value set that is not here proves nothing";
}

TEST(Terminology, SaysUnknownWhereContentIsMissing) {
  const Asked asked({R"("compose":{"include":[{"system":"http://example.org/big"}]})",
                     R"("compose":{"include":[{"system":"http://snomed.info/sct"}]})",
                     R"("compose":{"include":[{"system":"http://example.org/big","version":"7"}]})"});
  EXPECT_EQ(asked.answers("http://example.org/big", {"a", "z"}), "y?");
  EXPECT_EQ(asked.answers("http://snomed.info/sct", {"73211009"}, 1), "?");
  EXPECT_EQ(asked.answers("http://example.org/big", {"a"}, 2), "?") << "another version than the one here";
  EXPECT_EQ(asked.terminology->exists("http://example.org/big", "a"), Answer::yes);
  EXPECT_EQ(asked.terminology->exists("http://example.org/big", "z"), Answer::unknown);
  EXPECT_EQ(asked.terminology->exists(kOf, "cat"), Answer::no);
  EXPECT_EQ(asked.terminology->exists("http://loinc.org", "8302-2"), Answer::unknown);
}

TEST(Terminology, UsesAnExpansionWhereTheRulesLeaveItOpen) {
  const std::string elsewhere = R"("compose":{"include":[{"system":"http://example.org/elsewhere"}]},"expansion":{"timestamp":"2026-01-01",)";
  const std::string contains =
      R"("contains":[{"system":"http://example.org/elsewhere","code":"1","contains":[{"system":"http://example.org/elsewhere","code":"2"}]}]})";
  const Asked asked({elsewhere + R"("total":2,)" + contains, elsewhere + R"("total":900,)" + contains,
                     elsewhere + R"("parameter":[{"name":"limitedExpansion","valueBoolean":true}],)" + contains,
                     R"("expansion":{"timestamp":"2026-01-01",)" + contains});
  const std::vector<std::string> codes = {"1", "2", "3"};
  EXPECT_EQ(asked.answers("http://example.org/elsewhere", codes, 0), "yyn");
  EXPECT_EQ(asked.answers("http://example.org/elsewhere", codes, 1), "yy?") << "a part of it";
  EXPECT_EQ(asked.answers("http://example.org/elsewhere", codes, 2), "yy?") << "a part of it";
  EXPECT_EQ(asked.answers("http://example.org/elsewhere", codes, 3), "yyn") << "without compose";
  EXPECT_EQ(asked.answers("", codes, 3), "yyn");
}

TEST(Terminology, TakesACodeAloneFromAnySystem) {
  const Asked asked(
      {R"("compose":{"include":[{"system":"http://example.org/animals"},{"system":"http://example.org/colours","concept":[{"code":"red"}]}]})",
       R"("compose":{"include":[{"valueSet":["http://example.org/vs0"]}],"exclude":[{"system":"http://example.org/animals"}]})",
       R"("compose":{"include":[{"valueSet":["http://example.org/missing"]}]})"});
  EXPECT_EQ(asked.answers("", {"dog", "red", "blue"}), "yyn");
  EXPECT_EQ(asked.answers("", {"dog", "red", "blue"}, 1), "nyn") << "excluded from one system, not from the other";
  EXPECT_EQ(asked.answers("", {"dog"}, 2), "?");
}

TEST(Terminology, EndsWhereValueSetsGoInCircles) {
  const Asked asked({R"("compose":{"include":[{"valueSet":["http://example.org/vs1"]},{"system":"s","concept":[{"code":"a"}]}]})",
                     R"("compose":{"include":[{"valueSet":["http://example.org/vs0"]},{"system":"s","concept":[{"code":"b"}]}]})",
                     R"("compose":{"include":[{"valueSet":["http://example.org/vs2"]}]})"});
  EXPECT_EQ(asked.answers("s", {"a", "b", "c"}, 0), "yy?");
  EXPECT_EQ(asked.answers("s", {"a", "b", "c"}, 1), "yy?") << "whichever is asked first";
  EXPECT_EQ(asked.answers("", {"a", "b", "c"}, 0), "yy?");
  EXPECT_EQ(asked.answers("s", {"a"}, 2), "?");
}

// Every value set includes all that come after it, twice: each is asked once.
TEST(Terminology, AsksEachOfManyNestedValueSetsOnce) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < 60; ++i) {
    std::string rules;
    for (std::size_t k = i + 1; k < 60; ++k) {
      const std::string one = R"({"valueSet":[")" + Asked::url(k) + "\"]},";
      rules += one + one;
    }
    sets.push_back(R"("compose":{"include":[)" + rules + R"({"system":"s","concept":[{"code":"c)" + std::to_string(i) + R"("}]}]})");
  }
  const Asked asked(sets);
  EXPECT_EQ(asked.answers("s", {"c59", "other"}), "yn");
}

TEST(Terminology, SaysUnknownBelowAHundredNestedValueSets) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < 150; ++i) {
    sets.push_back(R"("compose":{"include":[{"valueSet":[")" + Asked::url(i + 1) + R"("]},{"system":"s","concept":[{"code":"c)" + std::to_string(i) +
                   R"("}]}]})");
  }
  sets.push_back(R"("compose":{"include":[{"system":"s","concept":[{"code":"last"}]}]})");
  const Asked asked(sets);
  EXPECT_EQ(asked.answers("s", {"c99", "c120", "last"}), "y??");
  EXPECT_EQ(asked.answers("s", {"last", "other"}, 60), "yn");
}

TEST(Terminology, DecidesSomeSystemsBySyntaxOrTable) {
  const Asked asked({});
  const struct {
    std::string_view system;
    std::vector<std::string> yes, no, unknown;
  } cases[] = {{"urn:ietf:bcp:47",
                {"en", "de-CH", "EN-us", "x-caseway", "en-x-dialect"},
                {"", "e", "en_US", "qq", "en-UK", "en-", "-en", "en-a", "abcdefghi"},
                {"nan", "zh-Hans-CN", "en-XA", "es-419", "sl-rozaj", "zh-yue"}},
               {"urn:ietf:bcp:13",
                {"text/plain", "application/fhir+json", "text/plain; charset=utf-8", "x-a/y.z"},
                {"", "text", "/plain", "text/", "text/pl ain", "a/b/c"},
                {}},
               {"http://unitsofmeasure.org", {"mg", "kg/m2", "[degF]"}, {"gallons", "", "mg/"}, {}},
               {"urn:ietf:rfc:3986", {"http://example.org/a", "urn:oid:1.2.3"}, {"", "example", ":x", "http:", "http://a b"}, {}},
               {"urn:iso:std:iso:3166", {"US", "USA", "840"}, {"us", "XX", "ZZZ"}, {}},
               {"urn:iso:std:iso:4217", {"USD", "EUR"}, {"usd", "ABC"}, {}},
               {"https://www.usps.com/", {"CA", "PR", "AE"}, {"ca", "XX"}, {}},
               {"http://snomed.info/sct",
                {},
                {"", "73211008", "73211009x", "12345", "T-15460", "look up value"},
                {"73211009", "249943000:363698007=72098002"}},
               {"http://loinc.org", {}, {"", "8302-1", "8302", "8302-2x", "-2"}, {"8302-2", "LA6751-7"}}};
  for (const auto& c : cases) {
    for (const auto& code : c.yes) EXPECT_EQ(asked.terminology->exists(c.system, code), Answer::yes) << c.system << ' ' << code;
    for (const auto& code : c.no) EXPECT_EQ(asked.terminology->exists(c.system, code), Answer::no) << c.system << ' ' << code;
    for (const auto& code : c.unknown) EXPECT_EQ(asked.terminology->exists(c.system, code), Answer::unknown) << c.system << ' ' << code;
  }
}

TEST(Terminology, FiltersSystemsThatSyntaxDecides) {
  const Asked asked({R"("compose":{"include":[{"system":"urn:ietf:bcp:47","filter":[{"property":"script","op":"exists","value":"false"},
                        {"property":"region","op":"=","value":"CH"}]}]})",
                     R"("compose":{"include":[{"system":"http://unitsofmeasure.org","filter":[{"property":"canonical","op":"=","value":"m"}]}]})",
                     R"("compose":{"include":[{"system":"urn:iso:std:iso:3166","filter":[{"property":"code","op":"regex","value":"[A-Z]{2}"}]}]})"});
  EXPECT_EQ(asked.answers("urn:ietf:bcp:47", {"de-CH", "de-Latn-CH", "de-DE", "de"}), "ynnn");
  EXPECT_EQ(asked.answers("http://unitsofmeasure.org", {"cm", "[in_i]", "kg", "pebbles"}, 1), "yynn");
  EXPECT_EQ(asked.answers("urn:iso:std:iso:3166", {"CH", "CHE", "ch"}, 2), "ynn");
}

TEST(Terminology, KnowsDisplaysAndWhatStandsBelowWhat) {
  const Asked asked({});
  const Terminology& terms = *asked.terminology;
  EXPECT_EQ(terms.display(kOf, "dog"), "Dog");
  EXPECT_EQ(terms.display(kOf, "cat"), "");
  EXPECT_TRUE(terms.display_fits(kOf, "dog", " DOG "));
  EXPECT_TRUE(terms.display_fits(kOf, "dog", "hound"));
  EXPECT_FALSE(terms.display_fits(kOf, "dog", "Cat"));
  EXPECT_TRUE(terms.display_fits(kOf, "hen", "anything")) << "it has no display";
  EXPECT_TRUE(terms.display_fits("http://loinc.org", "8302-2", "anything"));
  EXPECT_EQ(terms.subsumes(kOf, "animal", "poodle"), Answer::yes);
  EXPECT_EQ(terms.subsumes(kOf, "swimmer", "poodle"), Answer::yes) << "by the property child";
  EXPECT_EQ(terms.subsumes(kOf, "poodle", "animal"), Answer::no);
  EXPECT_EQ(terms.subsumes(kOf, "dog", "dog"), Answer::yes);
  EXPECT_EQ(terms.subsumes("http://example.org/big", "a", "b"), Answer::unknown);
  EXPECT_EQ(terms.subsumes("http://snomed.info/sct", "1", "2"), Answer::unknown);
}

TEST(Terminology, MayBeAskedByManyThreadsAtOnce) {
  const Asked asked({filter("concept", "is-a", "animal"), R"("compose":{"include":[{"valueSet":["http://example.org/vs0"]}]})"});
  std::vector<std::thread> threads;
  std::vector<std::string> said(8);
  for (std::size_t i = 0; i < said.size(); ++i)
    threads.emplace_back([&, i] { said[i] = asked.answers(kOf, kCodes, i % 2) + asked.answers("", kCodes, i % 2); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answers : said) EXPECT_EQ(answers, "nyyynnnyyynn");
}

// 100 000 codes in one value set, one rule each: read in linear time, asked in constant time.
TEST(Terminology, TakesAHundredThousandCodes) {
  std::string rules;
  for (int i = 0; i < 100'000; ++i) {
    rules += (i == 0 ? "" : ",") + (R"({"system":"s","concept":[{"code":"c)" + std::to_string(i) + R"("}]})");
  }
  const double begin = cpu_milliseconds();
  const Asked asked({R"("compose":{"include":[)" + rules + "]}"});
  EXPECT_EQ(asked.answers("s", {"c0", "c99999", "c100000"}), "yyn");
  const double read = cpu_milliseconds();
  for (int i = 0; i < 100'000; ++i) ASSERT_EQ(asked.terminology->contains(Asked::url(0), "s", "c" + std::to_string(i)), Answer::yes);
  const double done = cpu_milliseconds();
  EXPECT_LT(read - begin, 5'000);
  EXPECT_LT(done - read, 2'000);
}

}  // namespace
}  // namespace caseway::validation
