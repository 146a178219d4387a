// Laws that hold for every document, tried on random ones made from the model table.
#include <gtest/gtest.h>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/random_tree.h"
#include "fhir/validate.h"
#include "fhir/verify.h"

namespace caseway::fhir {

namespace {

constexpr int kDocuments = 400;

std::string say(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.all()) text += issue.id + " " + issue.place.path + " " + issue.text + "\n";
  return text;
}

std::string written(bool (*write)(const Tree&, const WriteOptions&, Issues&, std::string&), const Tree& tree, bool pretty) {
  std::string out;
  Issues issues;
  EXPECT_TRUE(write(tree, {.pretty = pretty}, issues, out)) << say(issues);
  return out;
}

// Reads and checks that the ledger counts every value once, all of them copied.
Tree read_back(bool json, const std::string& text, std::uint64_t* leaves = nullptr) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  const auto read = json ? read_json : read_xml;
  EXPECT_TRUE(read(text, Limits::batch(), issues, tree, &ledger, {})) << say(issues) << text;
  const Counts counts = ledger.counts();
  EXPECT_EQ(counts[Fate::copied], counts.total());
  if (leaves) *leaves = counts.total();
  return tree;
}

std::uint64_t values_in(const Tree& tree) {
  std::uint64_t values = 0;
  for (const Node& node : tree.nodes()) values += node.offset != Node::kNoValue;
  return values;
}

}  // namespace

TEST(Laws, EveryDocumentSurvivesBothFormats) {
  std::mt19937 random(1);
  for (int i = 0; i < kDocuments; ++i) {
    const Tree tree = random_tree(random);
    std::string why_not;
    ASSERT_TRUE(verify(tree, why_not)) << why_not;
    const std::string json = written(write_json, tree, i % 2 == 0), xml = written(write_xml, tree, i % 2 == 0);
    std::uint64_t json_leaves = 0, xml_leaves = 0;
    const Tree from_json = read_back(true, json, &json_leaves), from_xml = read_back(false, xml, &xml_leaves);
    ASSERT_EQ(written(write_json, from_json, i % 2 == 0), json);
    ASSERT_EQ(written(write_json, from_xml, i % 2 == 0), json);
    ASSERT_EQ(written(write_xml, from_json, i % 2 == 0), xml);
    ASSERT_EQ(written(write_xml, from_xml, i % 2 == 0), xml);
    EXPECT_EQ(json_leaves, values_in(tree));
    EXPECT_EQ(xml_leaves, values_in(tree));
    EXPECT_EQ(from_json.paths(), tree.paths());
    EXPECT_TRUE(verify(from_json, why_not) && verify(from_xml, why_not)) << why_not;
  }
}

TEST(Laws, TheOrderOfJsonMembersMeansNothing) {
  std::mt19937 random(2);
  for (int i = 0; i < kDocuments; ++i) {
    const Tree tree = random_tree(random);
    const std::string shuffled = shuffled_json(tree, random);
    ASSERT_EQ(written(write_json, read_back(true, shuffled), false), written(write_json, tree, false)) << shuffled;
  }
}

// Chance makes many faults: missing elements, codes outside their sets, references to nothing.
TEST(Laws, TheVerdictDependsNeitherOnTheOrderOfMembersNorOnTheFormat) {
  std::mt19937 random(5);
  std::size_t faults = 0;
  for (int i = 0; i < kDocuments; ++i) {
    const Tree tree = random_tree(random);
    Issues as_made, shuffled, from_xml;
    validate(tree, as_made);
    validate(read_back(true, shuffled_json(tree, random)), shuffled);
    validate(read_back(false, written(write_xml, tree, false)), from_xml);
    ASSERT_EQ(say(shuffled), say(as_made));
    ASSERT_EQ(say(from_xml), say(as_made));
    faults += as_made.all().size();
  }
  EXPECT_GT(faults, 0u + kDocuments) << "these documents were to have faults";
}

TEST(Laws, ABufferThatVerifiesIsSafeToUse) {
  std::mt19937 random(3);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = random_tree(random).to_bytes();
    for (int mutation = 0; mutation < 60; ++mutation) {
      std::string damaged = bytes;
      for (std::size_t n = 1 + random() % 3; n > 0; --n) damaged[random() % damaged.size()] = static_cast<char>(random());
      Tree tree;
      std::string why_not, out;
      if (!Tree::from_bytes(damaged, tree) || !verify(tree, why_not)) {
        ++refused;
        continue;
      }
      ++accepted;
      Issues issues;
      write_json(tree, {}, issues, out);
      write_xml(tree, {}, issues, out);
      validate(tree, issues);
      EXPECT_EQ(tree.paths().size(), tree.size());
    }
  }
  EXPECT_GT(accepted, 0);
  EXPECT_GT(refused, accepted / 100);
}

TEST(Laws, DamagedTextIsRefusedOrReadNeverWorse) {
  std::mt19937 random(4);
  for (int i = 0; i < 300; ++i) {
    const Tree tree = random_tree(random);
    for (const bool json : {true, false}) {
      std::string text = written(json ? write_json : write_xml, tree, false);
      for (std::size_t n = 1 + random() % 3; n > 0; --n) {
        const std::size_t at = random() % text.size();
        switch (random() % 3) {
          case 0:
            text[at] = static_cast<char>(random() % 128);
            break;
          case 1:
            text.erase(at, 1 + random() % 5);
            break;
          default:
            text.insert(at, text.substr(random() % text.size(), random() % 9));
        }
        if (text.empty()) text = " ";
      }
      Tree read;
      Issues issues;
      Ledger ledger("read");
      std::string why_not;
      const bool usable = (json ? read_json : read_xml)(text, Limits(), issues, read, &ledger, {.name_leaves = true});
      EXPECT_EQ(usable, !issues.has_errors()) << text;
      if (usable) {
        EXPECT_TRUE(verify(read, why_not)) << why_not << text;
        EXPECT_EQ(ledger.counts()[Fate::undecided], 0u) << text;
      }
    }
  }
}

}  // namespace caseway::fhir
