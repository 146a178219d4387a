// What was kept of a document goes back to where it stood, whatever has changed since. A folder of kept/ is a case:
//   x.map.yaml   a mapping that keeps something
//   in.*         what the sender sent: in.csv, in.xml, or the tables of in/
//   later.*      what is known later, without what was kept: in another order, changed, with less and with more
// and what comes of it:
//   back.*       what is written of the later document with what was kept of the earlier one
//   issues.txt   what was said, by id and place
// CASEWAY_UPDATE_GOLDENS=1 writes the goldens and still fails, so that nobody commits an unread one.
#include <gtest/gtest.h>

#include <algorithm>

#include "case_files.h"
#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

using mapping_test::entries;
using mapping_test::expect_golden;
using mapping_test::folder;
using mapping_test::read_file;

class KeptCase : public testing::TestWithParam<std::string> {
 protected:
  KeptCase() : home_(folder("kept/") + GetParam() + "/"), mapping_(Mapping::load(home_ + "x.map.yaml")) {
    context_.id_seed = "seed";
    context_.now = "2026-01-01T00:00:00Z";
    context_.limits = Limits::batch();
    context_.issues = &issues_;
    context_.settings["package"] = "files";
  }

  std::vector<Part> payload(const std::string& name) const {
    std::vector<Part> parts;
    if (!mapping_.relates_tables()) return {{"", "", read_file(home_ + name + "." + mapping_.format())}};
    for (const auto& table : entries(home_ + name)) parts.push_back({table, "", read_file(home_ + name + "/" + table)});
    return parts;
  }

  Documents read(const std::string& name) {
    Payload from(payload(name));
    Documents documents;
    mapping_.read(context_, from, documents);
    return documents;
  }

  std::vector<Kept> kept_of(const Documents& documents) const {
    std::vector<Kept> kept;
    for (const auto& document : documents.all) kept.insert(kept.end(), document.residual.begin(), document.residual.end());
    return kept;
  }

  // As the pipeline gives it: with the first of the documents.
  std::vector<Part> write(Documents documents, const std::vector<Kept>& kept) {
    for (auto& document : documents.all) document.residual.clear();
    documents.all.front().residual = kept;
    Parts parts;
    mapping_.write(context_, documents, parts);
    return parts.all;
  }

  std::string said() const {
    std::string text;
    for (const auto& issue : issues_.all()) text += issue.id + " | " + issue.place.path + " | " + issue.text + "\n";
    return text;
  }

  const std::string home_;
  const Mapping mapping_;
  Issues issues_;
  Context context_;
};

std::string all_bytes(const std::vector<Part>& parts) {
  std::string bytes;
  for (const auto& part : parts) bytes += part.name + "\n" + part.bytes;
  return bytes;
}

TEST_P(KeptCase, GoesBackToWhatItBelongsTo) {
  const auto kept = kept_of(read("in"));
  ASSERT_FALSE(kept.empty());
  const auto parts = write(read("later"), kept);
  for (const auto& part : parts) {
    const auto name = mapping_.relates_tables() ? "back/" + part.name : "back." + mapping_.format();
    expect_golden(home_ + name, part.bytes);
  }
  expect_golden(home_ + "issues.txt", said());
}

// Names say whose a value is; in which order they come says nothing.
TEST_P(KeptCase, InWhateverOrderItComes) {
  auto kept = kept_of(read("in"));
  const auto once = all_bytes(write(read("later"), kept));
  std::stable_sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.anchor > b.anchor; });  // of one, in the order of theirs
  EXPECT_EQ(all_bytes(write(read("later"), kept)), once);
}

// A document that comes back unchanged is as it was sent, with nothing left over that can be told apart.
TEST_P(KeptCase, IsAllThereWhereNothingChanged) {
  const auto documents = read("in");
  const auto parts = write(documents, kept_of(documents));
  Payload again(parts);
  Documents back;
  mapping_.read(context_, again, back);
  auto before = kept_of(documents);
  auto after = kept_of(back);
  const auto less = [](const Kept& a, const Kept& b) { return std::tie(a.anchor, a.path, a.value) < std::tie(b.anchor, b.path, b.value); };
  const auto same = [](const Kept& a, const Kept& b) { return a.anchor == b.anchor && a.path == b.path; };
  std::sort(before.begin(), before.end(), less);
  std::sort(after.begin(), after.end(), less);
  for (auto at = before.begin(); (at = std::adjacent_find(at, before.end(), same)) != before.end();) {  // ambiguous: nobody gets them
    const auto twin = *at;
    at = before.erase(at, std::find_if(at, before.end(), [&](const Kept& each) { return !same(each, twin); }));
  }
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].anchor, before[i].anchor);
    EXPECT_EQ(after[i].path, before[i].path);
    EXPECT_EQ(after[i].value, before[i].value);
  }
}

// Neither the canonical document nor what is written of it without what was kept holds any of it: who is not given it cannot have it.
TEST_P(KeptCase, StandsNowhereElse) {
  const auto documents = read("in");
  std::string all = all_bytes(write(documents, {}));
  std::string text;
  for (const auto& document : documents.all) {
    ASSERT_TRUE(fhir::write_json(document.tree, {}, issues_, text));
    all += text;
    ASSERT_TRUE(fhir::write_xml(document.tree, {}, issues_, text));
    all += text;
  }
  std::size_t searched = 0;
  for (const auto& kept : kept_of(documents)) {
    if (kept.value.size() < 2) continue;
    ++searched;
    EXPECT_EQ(all.find(kept.value), std::string::npos) << kept.path;
  }
  EXPECT_GT(searched, 0u);
}

// Each finds its place in constant time: were all of its siblings looked through, this would take minutes.
TEST(KeptElements, ComeBackInTheirOrderHoweverManyTheyAre) {
  constexpr int kMany = 50'000;
  const auto mapping = Mapping::load(folder("kept/") + "xml/x.map.yaml");
  auto text = read_file(folder("kept/") + "xml/in.xml");
  std::string parts;
  for (int i = 3; i <= kMany; ++i) parts += "<Part n=\"part-" + std::to_string(i) + "\"/>";
  const std::string_view last = "<Part n=\"part-2\"/>";
  const auto at = text.find(last);
  ASSERT_NE(at, std::string::npos);
  text.insert(at + last.size(), parts);
  Issues issues;
  Context context;
  context.now = "2026-01-01T00:00:00Z";
  context.limits = Limits::batch();
  context.issues = &issues;
  Documents documents;
  Payload from({{"", "", text}});
  mapping.read(context, from, documents);
  ASSERT_EQ(documents.all.size(), 1u);
  Parts written;
  mapping.write(context, documents, written);
  const auto back = all_bytes(written.all);
  std::size_t before = 0;
  for (int i = 1; i <= kMany; ++i) {
    const auto part = back.find("\"part-" + std::to_string(i) + "\"", before);
    ASSERT_NE(part, std::string::npos) << i;
    before = part;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, KeptCase, testing::ValuesIn(entries(folder("kept"))), [](const auto& info) {
  std::string name;
  for (const char c : info.param) name += c == '-' ? '_' : c;
  return name;
});

TEST(KeptCases, AreThere) { EXPECT_GE(entries(folder("kept")).size(), 4u); }

}  // namespace
}  // namespace caseway::mapping
