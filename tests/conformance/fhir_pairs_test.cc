// HL7's own examples in both formats (pack r4-pairs): ours from one must be theirs in the other, compared by parsers that are not ours.
//
// Known differences of the pairs themselves, not ours: HL7's publisher writes the test tag HTEST to meta.security in XML and to meta.tag in
// JSON (left out here); pretty-prints narrative; turns &#xA; in a narrative's attributes into a raw line break; and rewrites decimals in JSON.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_json_value.h"
#include "conformance/fhir_suites.h"
#include "conformance/fhir_xml_infoset.h"
#include "conformance/figures.h"
#include "fhir/codec.h"

namespace caseway::conformance {

namespace {

struct Pair {
  std::string name;
  std::string json;
  std::string xml;
};

std::vector<Pair> pairs(const std::filesystem::path& folder) {
  std::vector<Pair> found;
  for (const auto& file : files_in(folder / "json", ".json")) {
    const auto xml = folder / "xml" / file.stem().concat(".xml");
    if (std::filesystem::exists(xml)) found.push_back({file.stem().string(), bytes_of(file), bytes_of(xml)});
  }
  return found;
}

std::string say(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.all()) text += issue.id + " " + issue.place.path + " " + issue.text + "\n";
  return text;
}

std::string json_of(const Tree& tree) {
  std::string out;
  Issues issues;
  EXPECT_TRUE(fhir::write_json(tree, {.pretty = false}, issues, out)) << say(issues);
  return out;
}

std::string xml_of(const Tree& tree) {
  std::string out;
  Issues issues;
  EXPECT_TRUE(fhir::write_xml(tree, {.pretty = false}, issues, out)) << say(issues);
  return out;
}

Tree tree_of_json(const Pair& pair, Ledger* ledger = nullptr) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(pair.json, Limits::batch(), issues, tree, ledger)) << pair.name << "\n" << say(issues);
  return tree;
}

Tree tree_of_xml(const Pair& pair, Ledger* ledger = nullptr) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_xml(pair.xml, Limits::batch(), issues, tree, ledger)) << pair.name << "\n" << say(issues);
  return tree;
}

// How many of the compared pairs were the same, and the names of those that were not.
struct Tally {
  std::size_t pairs = 0;
  std::size_t equal = 0;
  std::size_t div_equal = 0;         // of the equal: also their narrative, white space and all
  std::size_t div_same_content = 0;  // of the equal: also their narrative without its layout
  std::string different;

  void count(const std::string& name, const std::string& ours, const std::string& theirs, const std::vector<std::string>& our_divs,
             const std::vector<std::string>& their_divs) {
    ++pairs;
    if (ours != theirs || our_divs.size() != their_divs.size()) {
      different += " " + name;
      return;
    }
    ++equal;
    div_equal += our_divs == their_divs;
    bool same = true;
    for (std::size_t i = 0; i < our_divs.size(); ++i) same = same && without_layout(our_divs[i]) == without_layout(their_divs[i]);
    div_same_content += same;
    if (!same) different += " " + name + "(div)";
  }
  void tell(const std::string& direction) const {
    std::cout << direction << ": " << div_equal
              << " pairs with equal narrative also in its layout; different:" << (different.empty() ? " none" : different) << "\n";
    figure("Pairs, " + direction + ", every element and value", equal, pairs);
    figure("Pairs, " + direction + ", narrative but for its layout", div_same_content, pairs);
  }
};

}  // namespace

TEST(FhirPairs, XmlToJsonIsTheirJson) {
  CASEWAY_SUITE(folder, "r4-pairs", "r4-pairs");
  Tally tally;
  for (const Pair& pair : pairs(folder)) {
    std::vector<std::string> our_divs, their_divs;
    JsonValue ours = parse_json(json_of(tree_of_xml(pair)));
    JsonValue theirs = parse_json(pair.json);
    drop_test_tags(ours);
    drop_test_tags(theirs);
    const std::string our_text = canonical(ours, our_divs);
    const std::string their_text = canonical(theirs, their_divs);
    for (std::string& div : our_divs) div = canonical_div(div);
    for (std::string& div : their_divs) div = canonical_div(div);
    tally.count(pair.name, our_text, their_text, our_divs, their_divs);
  }
  tally.tell("XML → JSON");
}

TEST(FhirPairs, JsonToXmlIsTheirXml) {
  CASEWAY_SUITE(folder, "r4-pairs", "r4-pairs");
  Tally tally;
  for (const Pair& pair : pairs(folder)) {
    std::vector<std::string> our_divs, their_divs;
    XmlElement ours = parse_xml(xml_of(tree_of_json(pair)));
    XmlElement theirs = parse_xml(pair.xml);
    drop_test_tags(ours);
    drop_test_tags(theirs);
    const std::string our_text = canonical(ours, our_divs);
    const std::string their_text = canonical(theirs, their_divs);
    tally.count(pair.name, our_text, their_text, our_divs, their_divs);
  }
  tally.tell("JSON → XML");
}

TEST(FhirPairs, OurOwnOutputComesBackExactly) {
  CASEWAY_SUITE(folder, "r4-pairs", "r4-pairs");
  std::size_t compared = 0;
  for (const Pair& pair : pairs(folder)) {
    for (const Tree& tree : {tree_of_json(pair), tree_of_xml(pair)}) {
      const std::string json = json_of(tree), xml = xml_of(tree);
      EXPECT_EQ(xml_of(tree_of_json({pair.name, json, {}})), xml) << pair.name;
      EXPECT_EQ(json_of(tree_of_xml({pair.name, {}, xml})), json) << pair.name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 0u);
}

TEST(FhirPairs, BothFormatsHaveTheSameNumberOfLeaves) {
  CASEWAY_SUITE(folder, "r4-pairs", "r4-pairs");
  std::size_t compared = 0, same = 0;
  for (const Pair& pair : pairs(folder)) {
    Ledger from_json("read"), from_xml("read");
    const Tree tree = tree_of_json(pair, &from_json);
    tree_of_xml({pair.name, {}, xml_of(tree)}, &from_xml);
    const bool all_copied = from_json.counts()[Fate::copied] == from_json.counts().total();
    same += all_copied && from_json.counts().total() == from_xml.counts().total();
    ++compared;
  }
  figure("Pairs, as many leaves in XML as in JSON", same, compared);
}

}  // namespace caseway::conformance
