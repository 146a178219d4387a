// Answers to a referral: what may follow what, what is too late, what belongs together.
#include "exchange/request_loop.h"

#include <gtest/gtest.h>

#include "exchange/task_states.h"
#include "fhir/codec.h"
#include "fhir/model.h"

namespace caseway::exchange {
namespace {

using Verdict = Answer::Verdict;

Tree tree_of(const std::string& json) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(json, Limits(), issues, tree, nullptr)) << (issues.empty() ? "" : issues.all()[0].text);
  return tree;
}

std::string referral(const std::string& status, const std::string& more = "") {
  return R"({"resourceType": "Bundle", "type": "collection", "entry": [
    {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": {"resourceType": "ServiceRequest", "id": "sr", "identifier": [{"value": "R-1"}],
      "status": "active", "intent": "order", "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000003"}}},
    {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002", "resource": {"resourceType": "Task", "status": ")" +
         status + R"(", "intent": "order", "focus": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
      "for": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000003"}, "lastModified": "2026-11-18", "statusReason": {"text": "No place"})" +
         more + R"(}},
    {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000003", "resource": {"resourceType": "Patient", "name": [{"family": "Marsh"}]}}]})";
}

std::string answer(const std::string& status, const std::string& when, const std::string& number = "R-1", const std::string& more = "") {
  return R"({"resourceType": "Task", "status": ")" + status +
         R"(", "intent": "order", "focus": {"type": "ServiceRequest", "identifier": {"value": ")" + number + R"("}}, "lastModified": ")" + when +
         "\"" + more + "}";
}

Element task_in(const Tree& tree) {
  for (const Element entry : tree.root().children("entry"))
    if (entry.child("resource").type() == "Task") return entry.child("resource");
  return {};
}

Answer held(const std::string& earlier, const std::string& update, Issues& issues) { return take_update(tree_of(earlier), tree_of(update), issues); }

TEST(TaskStates, HaveARowForEveryStatusOfFhir) {
  const auto status = fhir::find_element(fhir::find_type("Task"), "status");
  const auto codes = fhir::codes(fhir::element(status).codes);
  ASSERT_EQ(codes.size(), kTaskStates.size());
  for (const auto code : codes) {
    ASSERT_NE(task_state(code), nullptr) << code;
    for (const auto next : task_state(code)->then) EXPECT_TRUE(next.empty() || task_state(next) != nullptr) << next;
  }
  EXPECT_EQ(task_state("done"), nullptr);
}

// Every pair of statuses, as the table has them: what is allowed is taken, what is not leaves the referral as it was.
TEST(RequestLoop, FollowsTheTableForEveryPair) {
  for (const auto& before : kTaskStates)
    for (const auto& after : kTaskStates) {
      Issues issues;
      const auto made = held(referral(std::string(before.status)), answer(std::string(after.status), "2026-11-20"), issues);
      const bool allowed = may_follow(before.status, after.status);
      EXPECT_EQ(made.verdict, allowed ? Verdict::taken : Verdict::refused) << before.status << " -> " << after.status;
      EXPECT_EQ(task_in(made.referral).child_value("status"), allowed ? after.status : before.status);
      if (allowed) continue;
      ASSERT_EQ(issues.all().size(), 1u);
      EXPECT_EQ(issues.all()[0].id, "exchange.update.not_allowed");
      EXPECT_NE(issues.all()[0].text.find(before.status), std::string::npos);
      EXPECT_NE(issues.all()[0].text.find(after.status), std::string::npos);
    }
}

TEST(RequestLoop, SaysAnewWhatTheAnswerSays) {
  Issues issues;
  const auto made =
      held(referral("requested", R"(, "note": [{"text": "first"}])"),
           answer("accepted", "2026-11-20T10:00:00Z", "R-1", R"(, "note": [{"text": "second"}], "owner": {"display": "Harvest Table"})"), issues);
  ASSERT_EQ(made.verdict, Verdict::taken);
  const auto task = task_in(made.referral);
  EXPECT_EQ(task.child_value("lastModified"), "2026-11-20T10:00:00Z");
  EXPECT_FALSE(task.child("statusReason")) << "the reason was of the earlier status";
  EXPECT_EQ(task.child("owner").child_value("display"), "Harvest Table");
  std::string notes;
  for (const Element note : task.children("note")) notes += std::string(note.child_value("text")) + " ";
  EXPECT_EQ(notes, "first second ");
  const auto counts = made.ledger.counts();
  EXPECT_EQ(counts[Fate::copied], 4u);   // status, time, note, owner
  EXPECT_EQ(counts[Fate::ignored], 3u);  // intent and what it is about: known
  EXPECT_EQ(counts[Fate::undecided], 0u);
}

