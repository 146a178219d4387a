// How much of real C-CDA documents arrives: every coded element inside an entry is counted by expat, then looked for as Coding (system and code)
// at the place in the result that the ledger names for it. Runs on ../shared/data where that is present; no document text is shown.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "caseway/partner.h"
#include "conformance/ccda_documents.h"

namespace caseway::conformance {

namespace {

class OnePart : public PayloadSource {
 public:
  explicit OnePart(std::string bytes) : part_{"document.xml", "application/xml", std::move(bytes)} {}
  const Part* next() override { return std::exchange(done_, true) ? nullptr : &part_; }

 private:
  Part part_;
  bool done_ = false;
};

class Documents : public DocumentSink {
 public:
  void take(Document document) override { documents.push_back(std::move(document)); }
  void rest(Ledger ledger) override { rests.push_back(std::move(ledger)); }
  std::vector<Document> documents;
  std::vector<Ledger> rests;
};

struct Read {
  Documents sink;
  Issues issues;
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const auto& document : sink.documents) sum += document.ledger.counts().total();
    for (const auto& rest : sink.rests) sum += rest.counts().total();
    return sum;
  }
};

const MappingPartner& hospital() {
  static const MappingPartner partner(CASEWAY_SOURCE_DIR "/plugins/hospital-ccda");
  return partner;
}

Read read(std::string bytes) {
  Read result;
  Context context;
  context.now = "2026-11-21T12:00:00Z";
  context.id_seed = "coverage";
  context.issues = &result.issues;
  OnePart payload(std::move(bytes));
  hospital().read(context, payload, result.sink);
  return result;
}

// (Coding node index, system, code) of every Coding of a tree, by the index of its `code`.
std::map<std::uint32_t, std::pair<std::string, std::string>> codings(const Tree& tree) {
  std::map<std::uint32_t, std::pair<std::string, std::string>> found;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const auto element = tree.at(i);
    if (element.type() != "Coding") continue;
    if (const auto code = element.child("code")) found[code.index()] = {std::string(element.child_value("system")), std::string(code.value())};
  }
  return found;
}

std::vector<bool> arrived(const std::vector<CodedElement>& coded, const Document& document) {
  const auto there = codings(document.tree);
  std::map<std::uint32_t, std::vector<std::uint32_t>> targets;
  for (const auto& link : document.ledger.links()) targets[link.leaf].push_back(link.target);
  std::vector<bool> result;
  for (const auto& element : coded) {
    bool found = false;
    for (const auto target : targets[static_cast<std::uint32_t>(element.leaf)]) {
      const auto coding = there.find(target);
      found = found || (coding != there.end() && coding->second == std::pair{element.system, element.code});
    }
    result.push_back(found);
  }
  return result;
}

struct Rate {
  std::uint64_t here = 0, of = 0;
  double percent() const { return of == 0 ? 100.0 : 100.0 * static_cast<double>(here) / static_cast<double>(of); }
};

struct Survey {
  Rate all;
  std::map<std::string, Rate> sections;
  std::map<std::pair<std::string, std::string>, std::uint64_t> missing;  // section, path
  std::size_t documents = 0;

  void print(const char* title) const {
    std::printf("%s: %zu documents, %llu of %llu coded elements arrived (%.1f %%)\n", title, documents, static_cast<unsigned long long>(all.here),
                static_cast<unsigned long long>(all.of), all.percent());
    for (const auto& [section, rate] : sections)
      std::printf("  %-12s %5llu of %5llu  %5.1f %%\n", section.c_str(), static_cast<unsigned long long>(rate.here),
                  static_cast<unsigned long long>(rate.of), rate.percent());
    std::vector<std::pair<std::uint64_t, std::string>> worst;
    for (const auto& [where, count] : missing) worst.emplace_back(count, where.first + "  " + where.second);
    std::sort(worst.rbegin(), worst.rend());
    for (std::size_t i = 0; i < worst.size() && i < 25; ++i)
      std::printf("    missing %4llu  %s\n", static_cast<unsigned long long>(worst[i].first), worst[i].second.c_str());
  }
};

