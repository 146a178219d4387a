// The canonical document while a mapping reads: instances of variables, the places (slots) made so far, and what became of each leaf.
//
//   Making making(plan, context);
//   making.open(patient);                                   // an instance; made for good only when a value arrives
//   auto id = making.place(path);                           // makes the place and everything above it
//   making.mark(leaf, Fate::copied, id, field);
//   making.close(patient, before);
//   Document document; making.finish(key, document);        // and the next document may begin
//
// Lifetime: one document after another, whose memory it keeps for the next. Not for several threads. The plan and the context must outlive it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "caseway/element.h"
#include "caseway/partner.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class Making {
 public:
  Making(const Plan& plan, const Context& context);
  ~Making();

  // ---- instances
  Index open(Index variable);                      // a new current instance of the variable
  void open(const std::vector<Index>& variables);  // of several that may refer to one another
  void connect(Index variable);                    // its references and links lead from and to what is current now
  void close(Index variable, Index before) { current_[variable] = before; }
  Index reopen(Index variable, Index instance);  // an instance that is there already, met again: links lead to it from here too
  Index current(Index variable) const { return current_[variable]; }
  void bind(Index parameter, Index instance) { current_[parameter] = instance; }
  bool live(Index instance) const { return instances_[instance].live; }
  bool taken(Index variable) const;  // it stands in an element that may be there once, and is there already
  Draft::Id node(Index instance);    // its node, made when it is not there yet

  // ---- places and values
  Draft::Id place(const OursPath& path);                      // the place, made when it is not there yet
  Draft::Id fresh(const OursPath& path);                      // one more at the step that repeats
  Draft::Id numbered(const OursPath& path, std::uint32_t n);  // the n-th at the step that repeats, shared by fields with the same n
  Draft::Id beside(Draft::Id id, DefId def);                  // another element of the same parent
  void set(Draft::Id id, std::string_view value) { draft_.set_value(id, value); }
  void touch(Index variable);  // a value of theirs has arrived
  // Why there is no value: a dataAbsentReason extension at the place (Observation's own element for its value); the instance is not there
  // for this alone. Gives the node of the reason.
  Draft::Id absent_at(const OursPath& path, std::string_view reason);
  Draft::Id absent(Draft::Id id, std::string_view reason);
  void date(std::string day) { day_ = std::move(day); }  // of the document; "" when it has none
  const std::string& day() const { return day_; }
  void guard(const OursTest& test, Place place);                        // of what was just read: the test is asked of the document once it is there
  void fixed(const OursPath& path, const std::vector<Constant>& what);  // when the instance turns out to be there
  Draft::Id constant(Draft::Id parent, const Constant& what);
  Draft& draft() { return draft_; }

  // ---- the ledger; targets are Draft ids until finish()
  Ledger& ledger() { return ledger_; }
  void label(const Field& field);  // what `sensitivity` says of the value just marked
  void mark(std::uint32_t leaf, Fate fate, Draft::Id target, const Field* field);
  void ignore(std::uint32_t leaf, std::string_view reason);
  void same_as(std::uint32_t leaf, std::uint32_t first) { same_.push_back({leaf, first}); }  // a repeat: arrives where the first arrived
  void keep(std::uint32_t leaf, std::string_view anchor, std::string path, std::string_view value);

  // ---- business ids: a resource known by one, and a Reference to whichever resource it will turn out to be
  void identify(Index variable, std::string key);
  void refer(const OursPath& path, std::string key, std::vector<std::uint32_t> leaves, const Field* field);
  std::uint32_t rule_of(const Field& field);
  const Plan& plan() const { return plan_; }

  // The tree, with references, ids and constants; leaves whose target was left out are undecided again. Ready for the next document.
  void finish(std::string_view key, Document& document);

 private:
  struct Instance {
    Index variable;
    Index ordinal;  // which one of its variable, from 0: part of its id, with the variable's name and namesake
    Index places;   // first of its slots in places_
    Index owner;    // elements: the instance that `at` stands in
    Draft::Id node;
    Draft::Id entry;  // resources
    bool live;
  };
  struct Pending {  // a Reference element to fill when all instances are known
    Index from;
    const OursPath* path;
    Index to;                           // instance
    bool append;                        // a link: one more element of the list
    std::vector<std::uint32_t> leaves;  // of theirs that say so
    const Field* field = nullptr;
  };
  struct Numbered {
    Index instance, slot;
    std::uint32_t n;
    Draft::Id node;
  };
  struct Same {
    std::uint32_t leaf, first;
  };
  struct Fixed {
    Index instance;
    const OursPath* path;
    const std::vector<Constant>* what;
  };
  struct Guard {
    const OursTest* test;
    Place place;
    std::vector<std::pair<Index, Index>> bound;  // variable of the test, instance
  };
  struct ById {
    Index from;
    const OursPath* path;
    std::string key;
    std::vector<std::uint32_t> leaves;
    const Field* field;
  };
  Draft::Id place_in(Index instance, Index slot);
  void forget(Index instance, Index slot);
  void link(Index instance);
  void bring_links_to_life();
  void add_constants(const Instance& instance);
  void add_labels();
  void resolve_ids();
  void name_resources(std::string_view key);
  void fill(const Pending& pending, const std::string& url);
  void complete_bundle(std::string_view key);
  void repeat_links();
  void ask_guards(const Tree& tree);
  void settle_links(const Tree& tree);
  void forget_document();

  const Plan& plan_;
  const Context& context_;
  const std::string seed_;  // of generated ids
  Draft draft_;
  Ledger ledger_{"read"};
  std::vector<Index> current_;  // per variable
  std::vector<Index> counts_;   // per variable: instances so far
  std::vector<Instance> instances_;
  std::vector<Draft::Id> places_;
  std::vector<Pending> pending_;
  std::vector<Numbered> numbered_;
  std::vector<Same> same_;
  std::vector<Fixed> fixed_;
  std::vector<ById> by_id_;
  std::vector<Guard> guards_;
  std::string day_;
  std::unordered_map<std::string, Index> identified_;
  bool met_again_ = false;                                  // an instance may be linked to more than once:
  std::set<std::tuple<Index, Index, Index>> linked_;        // then from, slot, to
  std::vector<std::pair<Index, std::string_view>> labels_;  // instance of a resource, code
  std::vector<Kept> residual_;
  std::vector<std::uint32_t> rules_;     // per line of the mapping, when leaves are named
  std::vector<std::string> urls_;        // fullUrl per instance that is there, while the document is finished; kept for its memory
  std::vector<std::uint32_t> index_of_;  // the same: Draft id -> node,
  std::vector<char> reached_;            // and whether a leaf leads to a node
};

// Where a field's value goes, for converters: the place is made at the first touch, so a value that cannot be converted leaves nothing behind.
class Target {
 public:
  Target(Making& making, const Field& field, const OursPath& path, bool repeats) : making_(making), field_(field), path_(path), repeats_(repeats) {}
  Draft::Id node();
  bool made() const { return node_ != Draft::kNone; }
  TypeId type() const { return path_.type; }
  const OursPath& path() const { return path_; }
  const Field& field() const { return field_; }
  Making& making() { return making_; }
  void choose(DefId def) { chosen_ = def; }  // value[x]: which of the choices

 private:
  Making& making_;
  const Field& field_;
  const OursPath& path_;
  bool repeats_;
  DefId chosen_ = kNoDef;
  Draft::Id node_ = Draft::kNone;
};

}  // namespace caseway::mapping
