// Documents that a receiver's mapping cannot write: the others are written, each of the rest says why, and its rows go back to whoever sent them.
// A folder of refusals/ is a case: what `from.map.yaml` reads of in.csv is written by `to.map.yaml`; refused.txt lists `document | issue | place`.
#include <gtest/gtest.h>

#include <sstream>

#include "case_files.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

namespace fs = std::filesystem;
using mapping_test::read_file;

// Reads once more for the documents that were refused.
struct Again : Documents {
  explicit Again(const std::vector<Refusal>& r) : refusals(r) {}
  const Refusal* refused() const override {
    for (const auto& each : refusals)
      if (each.document == all.size()) return &each;
    return nullptr;
  }
  const std::vector<Refusal>& refusals;
};

struct Written : Parts {
  void refuse(Refusal refusal) override { refusals.push_back(std::move(refusal)); }
  std::vector<Refusal> refusals;
};

struct Round {
  explicit Round(const std::string& home) : from(Mapping::load(home + "/from.map.yaml")), to(Mapping::load(home + "/to.map.yaml")) {
    context.issues = &issues;
    context.limits = Limits::batch();
    context.id_seed = "seed";
    context.repair = true;
    source = read_file(home + "/in.csv");
  }
  void read(Documents& documents) const {
    Payload payload({{"in.csv", "", source}});
    from.read(context, payload, documents);
  }
  Written write(const std::string& form) {
    Documents documents;
    read(documents);
    count = documents.all.size();
    context.settings["form"] = form;
    Written written;
    to.write(context, documents, written);
    return written;
  }
  Mapping from, to;
  Issues issues;
  Context context;
  std::string source;
  std::size_t count = 0;
};

std::string text_of(const std::vector<Refusal>& refusals) {
  std::ostringstream text;
  for (const auto& refusal : refusals)
    for (const auto& issue : refusal.why.all())
      text << refusal.document << " | " << issue.id << " | " << (issue.id.starts_with("mapping.") ? issue.place.path : "*") << "\n";
  return text.str();
}

void expect_text(const std::string& golden, const std::string& actual) {
  if (std::getenv("CASEWAY_UPDATE_GOLDENS") != nullptr) std::ofstream(golden, std::ios::binary) << actual;
  EXPECT_EQ(actual, read_file(golden)) << golden;
}

class Refusals : public testing::TestWithParam<std::string> {};

TEST_P(Refusals, LeaveTheOtherDocumentsAlone) {
  const auto home = mapping_test::folder("refusals/" + GetParam());
  Round round(home);
  const auto written = round.write(round.to.format());
  EXPECT_EQ(text_of(written.refusals), read_file(home + "/refused.txt"));
  EXPECT_TRUE(round.issues.empty()) << "what is wrong with one document is said of it alone";
  for (const auto& part : written.all)
    expect_text(written.all.size() == 1 ? home + "/out" + fs::path(part.name).extension().string() : home + "/out." + part.name, part.bytes);
  ASSERT_EQ(written.ledgers.size(), round.count);
  std::vector<bool> refused(round.count);
  for (const auto& each : written.refusals) refused[each.document] = true;
  for (std::size_t i = 0; i < round.count; ++i) {
    const auto counts = written.ledgers[i].counts();
    EXPECT_EQ(refused[i], counts[Fate::copied] + counts[Fate::converted] + counts[Fate::no_room] + counts[Fate::ignored] == 0) << "document " << i;
    EXPECT_EQ(refused[i], counts[Fate::undecided] == counts.total()) << "document " << i;
  }
}

TEST_P(Refusals, GoBackToTheSender) {
  const auto home = mapping_test::folder("refusals/" + GetParam());
  Round round(home);
  const auto written = round.write(round.to.format());
  Again again(written.refusals);
  round.read(again);
  EXPECT_EQ(again.all.size(), round.count) << "reading for the repair file gives the same documents";
  ASSERT_EQ(again.repairs.size(), 1u);
  EXPECT_EQ(again.repairs.front().documents, written.refusals.size());
  expect_text(home + "/repair.csv", again.repairs.front().part.bytes);
}

TEST_P(Refusals, AreTheSameInAWorkbook) {
  const auto home = mapping_test::folder("refusals/" + GetParam());
  Round round(home);
  if (!round.to.writes("xlsx")) return;
  const auto written = round.write("xlsx");
  EXPECT_EQ(text_of(written.refusals), read_file(home + "/refused.txt"));
  ASSERT_EQ(written.all.size(), 1u);
  Payload payload({{"out.xlsx", "", written.all.front().bytes}});
  Documents back;
  round.to.read(round.context, payload, back);
  EXPECT_EQ(
      back.all.size(), round.count - [&] {
        std::size_t refused = 0;
        for (std::size_t i = 0; i < written.refusals.size(); ++i)
          refused += i == 0 || written.refusals[i].document != written.refusals[i - 1].document;
        return refused;
      }());
}

INSTANTIATE_TEST_SUITE_P(Cases, Refusals, testing::ValuesIn(mapping_test::entries(mapping_test::folder("refusals"))),
                         [](const auto& info) { return info.param; });

TEST(AllRefused, GivesNoFile) {
  Round round(mapping_test::folder("refusals/csv"));
  round.source = "number,surname\n1,\n2,\n";
  const auto written = round.write("csv");
  EXPECT_TRUE(written.all.empty());
  EXPECT_EQ(written.refusals.size(), 2u);
}

}  // namespace
}  // namespace caseway::mapping