std::string errors_of(const Issues& issues) {
  std::string text;
  for (const auto& issue : issues.all())
    if (issue.severity <= Severity::error)
      text += "\n  " + issue.id + " at " + issue.place.path + " line " + std::to_string(issue.place.line) + ": " + issue.text;
  return text;
}

void survey(const std::filesystem::path& file, Survey& into) {
  const auto bytes = bytes_of(file);
  const auto counted = count_ccda(bytes);
  ASSERT_TRUE(counted.well_formed) << file;
  const auto result = read(bytes);
  EXPECT_FALSE(result.issues.has_errors()) << file << errors_of(result.issues);
  ASSERT_EQ(result.sink.documents.size(), 1u) << file;
  EXPECT_EQ(result.total(), counted.leaves) << file << ": leaves recounted by expat";
  const auto found = arrived(counted.coded, result.sink.documents.front());
  ++into.documents;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& element = counted.coded[i];
    auto& section = into.sections[element.section];
    ++into.all.of;
    ++section.of;
    if (found[i]) {
      ++into.all.here;
      ++section.here;
    } else {
      ++into.missing[{element.section, element.path}];
    }
  }
}

// Whole documents only: the folders hold fragments whose root is a section too.
std::vector<std::filesystem::path> whole_documents(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : shared_documents(folder)) {
    const auto counted = count_ccda(bytes_of(file));
    if (counted.well_formed && counted.root == "ClinicalDocument") files.push_back(file);
  }
  return files;
}

#define SKIP_WITHOUT(files) \
  if ((files).empty()) GTEST_SKIP() << "needs ../shared/data beside the source tree, which is not here"

TEST(CcdaCoverage, DischargeSummariesAndCarePlansArriveToEightyFivePercent) {
  auto files = whole_documents("ccda-discharge");
  for (const auto& file : whole_documents("ccda-careplan")) files.push_back(file);
  SKIP_WITHOUT(files);
  Survey result;
  for (const auto& file : files) survey(file, result);
  result.print("discharge summaries and care plans");
  EXPECT_GE(result.all.percent(), 85.0);
}

TEST(CcdaCoverage, ReferralNotesAreReadWithoutErrors) {
  const auto files = whole_documents("ccda-referral");
  SKIP_WITHOUT(files);
  Survey result;
  for (const auto& file : files) survey(file, result);
  result.print("referral notes");
}

TEST(CcdaCoverage, ContinuityOfCareDocumentsAreReadWithoutErrors) {
  const auto files = whole_documents("ccda-ccd");
  SKIP_WITHOUT(files);
  Survey result;
  for (const auto& file : files) survey(file, result);
  result.print("continuity of care documents");
}

TEST(CcdaCoverage, WhatIsNotWellFormedIsOneClearIssue) {
  std::size_t broken = 0;
  const auto files = shared_documents("ccda-negative");
  SKIP_WITHOUT(files);
  for (const auto& file : files) {
    const auto bytes = bytes_of(file);
    if (count_ccda(bytes).well_formed) continue;
    ++broken;
    const auto result = read(bytes);
    EXPECT_TRUE(result.sink.documents.empty()) << file;
    ASSERT_EQ(result.issues.errors(), 1u) << file;
    EXPECT_GT(result.issues.all().front().place.line, 0u) << file;
  }
  EXPECT_GT(broken, 0u);
}

TEST(CcdaCoverage, FragmentsAreRefusedByTheirRoot) {
  std::size_t fragments = 0;
  const auto files = shared_documents("ccda-fragments");
  SKIP_WITHOUT(files);
  for (const auto& file : files) {
    const auto bytes = bytes_of(file);
    const auto counted = count_ccda(bytes);
    if (!counted.well_formed || counted.root.ends_with("ClinicalDocument")) continue;
    ++fragments;
    const auto result = read(bytes);
    EXPECT_TRUE(result.sink.documents.empty()) << file;
    EXPECT_TRUE(result.issues.has_errors()) << file;
  }
  EXPECT_GT(fragments, 0u);
}

}  // namespace

}  // namespace caseway::conformance
