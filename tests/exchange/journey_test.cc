// The three ledgers composed: every value of the source has exactly one fate, and the fates add up.
#include "exchange/journey.h"

#include <gtest/gtest.h>

#include <vector>

namespace caseway::exchange {
namespace {

// A Patient made of four source values, with one more that has no source, on its way to a receiver.
class Composition : public testing::Test {
 protected:
  Composition() {
    Draft draft("Patient");
    const auto name = draft.add(draft.root(), "name");
    const auto use = draft.add_value(name, "use", "official");
    const auto family = draft.add_value(name, "family", "Rivers");
    const auto gender = draft.add_value(draft.root(), "gender", "female");
    const auto birth = draft.add_value(draft.root(), "birthDate", "1980-04-01");
    std::vector<std::uint32_t> at;
    document_.tree = draft.freeze(&at);
    use_ = at[use], family_ = at[family], gender_ = at[gender], birth_ = at[birth], name_ = at[name];
    view_.tree = document_.tree;
    for (auto* ledger : {&view_.ledger, &written_}) {
      ledger->resize(document_.tree.size(), Fate::undecided);
      for (std::uint32_t n = 0; n < document_.tree.size(); ++n)
        if (!document_.tree.at(n).has_value()) ledger->settle(n, Fate::none);
    }
    for (const auto n : {use_, family_, gender_, birth_}) {
      view_.ledger.mark(n, Fate::copied, n);
      written_.mark(n, Fate::copied, written_.target_name("column " + std::to_string(n)));
    }
  }
  std::uint32_t leaf(Fate fate, std::uint32_t target = Ledger::kNoTarget) {
    const auto id = document_.ledger.add_leaf();
    document_.ledger.mark(id, fate, target);
    return id;
  }
  // Replaces what policy and writing said of a node.
  void policy_says(std::uint32_t node, Fate fate) { view_.ledger.settle(node, fate); }
  void writing_says(std::uint32_t node, Fate fate) { written_.settle(node, fate); }
  Journey composed(Detail detail = Detail::counts) {
    Journey journey;
    journey.receiver_name = "Harbor House";
    compose({document_, view_, written_}, detail, journey);
    return journey;
  }

  Document document_;
  policy::View view_;
  Ledger written_{"write"};
  std::uint32_t use_, family_, gender_, birth_, name_;
};

TEST_F(Composition, CountsWhatArrivedAndWhatWasMade) {
  leaf(Fate::copied, family_);
  leaf(Fate::converted, gender_);
  leaf(Fate::copied, birth_);
  const auto journey = composed();
  EXPECT_EQ(journey.total[Fate::copied], 2u);
  EXPECT_EQ(journey.total[Fate::converted], 1u);
  EXPECT_EQ(journey.total.total(), 3u);
  EXPECT_EQ(journey.total.added, 1u) << "name.use has no source";
}

TEST_F(Composition, KeepsTheFateThatReadingGave) {
  for (const auto fate : {Fate::kept, Fate::ignored, Fate::undecided}) leaf(fate);
  leaf(Fate::structural);
  const auto journey = composed();
  EXPECT_EQ(journey.total[Fate::kept], 1u);
  EXPECT_EQ(journey.total[Fate::ignored], 1u);
  EXPECT_EQ(journey.total[Fate::undecided], 1u);
  EXPECT_EQ(journey.total.total(), 3u) << "structural leaves are counted apart";
}

TEST_F(Composition, LaterHopsTakeAwayWhatReadingCopied) {
  leaf(Fate::copied, family_);
  leaf(Fate::copied, gender_);
  leaf(Fate::copied, birth_);
  policy_says(gender_, Fate::withheld);
  writing_says(birth_, Fate::no_room);
  const auto journey = composed();
  EXPECT_EQ(journey.total[Fate::copied], 1u);
  EXPECT_EQ(journey.total[Fate::withheld], 1u);
  EXPECT_EQ(journey.total[Fate::no_room], 1u);
}

TEST_F(Composition, AValueWithSeveralTargetsHasTheWorstOfTheirFates) {
  const auto id = leaf(Fate::copied, family_);
  document_.ledger.mark(id, Fate::copied, gender_);
  policy_says(gender_, Fate::withheld);
  EXPECT_EQ(composed().total[Fate::withheld], 1u);
}

TEST_F(Composition, AnElementWithChildrenArrivedWhenAnythingInItArrived) {
  leaf(Fate::converted, name_);
  EXPECT_EQ(composed().total[Fate::converted], 1u);
  policy_says(family_, Fate::withheld);
  policy_says(use_, Fate::withheld);
  EXPECT_EQ(composed().total[Fate::withheld], 1u);
}

TEST_F(Composition, TellsWhereEachValueWentAndWhy) {
  leaf(Fate::copied, family_);
  leaf(Fate::copied, gender_);
  document_.ledger.name_leaf(0, {"row 2, column last_name", 2, 1});
  policy_says(gender_, Fate::withheld);
  const auto journey = composed(Detail::values);
  ASSERT_EQ(journey.values.size(), 2u);
  EXPECT_EQ(journey.values[0].place.path, "row 2, column last_name");
  EXPECT_EQ(journey.values[0].to, "column " + std::to_string(family_));
  EXPECT_EQ(journey.values[1].to, "Patient.gender");
  EXPECT_EQ(journey.values[1].reason, "the policy for Harbor House does not let it pass");
}

TEST_F(Composition, WithoutAResultNothingArrived) {
  Journey journey;
  Counts read;
  read[Fate::copied] = 3, read[Fate::converted] = 2, read[Fate::kept] = 1, read.added = 9;
  journey.hops.push_back({"read", read});
  compose_nothing(journey);
  EXPECT_EQ(journey.total[Fate::undecided], 5u);
  EXPECT_EQ(journey.total.total(), 6u);
  EXPECT_EQ(journey.total.added, 0u);
}

TEST_F(Composition, RefusedRowsCountToo) {
  Ledger rest("read");
  rest.add_leaf();
  Journey journey;
  compose_rest(rest, Detail::counts, journey);
  EXPECT_EQ(journey.total[Fate::undecided], 1u);
}

}  // namespace
}  // namespace caseway::exchange
