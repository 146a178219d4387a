#include "exchange/request_loop.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/task_states.h"
#include "fhir/documents.h"
#include "fhirpath/temporal.h"

namespace caseway::exchange {
namespace {

// What an answer says anew: what it does not say any more is gone.
constexpr std::array<std::string_view, 5> kSaidAnew{"status", "statusReason", "businessStatus", "lastModified", "restriction"};
// What an answer may say: what it does not say stays.
constexpr std::array<std::string_view, 3> kSaidToo{"owner", "groupIdentifier", "executionPeriod"};
// What is added to what was said before.
constexpr std::array<std::string_view, 3> kJoined{"identifier", "note", "output"};

bool same(Element a, Element b) {
  if (a.def() != b.def() || a.value() != b.value()) return false;
  auto left = a.children().begin();
  auto right = b.children().begin();
  for (; left != a.children().end() && right != b.children().end(); ++left, ++right)
    if (!same(*left, *right)) return false;
  return left == a.children().end() && right == b.children().end();
}

bool share_identifier(Element a, Element b) {
  for (const Element one : a.children("identifier"))
    for (const Element other : b.children("identifier")) {
      const auto system = one.child_value("system");
      const auto other_system = other.child_value("system");
      if (!one.child_value("value").empty() && one.child_value("value") == other.child_value("value") &&
          (system == other_system || system.empty() || other_system.empty()))
        return true;
    }
  return false;
}

bool is_same_resource(Element a, Element b) {
  if (a.type_id() != b.type_id()) return false;
  return share_identifier(a, b) || (!a.child_value("id").empty() && a.child_value("id") == b.child_value("id"));
}

Element first_of(const fhir::Resources& resources, std::string_view type) {
  for (const Element each : resources.all())
    if (each.type() == type) return each;
  return {};
}

// The Task of a referral: the one about its request, else the first.
Element task_of(const fhir::Resources& resources, Element request) {
  for (const Element each : resources.all())
    if (each.type() == "Task" && request && resources.resolve(each.child("focus")).index() == request.index() &&
        resources.resolve(each.child("focus")))
      return each;
  return first_of(resources, "Task");
}

std::optional<fhirpath::Temporal> time_of(std::string_view instant) { return fhirpath::Temporal::parse(instant, fhirpath::TemporalKind::date_time); }

class Loop {
 public:
  Loop(const Tree& earlier, const Tree& update, Issues& issues)
      : earlier_(earlier),
        update_(update),
        issues_(issues),
        known_(earlier),
        came_(update),
        request_(first_of(known_, "ServiceRequest")),
        task_(task_of(known_, request_)),
        answer_(choose()) {}

  Answer run() {
    Answer made;
    made.verdict = verdict();
    made.referral = earlier_;
    made.ledger.resize(update_.size(), Fate::none);
    const auto reason =
        made.ledger.rule(made.verdict == Answer::Verdict::repeated ? "duplicate-of what is known" : "nothing was taken of this update");
    for (std::uint32_t node = 0; node < update_.size(); ++node)
      if (update_.at(node).has_value()) made.ledger.settle(node, made.verdict == Answer::Verdict::repeated ? Fate::ignored : Fate::undecided, reason);
    if (made.verdict == Answer::Verdict::taken) take(made);
    tell_others(made.ledger);
    return made;
  }

 private:
  // Of the Tasks about this referral the newest; without any the first, which is then told.
  Element choose() {
    Element best;
    for (const Element each : came_.all()) {
      if (each.type() != "Task" || !is_about(each)) continue;
      if (best) others_.push_back(is_newer(best, each) ? each : best);
      if (!best || !is_newer(best, each)) best = each;
    }
    return best ? best : first_of(came_, "Task");
  }

  // Whether `one` goes before `other`, which stands behind it.
  static bool is_newer(Element one, Element other) {
    const bool step = static_cast<bool>(one.child("partOf"));
    if (step != static_cast<bool>(other.child("partOf"))) return !step;
    const auto a = time_of(one.child_value("lastModified"));
    const auto b = time_of(other.child_value("lastModified"));
    if (!a || !b) return static_cast<bool>(a);
    return compare(*a, *b).value_or(0) > 0;
  }

