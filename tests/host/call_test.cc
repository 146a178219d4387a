#include "host/call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "calls.h"
#include "host/checked.h"

namespace caseway::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A dialect that does what the test says.
class Scripted : public Partner {
 public:
  void read(const Context& context, PayloadSource& from, DocumentSink& to) const override { on_read(context, from, to); }
  void write(const Context& context, DocumentSource& from, PayloadSink& to) const override { on_write(context, from, to); }
  std::function<void(const Context&, PayloadSource&, DocumentSink&)> on_read = [](auto&&...) {};
  std::function<void(const Context&, DocumentSource&, PayloadSink&)> on_write = [](auto&&...) {};
};

Document patient() {
  Draft draft("Patient");
  draft.add_value(draft.root(), "id", "p1");
  Document document;
  document.tree = draft.freeze();
  return document;
}

TEST(Call, RefusesALedgerThatLeadsOutsideTheDocument) {
  Scripted dialect;
  dialect.on_read = [](auto&, auto&, DocumentSink& to) {
    auto document = patient();
    document.ledger.mark(document.ledger.add_leaf(), Fate::copied, 99);
    to.take(std::move(document));
  };
  const auto gathered = read(dialect, "x");
  EXPECT_FALSE(gathered.good);
  EXPECT_THAT(ids(gathered.issues), ElementsAre("plugin.answer"));
  EXPECT_THAT(gathered.documents, IsEmpty());
}

TEST(Call, RefusesALedgerOfAnotherDocument) {
  Scripted dialect;
  dialect.on_write = [](auto&, auto&, PayloadSink& to) { to.account(Ledger("write")); };
  const auto gathered = write(dialect, {patient()});
  EXPECT_FALSE(gathered.good);
  EXPECT_THAT(ids(gathered.issues), ElementsAre("plugin.answer"));
  dialect.on_write = [](auto&, auto&, PayloadSink& to) { to.account(Ledger("write")); };
  EXPECT_THAT(texts(write(dialect, {}).issues), HasSubstr("more ledgers"));
}

TEST(Call, AccountsForWhatADialectDoesNotMention) {
  Scripted dialect;
  auto gathered = write(dialect, {patient(), patient()});
  EXPECT_TRUE(gathered.good);
  EXPECT_THAT(ids(gathered.issues), ElementsAre("plugin.account"));
  ASSERT_EQ(gathered.ledgers.size(), 2u);
  EXPECT_EQ(gathered.ledgers[1].counts()[Fate::undecided], 1u);
  // A dialect that said why it wrote nothing need not say more.
  dialect.on_write = [](const Context& context, auto&, auto&) { context.issues->add(Severity::error, "x.y.z", {}, "Not this kind."); };
  gathered = write(dialect, {patient()});
  EXPECT_THAT(ids(gathered.issues), ElementsAre("x.y.z"));
  EXPECT_EQ(gathered.ledgers.size(), 1u);
}

TEST(Call, NamesWhatWasThrownAndNotWhatItSays) {
  Scripted dialect;
  dialect.on_read = [](auto&&...) { throw std::out_of_range("Okafor"); };
  const auto gathered = read(dialect, "x");
  EXPECT_FALSE(gathered.good);
  EXPECT_THAT(texts(gathered.issues), HasSubstr("std::out_of_range"));
  EXPECT_THAT(texts(gathered.issues), testing::Not(HasSubstr("Okafor")));
}

TEST(Call, AlwaysAllowsASmallResult) {
  Scripted dialect;
  dialect.on_write = [](auto&, DocumentSource& from, PayloadSink& to) {
    from.next();
    to.take({"", "", std::string(1u << 20, 'x')});
  };
  EXPECT_EQ(write(dialect, {patient()}).parts.size(), 1u);
}

TEST(Names, AreSafeAsFileNames) {
  for (const auto* good : {"", "referral.csv", "R-2026-0117", "a b", "überweisung.csv"}) EXPECT_TRUE(safe_name(good)) << good;
  for (const std::string& bad : {std::string("../x"), std::string("/x"), std::string("a\\b"), std::string(".hidden"), std::string("a\nb"),
                                 std::string("a\0b", 3), std::string("\xff"), std::string(201, 'x')})
    EXPECT_FALSE(safe_name(bad)) << bad;
}

TEST(BestFirst, LeavesOutWhoeverDoesNotKnow) {
  const auto sorted = best_first({{"a", {0, ""}}, {"b", {50, "b"}}, {"c", {80, "c"}}, {"d", {50, "d"}}});
  ASSERT_EQ(sorted.size(), 3u);
  EXPECT_EQ(sorted[0].first + sorted[1].first + sorted[2].first, "cbd");
}

}  // namespace
}  // namespace caseway::host
