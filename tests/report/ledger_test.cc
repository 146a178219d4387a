#include <gtest/gtest.h>

#include <string>

#include "caseway/report.h"

namespace caseway {
namespace {

TEST(Ledger, CountsEveryLeafOnceAndLeavesStructureOut) {
  Ledger ledger("read");
  ledger.add_leaf();
  ledger.add_leaf(Fate::structural);
  ledger.add_leaf(Fate::kept);
  ledger.resize(5, Fate::none);
  ledger.add(7);
  const Counts counts = ledger.counts();
  EXPECT_EQ(counts[Fate::undecided], 1u);
  EXPECT_EQ(counts[Fate::structural], 1u);
  EXPECT_EQ(counts[Fate::none], 2u);
  EXPECT_EQ(counts.total(), 2u);
  EXPECT_EQ(counts.added, 7u);
}

TEST(Ledger, KeepsTheWorstFateInWhicheverOrderTheyAreSaid) {
  constexpr Fate kSayable[] = {Fate::copied, Fate::converted, Fate::kept, Fate::ignored, Fate::withheld, Fate::no_room, Fate::undecided};
  for (const Fate first : kSayable) {
    for (const Fate second : kSayable) {
      Ledger ledger;
      const std::uint32_t leaf = ledger.add_leaf();
      ledger.mark(leaf, first);
      ledger.mark(leaf, second);
      EXPECT_EQ(ledger.fate(leaf), std::max(first, second)) << fate_name(first) << " then " << fate_name(second);
    }
  }
}

TEST(Ledger, MarkingNeverMovesStructureIntoTheTotal) {
  Ledger ledger;
  const std::uint32_t structural = ledger.add_leaf(Fate::structural);
  const std::uint32_t none = ledger.add_leaf(Fate::none);
  ledger.mark(structural, Fate::copied, 3);
  ledger.mark(none, Fate::undecided);
  EXPECT_EQ(ledger.fate(structural), Fate::structural);
  EXPECT_EQ(ledger.fate(none), Fate::none);
  EXPECT_EQ(ledger.counts().total(), 0u);
  EXPECT_EQ(ledger.links().size(), 1u);
}

TEST(Ledger, SettlingOverridesWhatWasSaid) {
  Ledger ledger;
  const std::uint32_t leaf = ledger.add_leaf();
  ledger.mark(leaf, Fate::withheld);
  ledger.settle(leaf, Fate::kept, ledger.rule("kept beside the Bundle"));
  EXPECT_EQ(ledger.fate(leaf), Fate::kept);
  EXPECT_EQ(ledger.rule_text(ledger.links().back().rule), "kept beside the Bundle");
}

TEST(Ledger, InternsTextsOnce) {
  Ledger ledger;
  EXPECT_EQ(ledger.rule(""), 0u);
  std::vector<std::uint32_t> numbers;
  for (int i = 0; i < 20'000; ++i) numbers.push_back(ledger.target_name("row " + std::to_string(i)));
  for (int i = 0; i < 20'000; ++i) {
    EXPECT_EQ(ledger.target_name("row " + std::to_string(i)), numbers[static_cast<std::size_t>(i)]);
    EXPECT_EQ(ledger.target_text(numbers[static_cast<std::size_t>(i)]), "row " + std::to_string(i));
  }
}

Ledger example() {
  Ledger ledger("write");
  for (int i = 0; i < 40; ++i) ledger.add_leaf(static_cast<Fate>(i % static_cast<int>(kFates)));
  ledger.mark(8, Fate::copied, 12, ledger.rule("a line of the mapping"));
  ledger.name_leaf(9, {"/Patient/birthDate", 4, 7});
  ledger.add(3);
  return ledger;
}

TEST(Ledger, CrossesAProcessBoundaryUnchanged) {
  const Ledger sent = example();
  Ledger received;
  ASSERT_TRUE(Ledger::from_bytes(sent.to_bytes(), received));
  EXPECT_EQ(received.hop(), "write");
  EXPECT_EQ(received.fates(), sent.fates());
  EXPECT_EQ(received.counts().added, 3u);
  ASSERT_EQ(received.links().size(), 1u);
  EXPECT_EQ(received.links()[0].target, 12u);
  EXPECT_EQ(received.rule_text(received.links()[0].rule), "a line of the mapping");
  ASSERT_NE(received.place(9), nullptr);
  EXPECT_EQ(received.place(9)->path, "/Patient/birthDate");
  EXPECT_EQ(received.place(9)->line, 4u);
  EXPECT_EQ(received.place(8), nullptr);
  EXPECT_EQ(received.rule("a line of the mapping"), sent.links()[0].rule);
  EXPECT_EQ(received.to_bytes(), sent.to_bytes());
}

TEST(Ledger, RefusesEveryDamagedLength) {
  const std::string bytes = example().to_bytes();
  Ledger ledger;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Ledger::from_bytes(std::string_view(bytes).substr(0, size), ledger)) << size;
  }
  EXPECT_FALSE(Ledger::from_bytes(bytes + '\0', ledger));
}

TEST(Ledger, NeverAcceptsAnIndexThatLeadsNowhere) {
  const std::string bytes = example().to_bytes();
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const char damage : {'\x01', '\x7f', '\xff'}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ damage);
      Ledger ledger;
      if (!Ledger::from_bytes(damaged, ledger)) continue;
      ++accepted;  // a text or a target changed; everything must still be safe to ask
      for (const Ledger::Link& link : ledger.links()) {
        ASSERT_LT(link.leaf, ledger.size());
        ledger.rule_text(link.rule);
      }
      ledger.counts();
    }
  }
  EXPECT_GT(accepted, 0u);
}

TEST(Fate, HasANameEach) {
  EXPECT_EQ(fate_name(Fate::no_room), "no_room");
  EXPECT_EQ(fate_name(Fate::undecided), "undecided");
  EXPECT_EQ(fate_name(Fate::none), "none");
}

}  // namespace
}  // namespace caseway
