#include <gtest/gtest.h>

#include "formats/json_slicer.h"
#include "formats/xml_slicer.h"

namespace caseway::formats {
namespace {

template <class Slicer>
std::string found_in(std::string_view text, std::size_t window, std::uint64_t slice_bytes) {
  Slicer slicer("entry", slice_bytes);
  for (std::size_t at = 0; at < text.size(); at += window) slicer.feed(text.substr(at, window));
  const Slices found = slicer.finish();
  std::string said = found.root + (found.cut_off ? " cut off" : "") + " " + std::to_string(found.items) + ":";
  for (const Slice& slice : found.slices) {
    said += " " + std::to_string(slice.first) + "<";
    said +=
        std::string(text.substr(slice.begin, slice.end - slice.begin)) + ">" + std::to_string(slice.longest) + "@" + std::to_string(slice.longest_at);
  }
  if (found.list_end > 0) said += " | " + std::string(text.substr(found.list_end));
  return said;
}

template <class Slicer>
void expect_in_any_window(std::string_view text, std::uint64_t slice_bytes, std::string_view expected) {
  for (std::size_t window = 1; window <= text.size() + 1; ++window)
    ASSERT_EQ(found_in<Slicer>(text, window, slice_bytes), expected) << "windows of " << window << " bytes";
}

TEST(JsonSlicer, FindsTheItemsOfTheList) {
  expect_in_any_window<JsonSlicer>(R"({"resourceType":"Bundle","x":[{"entry":[1]}],"entry":[ {"a":1} , {"b":"]}\""},[2]]})", 1,
                                   R"(Bundle 3: 0< {"a":1}>8@54 1<{"b":"]}\""},[2]>16@65 | ]})");
}

TEST(JsonSlicer, CutsOnlyWhenThereIsEnough) {
  expect_in_any_window<JsonSlicer>(R"({"entry":[{},{},{},{},{}]})", 5, " 5: 0<{},{}>2@10 2<{},{}>2@16 4<{}>2@22 | ]}");
}

TEST(JsonSlicer, KnowsAKeyWrittenWithEscapes) {
  expect_in_any_window<JsonSlicer>(R"({"\u0065ntry":[{}],"resource\u0054ype":"B\u0075ndle"})", 1,
                                   R"(Bundle 1: 0<{}>2@15 | ],"resource\u0054ype":"B\u0075ndle"})");
}

TEST(JsonSlicer, LeavesAnEmptyListAlone) {
  expect_in_any_window<JsonSlicer>(R"({"entry":[ ]})", 1, " 0:");
  expect_in_any_window<JsonSlicer>(R"({"entry":{"entry":[{}]}})", 1, " 0:");
  expect_in_any_window<JsonSlicer>(R"([{"entry":[{}]}])", 1, " 0:");
}

TEST(JsonSlicer, TakesTheFirstListOnly) {
  expect_in_any_window<JsonSlicer>(R"({"entry":[{}],"entry":[{},{}]})", 1, R"( 1: 0<{}>2@10 | ],"entry":[{},{}]})");
}

TEST(JsonSlicer, NeverCutsAtAFault) {
  expect_in_any_window<JsonSlicer>(R"({"entry":[{} {},{},,{}, 1,{}]})", 1, R"( 6: 0<{} {}>5@10 1<{},,{}, 1,{}>12@16 | ]})");
}

TEST(JsonSlicer, SaysWhenTheDocumentEndsInTheList) {
  expect_in_any_window<JsonSlicer>(R"({"entry":[{},{"a":")", 1, R"( cut off 2: 0<{}>2@10 1<{"a":">6@13 | )");
}

// Long items are passed over by blocks of 64 bytes: every parity of backslashes at every place of a block.
TEST(JsonSlicer, PassesOverLongItems) {
  for (std::size_t before = 0; before < 70; ++before) {
    for (std::size_t backslashes = 0; backslashes < 6; ++backslashes) {
      const std::string text =
          "{\"" + std::string(before, 'x') + "\":\"" + std::string(backslashes * 2, '\\') + "\\\"}]" + std::string(200, '{') + "\"}";
      const std::string document = "{\"entry\":[{\"a\":" + text + "},{}]}";
      ASSERT_EQ(found_in<JsonSlicer>(document, document.size(), 1), found_in<JsonSlicer>(document, 1, 1)) << document;
      ASSERT_TRUE(found_in<JsonSlicer>(document, document.size(), 1).ends_with(" | ]}")) << document;
    }
  }
}

TEST(XmlSlicer, FindsTheRunOfItems) {
  expect_in_any_window<XmlSlicer>("<?x <entry>?><Bundle a='>'><!--<entry>--><id/><entry><entry/></entry> <entry a=\"/>\"/><b/><entry/></Bundle>", 1,
                                  "Bundle 2: 0<<entry><entry/></entry>>23@46 1< <entry a=\"/>\"/>>16@69 | <b/><entry/></Bundle>");
}

TEST(XmlSlicer, KnowsItemsInAnyNamespace) {
  expect_in_any_window<XmlSlicer>("<f:Bundle><f:entry></f:entry><entry/></f:Bundle>", 100,
                                  "Bundle 2: 0<<f:entry></f:entry><entry/>>19@10 | </f:Bundle>");
}

TEST(XmlSlicer, IsNotMisledByMarkup) {
  expect_in_any_window<XmlSlicer>(
      "<Bundle><entry><![CDATA[</entry>]]]><!----><?p </entry>? ?><a b='</entry>' c=\"'>\"/></entry></Bundle>", 1,
      "Bundle 1: 0<<entry><![CDATA[</entry>]]]><!----><?p </entry>? ?><a b='</entry>' c=\"'>\"/></entry>>83@8 | </Bundle>");
}

TEST(XmlSlicer, SaysWhenTheDocumentEndsInAnItem) {
  expect_in_any_window<XmlSlicer>("<Bundle><entry></entry><entry><a", 1, "Bundle cut off 2: 0<<entry></entry>>15@8 1<<entry><a>9@23 | ");
  expect_in_any_window<XmlSlicer>("<Bundle><entry></entry> ", 1, "Bundle 1: 0<<entry></entry>>15@8 |  ");
}

TEST(XmlSlicer, LooksNoFurtherThanADoctype) {
  expect_in_any_window<XmlSlicer>("<!DOCTYPE Bundle [<!ENTITY a '<entry/>'>]><Bundle><entry/></Bundle>", 1, " 0:");
}

}  // namespace
}  // namespace caseway::formats