TEST(RequestLoop, BringsAlongWhatWasDone) {
  Issues issues;
  const std::string update = R"({"resourceType": "Bundle", "type": "collection", "entry": [
    {"fullUrl": "urn:uuid:00000000-0000-4000-8000-00000000000a", "resource": {"resourceType": "Task", "status": "completed", "intent": "order",
      "focus": {"identifier": {"value": "R-1"}}, "lastModified": "2026-12-02",
      "output": [{"type": {"text": "done"}, "valueReference": {"reference": "urn:uuid:00000000-0000-4000-8000-00000000000b"}}]}},
    {"fullUrl": "urn:uuid:00000000-0000-4000-8000-00000000000b", "resource": {"resourceType": "Procedure", "status": "completed", "subject": {"type": "Patient"}}}]})";
  const auto made = held(referral("in-progress"), update, issues);
  ASSERT_EQ(made.verdict, Verdict::taken);
  const auto again = take_update(made.referral, tree_of(update), issues);
  EXPECT_EQ(again.verdict, Verdict::repeated);
  std::size_t procedures = 0;
  for (const Element entry : made.referral.root().children("entry"))
    if (entry.child("resource").type() == "Procedure") {
      ++procedures;
      EXPECT_EQ(entry.child("resource").child("subject").child_value("reference"), "urn:uuid:00000000-0000-4000-8000-000000000003");
    }
  EXPECT_EQ(procedures, 1u);
}

TEST(RequestLoop, TellsLateRepeatedAndUnrelatedAnswersAndChangesNothing) {
  const auto earlier = referral("accepted");
  for (const auto& [update, id] :
       {std::pair{answer("completed", "2026-11-17"), "exchange.update.late"},
        std::pair{answer("accepted", "2026-11-18", "R-1", R"(, "statusReason": {"text": "No place"})"), "exchange.update.repeated"},
        std::pair{answer("completed", "2026-11-20", "R-2"), "exchange.update.unrelated"}}) {
    Issues issues;
    const auto made = held(earlier, update, issues);
    EXPECT_NE(made.verdict, Verdict::taken);
    ASSERT_EQ(issues.all().size(), 1u) << id;
    EXPECT_EQ(issues.all()[0].id, id);
    EXPECT_EQ(made.referral.to_bytes(), tree_of(earlier).to_bytes());
    EXPECT_EQ(made.ledger.counts()[Fate::copied], 0u);
  }
}

// Several Tasks of one answer: those about this referral, of them the newest; the others are told and nothing of them is taken.
TEST(RequestLoop, TakesTheNewestOfSeveralTasksAndTellsTheOthers) {
  const auto task = [](const std::string& url, const std::string& status, const std::string& more) {
    return R"({"fullUrl": "urn:uuid:00000000-0000-4000-8000-0000000000)" + url + R"(", "resource": {"resourceType": "Task", "status": ")" + status +
           R"(", "intent": "order", "focus": {"identifier": {"value": "R-1"}})" + more + "}}";
  };
  const auto bundle = [](const std::string& entries) { return R"({"resourceType": "Bundle", "type": "collection", "entry": [)" + entries + "]}"; };
  const auto old = task("0a", "accepted", R"(, "lastModified": "2026-11-19")");
  const auto fresh = task("0b", "completed", R"(, "lastModified": "2026-12-02")");
  const auto step =
      task("0c", "in-progress", R"(, "lastModified": "2026-12-05", "partOf": [{"reference": "urn:uuid:00000000-0000-4000-8000-00000000000b"}])");
  const auto undated = task("0d", "rejected", "");
  const auto other = R"({"resource": {"resourceType": "Task", "status": "failed", "intent": "order", "focus": {"identifier": {"value": "R-9"}}}})";
  for (const auto& entries : {other + ("," + old) + "," + fresh, fresh + "," + old, step + "," + fresh + "," + undated, undated + "," + fresh}) {
    Issues issues;
    const auto made = held(referral("requested"), bundle(entries), issues);
    ASSERT_EQ(made.verdict, Verdict::taken) << entries;
    EXPECT_EQ(task_in(made.referral).child_value("status"), "completed") << entries;
    ASSERT_FALSE(issues.empty());
    for (const auto& issue : issues.all()) EXPECT_EQ(issue.id, "exchange.update.other");
    EXPECT_GT(made.ledger.counts()[Fate::undecided], 0u) << "what was not taken of the other Task is not passed over";
  }
  Issues issues;
  EXPECT_EQ(task_in(held(referral("requested"), bundle(task("0a", "accepted", "") + "," + task("0b", "on-hold", "")), issues).referral)
                .child_value("status"),
            "on-hold")
      << "of equally new ones the one that stands last";
}

TEST(RequestLoop, RefusesAnAnswerFromBeforeTheReferral) {
  Issues issues;
  const auto made = held(referral("requested", R"(, "authoredOn": "2026-11-16")"), answer("accepted", "2026-01-20"), issues);
  EXPECT_EQ(made.verdict, Verdict::refused);
  ASSERT_EQ(issues.all().size(), 1u);
  EXPECT_EQ(issues.all()[0].id, "exchange.update.early");
  EXPECT_EQ(task_in(made.referral).child_value("status"), "requested");
  Issues same_day;
  EXPECT_EQ(held(referral("requested", R"(, "authoredOn": "2026-11-18T09:00:00Z")"), answer("accepted", "2026-11-18"), same_day).verdict,
            Verdict::taken);
}

// A day and a moment of it do not decide: such an answer is taken, for its status may follow.
TEST(RequestLoop, TakesWhatTimesDoNotDecide) {
  Issues issues;
  EXPECT_EQ(held(referral("accepted"), answer("in-progress", "2026-11-18T01:00:00Z"), issues).verdict, Verdict::taken);
}

}  // namespace
}  // namespace caseway::exchange
