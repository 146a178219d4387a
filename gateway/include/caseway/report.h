// Report = issues + ledger, as plain data. Rendering (JSON, tables) is done further up, in report/.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"

namespace caseway {

// The severities of FHIR's OperationOutcome (https://hl7.org/fhir/R4/valueset-issue-severity.html), worst first.
enum class Severity : std::uint8_t { fatal, error, warning, information };

// A place in the *source*. `path` is what a person of that format would say: an XPath, a FHIRPath, "row 7, column dob".
// line and column count from 1 (column in characters of the decoded text); 0 is "not known".
struct Place {
  std::string path;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// One thing worth telling. `id` is owner.what.wrong in lower case ("csv.header.missing"), documented in docs/errors.md and never renamed.
// `text` says what, why and what to do, for people, and never quotes a value of the document (it may reach a log).
struct Issue {
  Severity severity = Severity::error;
  std::string id;
  Place place;
  std::string text;
};

// The issues of one piece of work, in the order found. Not thread-safe; one per document journey.
class CASEWAY_API Issues {
 public:
  void add(Severity severity, std::string_view id, Place place, std::string text);
  void add(Issue issue);
  void append(const Issues& other);

  const std::vector<Issue>& all() const { return issues_; }
  bool has_errors() const { return errors_ > 0; }  // any fatal or error
  std::size_t errors() const { return errors_; }
  bool empty() const { return issues_.empty(); }

  // At most `limit` issues are stored, then one "report.issues.limit" warning and a count of the rest: a hostile file must not fill memory.
  static constexpr std::size_t limit = 1000;

 private:
  void leave_out(std::size_t issues);
  std::vector<Issue> issues_;
  std::size_t errors_ = 0;
  std::size_t unsaid_ = 0;
};

// What became of one value. The order is the order of badness for a value that feeds several targets: the worst counts.
// `none` marks a slot that is not a leaf; `structural` leaves (templateId, classCode, ...) are counted apart, outside the total.
enum class Fate : std::uint8_t { none, structural, copied, converted, kept, ignored, withheld, no_room, undecided };
constexpr std::size_t kFates = 9;
CASEWAY_API std::string_view fate_name(Fate fate);  // "copied", "no_room", ...

// How many values met which fate. total() leaves structural and none out.
struct Counts {
  std::array<std::uint64_t, kFates> of{};
  std::uint64_t added = 0;  // values of the target without a source: constants, generated ids, defaults, narrative
  std::uint64_t& operator[](Fate fate) { return of[static_cast<std::size_t>(fate)]; }
  std::uint64_t operator[](Fate fate) const { return of[static_cast<std::size_t>(fate)]; }
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (auto i = static_cast<std::size_t>(Fate::copied); i < kFates; ++i) sum += of[i];
    return sum;
  }
  Counts& operator+=(const Counts& other) {
    for (std::size_t i = 0; i < kFates; ++i) of[i] += other.of[i];
    added += other.added;
    return *this;
  }
};

// The ledger of one hop (read, policy or write) of one document: a fate per leaf and where the leaf went.
//
//   leaf     dense from 0 in source order; when the source is a Tree, the leaf id is the node index (slots of inner nodes hold `none`)
//   target   when the target is a Tree, the node index; when it is bytes, an index given by target_name(), or kNoTarget
//   rule     index given by rule(): "not-about-the-person", "implied by column last_name", a line of the mapping; 0 is "no rule"
//
// A leaf starts as `undecided`. mark() keeps the worst fate said of a leaf; the first call replaces `undecided`. Slots that are `none` or
// `structural` are outside the total and mark() leaves them so (a link is noted all the same); settle() can make a slot a leaf.
class CASEWAY_API Ledger {
 public:
  static constexpr std::uint32_t kNoTarget = 0xffffffffu;
  struct Link {
    std::uint32_t leaf;
    std::uint32_t target;
    std::uint32_t rule;
  };

  explicit Ledger(std::string hop = {}) : hop_(std::move(hop)) {}

  const std::string& hop() const { return hop_; }
  std::uint32_t add_leaf(Fate fate = Fate::undecided);  // the next leaf id
  void resize(std::size_t leaves, Fate fate);           // slots for a Tree's nodes
  std::size_t size() const { return fates_.size(); }

  void mark(std::uint32_t leaf, Fate fate, std::uint32_t target = kNoTarget, std::uint32_t rule = 0) {
    if (target != kNoTarget || rule != 0) links_.push_back({leaf, target, rule});
    Fate& now = fates_.at(leaf);
    if (now == Fate::undecided)
      first_said(leaf, fate);
    else if (now != Fate::none && now != Fate::structural)
      now = std::max(now, fate);
  }
  // Says a fate that overrides what was said before; for decisions taken late ("kept" for all that is left over).
  void settle(std::uint32_t leaf, Fate fate, std::uint32_t rule = 0);
  void add(std::uint64_t values = 1) { added_ += values; }

  Fate fate(std::uint32_t leaf) const { return fates_[leaf]; }
  const std::vector<Fate>& fates() const { return fates_; }
  const std::vector<Link>& links() const { return links_; }  // in the order marked
  std::vector<Link>& links() { return links_; }
  Counts counts() const;

  std::uint32_t rule(std::string_view text);  // interned
  std::string_view rule_text(std::uint32_t rule) const { return texts_.at(rule); }
  std::uint32_t target_name(std::string_view text);  // interned; for targets that are bytes
  std::string_view target_text(std::uint32_t name) const { return texts_.at(name); }

  // Names of the leaves, present only when the context asked for them (Detail::values): text is made only for a report.
  void name_leaf(std::uint32_t leaf, Place place);
  const Place* place(std::uint32_t leaf) const;

  // One buffer, for the way between processes. from_bytes() checks every index and returns false on a damaged buffer.
  std::string to_bytes() const;
  static bool from_bytes(std::string_view bytes, Ledger& out);

 private:
  std::uint32_t intern(std::string_view text);
  void index_texts();
  bool is_answer(std::uint32_t leaf) const { return leaf < answers_.size() && answers_[leaf]; }
  void first_said(std::uint32_t leaf, Fate fate) {
    if (fate == Fate::undecided)
      answer(leaf);
    else if (!is_answer(leaf))
      fates_[leaf] = fate;
  }
  void answer(std::uint32_t leaf);

  std::string hop_;
  std::vector<Fate> fates_;
  std::vector<bool> answers_;  // leaves of which somebody said `undecided`: it is then an answer, not the absence of one; as long as it must be
  std::vector<Link> links_;
  std::vector<std::string> texts_{std::string()};
  std::vector<std::uint32_t> index_;  // open addressing over texts_; 0 is free; empty until the first text
  std::vector<Place> places_;
  std::uint64_t added_ = 0;
};

}  // namespace caseway