  void tell_others(Ledger& ledger) {
    const auto rule = ledger.rule("another Task of the update was taken");
    for (const Element each : others_) {
      say(Severity::warning, "exchange.update.other", each,
          "another Task of this update is about the same referral and is newer, or the referral's own where this one is a step of it; this one was "
          "not taken");
      for (auto node = each.index(); node < update_.node(each.index()).end; ++node)
        if (update_.at(node).has_value()) ledger.settle(node, Fate::undecided, rule);
    }
  }

  bool is_about(Element answer) const {
    if (!task_ || !answer) return false;
    if (is_same_resource(answer, task_)) return true;
    if (!request_) return false;
    const Element focus = answer.child("focus");
    if (const Element named = came_.resolve(focus)) return is_same_resource(named, request_) || known_.resolve(focus).index() == request_.index();
    const auto key = focus.child("identifier").child_value("value");
    for (const Element identifier : request_.children("identifier"))
      if (!key.empty() && identifier.child_value("value") == key) return true;
    const Element led_to = known_.resolve(focus.child_value("reference"), task_);
    if (led_to && led_to.index() == request_.index()) return true;
    const auto id = request_.child_value("id");
    return !id.empty() && (key == id || focus.child_value("reference") == "ServiceRequest/" + std::string(id));
  }

  void say(Severity severity, std::string_view id, Element where, std::string text) {
    issues_.add(severity, id, {where ? update_.path(where.index()) : std::string(), 0, 0}, std::move(text));
  }

  // Whether the update is older than that, as far as the two times say.
  bool is_before(std::string_view instant) const {
    const auto known = time_of(instant);
    const auto said = time_of(answer_.child_value("lastModified"));
    return known && said && compare(*said, *known).value_or(0) < 0;
  }

  bool is_repeated() const {
    return std::all_of(kSaidAnew.begin(), kSaidAnew.end(),
                       [&](std::string_view name) {
                         const Element a = task_.child(name);
                         const Element b = answer_.child(name);
                         return (!a && !b) || (a && b && same(a, b));
                       }) &&
           std::all_of(kJoined.begin(), kJoined.end(), [&](std::string_view name) {
             for (const Element each : answer_.children(name))
               if (!is_there(name, each)) return false;
             return true;
           });
  }

  bool is_there(std::string_view name, Element said) const {
    for (const Element each : task_.children(name))
      if (same(each, said)) return true;
    return false;
  }

  Answer::Verdict verdict() {
    if (!is_about(answer_)) {
      say(Severity::error, "exchange.update.unrelated", answer_.child("focus"),
          "this update is about another referral than the earlier one: neither its number nor its reference is the same; find the referral that it "
          "belongs to");
      return Answer::Verdict::unrelated;
    }
    if (is_repeated()) {
      say(Severity::information, "exchange.update.repeated", answer_, "this update says what is known already; nothing changes");
      return Answer::Verdict::repeated;
    }
    if (is_before(task_.child_value("authoredOn")) || is_before(request_ ? request_.child_value("authoredOn") : std::string_view())) {
      say(Severity::error, "exchange.update.early", answer_.child("lastModified"),
          "this answer is dated before the referral that it answers; one of the two dates is wrong, so nothing was taken: ask the sender");
      return Answer::Verdict::refused;
    }
    if (is_before(task_.child_value("lastModified"))) {
      say(Severity::warning, "exchange.update.late", answer_.child("lastModified"),
          "this update is older than what is known of the referral; it changes nothing");
      return Answer::Verdict::late;
    }
    const auto before = task_.child_value("status");
    const auto after = answer_.child_value("status");
    if (!may_follow(before, after)) {
      const auto shown = [](std::string_view status) { return task_state(status) == nullptr ? std::string("(no status)") : std::string(status); };
      const bool over = task_state(before) != nullptr && task_state(before)->ended();
      say(Severity::error, "exchange.update.not_allowed", answer_.child("status"),
          "the referral is " + shown(before) + (over ? ", which is its end," : "") + " and cannot become " + shown(after) +
              "; ask the sender which of the two is right");
      return Answer::Verdict::refused;
    }
    return Answer::Verdict::taken;
  }

