// The ledger of reading: which leaves there are, in which order, where they went and how they are called.
#include <gtest/gtest.h>

#include <algorithm>

#include "caseway/limits.h"
#include "fhir/codec.h"

namespace caseway::fhir {

namespace {

constexpr std::string_view kJson = R"({
  "birthDate": "1980",
  "_birthDate": {"id": "b"},
  "name": [{"given": ["Sam", null], "_given": [null, {"extension": [{"valueBoolean": true, "url": "u"}]}]}],
  "text": {"div": "<div>a<b>c</b></div>", "status": "generated"},
  "resourceType": "Patient"
})";
constexpr std::string_view kXml = R"(<Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Patient">
  <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml" class="x">a<b id="y">c</b></div></text>
  <name><given value="Sam"/><given><extension url="u"><valueBoolean value="true"/></extension></given></name>
  <birthDate id="b" value="1980"/>
</Patient>)";

// A line per leaf: place, fate and the path of the node it became.
std::string account(bool json, std::string_view text) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  EXPECT_TRUE((json ? read_json : read_xml)(text, Limits(), issues, tree, &ledger, {.name_leaves = true}));
  std::string out;
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) {
    const Place* const place = ledger.place(leaf);
    out += std::to_string(place->line) + ":" + std::to_string(place->column) + " " + place->path + " " + std::string(fate_name(ledger.fate(leaf)));
    const auto link = std::find_if(ledger.links().begin(), ledger.links().end(), [&](const Ledger::Link& l) { return l.leaf == leaf; });
    if (link != ledger.links().end()) out += " -> " + tree.path(link->target);
    out += '\n';
  }
  return out;
}

}  // namespace

TEST(Leaves, OfJsonAreItsScalars) {
  EXPECT_EQ(account(true, kJson),
            "2:16 Patient.birthDate copied -> Patient.birthDate\n"
            "3:24 Patient.birthDate.id copied -> Patient.birthDate.id\n"
            "4:23 Patient.name[0].given[0] copied -> Patient.name[0].given[0]\n"
            "4:86 Patient.name[0].given[1].extension[0].value copied -> Patient.name[0].given[1].extension[0].value\n"
            "4:99 Patient.name[0].given[1].extension[0].url copied -> Patient.name[0].given[1].extension[0].url\n"
            "5:19 Patient.text.div converted -> Patient.text.div\n"
            "5:53 Patient.text.status copied -> Patient.text.status\n"
            "6:19 Patient.resourceType structural\n");
}

TEST(Leaves, OfXmlAreItsAttributesAndADivIsOne) {
  EXPECT_EQ(account(false, kXml),
            "1:1 Patient structural\n"
            "2:9 Patient.text.status copied -> Patient.text.status\n"
            "2:36 Patient.text.div copied -> Patient.text.div\n"
            "3:9 Patient.name[0].given[0] copied -> Patient.name[0].given[0]\n"
            "3:36 Patient.name[0].given[1].extension[0].url copied -> Patient.name[0].given[1].extension[0].url\n"
            "3:55 Patient.name[0].given[1].extension[0].value copied -> Patient.name[0].given[1].extension[0].value\n"
            "4:3 Patient.birthDate.id copied -> Patient.birthDate.id\n"
            "4:3 Patient.birthDate copied -> Patient.birthDate\n");
}

TEST(Leaves, OfARefusedDocumentAreUndecided) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  EXPECT_FALSE(read_json(R"({"resourceType":"Patient","gender":"other","unknown":{"a":[1,true,null,"x"]}})", Limits(), issues, tree, &ledger,
                         {.name_leaves = true}));
  EXPECT_EQ(ledger.counts().total(), 4u);
  EXPECT_EQ(ledger.counts()[Fate::undecided], 4u);
  EXPECT_EQ(ledger.counts()[Fate::structural], 1u);
  EXPECT_TRUE(tree.empty());
}

// A line per leaf of a document that is read with Unknown::report, and then the issues.
std::string lenient_account(bool json, std::string_view text) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  const ReadOptions options{.name_leaves = true, .unknown = Unknown::report};
  EXPECT_TRUE((json ? read_json : read_xml)(text, Limits(), issues, tree, &ledger, options));
  std::string out;
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) {
    out += ledger.place(leaf)->path + " " + std::string(fate_name(ledger.fate(leaf))) + "\n";
  }
  for (const Issue& issue : issues.all()) {
    EXPECT_EQ(issue.severity, Severity::warning);
    out += issue.id + " " + std::to_string(issue.place.line) + ":" + std::to_string(issue.place.column) + " " + issue.place.path + "\n";
  }
  return out;
}

TEST(Leaves, OfWhatTheStandardDoesNotHaveAreNamedAndUndecided) {
  EXPECT_EQ(lenient_account(true, R"({"resourceType":"Patient","pets":[{"name":"x","age":1},{}],"name":[{"family":"A","nick":true}],"active":true})"),
            "Patient.resourceType structural\n"
            "Patient.pets undecided\n"
            "Patient.pets undecided\n"
            "Patient.name[0].family copied\n"
            "Patient.name[0].nick undecided\n"
            "Patient.active copied\n"
            "fhir.unknown_element 1:27 Patient.pets\n"
            "fhir.unknown_element 1:82 Patient.name[0].nick\n");
  EXPECT_EQ(
      lenient_account(
          false,
          R"(<Patient xmlns="http://hl7.org/fhir" mood="x"><v:pet xmlns:v="urn:vendor" name="x"><age value="1"/>old <b/><?p i?></v:pet><active value="true" since="2020"/></Patient>)"),
      "Patient.mood undecided\n"
      "Patient.pet undecided\n"
      "Patient.pet undecided\n"
      "Patient.pet undecided\n"
      "Patient.pet undecided\n"
      "Patient.active copied\n"
      "Patient.active.since undecided\n"
      "fhir.attribute 1:1 Patient.mood\n"
      "fhir.unknown_element 1:47 Patient.pet\n"
      "fhir.attribute 1:123 Patient.active.since\n");
}

TEST(Limits, BundleEntriesAreCounted) {
  Limits limits;
  limits.bundle_entries = 2;
  const auto ids = [&](bool json, std::string_view text) {
    Tree tree;
    Issues issues;
    (json ? read_json : read_xml)(text, limits, issues, tree, nullptr, {});
    return issues.empty() ? std::string() : issues.all().front().id + " " + issues.all().front().place.path;
  };
  const std::string entry = R"({"fullUrl":"u"})", entries = entry + "," + entry;
  EXPECT_EQ(ids(true, R"({"resourceType":"Bundle","entry":[)" + entries + "]}"), "");
  EXPECT_EQ(ids(true, R"({"resourceType":"Bundle","entry":[)" + entries + "," + entry + "]}"), "limit.bundle_entries Bundle.entry[2]");
  EXPECT_EQ(
      ids(false,
          R"(<Bundle xmlns="http://hl7.org/fhir"><entry><fullUrl value="u"/></entry><entry><fullUrl value="u"/></entry><entry><fullUrl value="u"/></entry></Bundle>)"),
      "limit.bundle_entries Bundle.entry[2]");
}

}  // namespace caseway::fhir