  // ---- taking it
  void take(Answer& made) {
    Draft draft(earlier_.root().type_id());
    for (const Element child : earlier_.root().children()) draft.copy(draft.root(), child);  // an element has the number of its node
    for (const auto name : kSaidAnew) say_anew(draft, name, true);
    for (const auto name : kSaidToo) say_anew(draft, name, false);
    for (const auto name : kJoined)
      for (const Element each : answer_.children(name))
        if (!is_there(name, each)) arrive(each, draft.copy(task_.index(), each));
    if (earlier_.root().type() == "Bundle") bring_along(draft);
    std::vector<std::uint32_t> index;
    made.referral = draft.freeze(&index);
    made.ledger = Ledger("update");
    const auto known = made.ledger.rule("duplicate-of the referral");
    made.ledger.resize(update_.size(), Fate::none);
    for (std::uint32_t node = 0; node < update_.size(); ++node)
      if (update_.at(node).has_value()) made.ledger.settle(node, Fate::ignored, known);
    for (const auto& [from, to] : arrived_) account(made.ledger, update_.at(from), to, index);
  }

  void say_anew(Draft& draft, std::string_view name, bool also_nothing) {
    const Element said = answer_.child(name);
    const Element before = task_.child(name);
    if (!said && !also_nothing) return;
    if (before) draft.remove(before.index());
    if (said) arrive(said, draft.copy(task_.index(), said));
  }

  // Resources of the update that the referral does not have; those it has, by address, give way. The request, its Task and the person are ours.
  void bring_along(Draft& draft) {
    constexpr std::array<std::string_view, 3> kOurs{"ServiceRequest", "Task", "Patient"};
    std::map<std::string_view, std::uint32_t> known;
    for (const Element entry : earlier_.root().children("entry"))
      if (const auto url = entry.child_value("fullUrl"); !url.empty()) known.emplace(url, entry.index());
    for (const Element entry : update_.root().children("entry")) {
      const Element resource = entry.child("resource");
      if (!resource || std::find(kOurs.begin(), kOurs.end(), resource.type()) != kOurs.end()) continue;
      if (const auto found = known.find(entry.child_value("fullUrl")); found != known.end()) empty(draft, found->second);
      const auto copied = draft.copy(draft.root(), entry);
      arrive(entry, copied);
      name_the_person(draft, resource, copied + (resource.index() - entry.index()));
    }
  }

  // An entry with nothing in it is left out when the draft becomes a tree.
  void empty(Draft& draft, std::uint32_t entry) const {
    for (const Element part : earlier_.at(entry).children()) draft.remove(part.index());
  }

  // A Procedure of a table names nobody: it is about the person of the referral.
  void name_the_person(Draft& draft, Element resource, Draft::Id copied) const {
    const Element person = task_.child("for") ? task_.child("for") : request_.child("subject");
    if (resource.type() != "Procedure" || resource.child("subject").child("reference") || !person.child("reference")) return;
    draft.add_value(draft.get_or_add(copied, "subject"), "reference", person.child_value("reference"));
  }

  void arrive(Element from, Draft::Id to) { arrived_.emplace_back(from.index(), to); }

  // A subtree arrived as it was: its elements follow one another in the draft as they did in the update.
  void account(Ledger& ledger, Element from, Draft::Id to, const std::vector<std::uint32_t>& index) const {
    for (std::uint32_t node = from.index(); node < update_.node(from.index()).end; ++node) {
      if (!update_.at(node).has_value()) continue;
      ledger.settle(node, Fate::copied);
      ledger.mark(node, Fate::copied, index[to + node - from.index()]);
    }
  }

  const Tree& earlier_;
  const Tree& update_;
  Issues& issues_;
  const fhir::Resources known_;
  const fhir::Resources came_;
  const Element request_;
  const Element task_;
  std::vector<Element> others_;  // Tasks about the referral that gave way to it:
  const Element answer_;
  std::vector<std::pair<std::uint32_t, Draft::Id>> arrived_;
};

}  // namespace

Answer take_update(const Tree& earlier, const Tree& update, Issues& issues) { return Loop(earlier, update, issues).run(); }

}  // namespace caseway::exchange
