// The canonical document while a mapping reads, whatever its places are made of: instances of variables, what refers to what, what they are called,
// and what became of each leaf. Two things derive from it: Making, which makes the places of a document in a Draft (XML, JSON), and Outline, which
// writes down what is to be made and takes it from forms (rows of tables).
//
// Lifetime: one document after another, whose memory it keeps for the next. Not for several threads. The plan and the context must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/element.h"
#include "caseway/partner.h"
#include "crypto/digest.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class Assembly {
 public:
  // ---- instances
  Index open(Index variable);                                  // a new current instance of the variable
  CASEWAY_API void open(const std::vector<Index>& variables);  // of several that may refer to one another
  void connect(Index variable);                                // its references and links lead from and to what is current now
  void close(Index variable, Index before) { current_[variable] = before; }
  Index reopen(Index variable, Index instance);  // an instance that is there already, met again: links lead to it from here too
  Index current(Index variable) const { return current_[variable]; }
  void bind(Index parameter, Index instance) { current_[parameter] = instance; }
  bool live(Index instance) const { return instances_[instance].live; }
  CASEWAY_API void touch(Index variable);                                           // a value of theirs has arrived
  CASEWAY_API void fixed(const OursPath& path, const std::vector<Constant>& what);  // when the instance turns out to be there
  void date(std::string day) { day_ = std::move(day); }                             // of the document; "" when it has none
  const std::string& day() const { return day_; }
  bool asks(const OursTest& test, Index block) const;  // whether what the block reads is written again only where the test holds
  // Of what was just read: the test is asked of the document once it is there.
  void guard(const OursTest& test, Place place) { guard_any({&test}, std::move(place)); }
  void guard(const Field& choose, const Alternative& taken, Place place);

  // ---- the ledger; targets are ids of places until the document is finished
  Ledger& ledger() { return ledger_; }
  void mark(std::uint32_t leaf, Fate fate, Draft::Id target, const Field* field);
  void ignore(std::uint32_t leaf, std::string_view reason);
  void same_as(std::uint32_t leaf, std::uint32_t first) { same_.push_back({leaf, first}); }  // a repeat: arrives where the first arrived
  void keep(std::uint32_t leaf, std::string_view anchor, std::string path, std::string_view value);
  std::uint32_t rule_of(const Field& field);

  const Plan& plan() const { return plan_; }

 protected:
  Assembly(const Plan& plan, const Context& context);
  ~Assembly() = default;
  virtual void opened(Index instance) = 0;
  virtual Draft::Id made(Index instance) = 0;  // its node; kNone when it has none

  struct Instance {
    Index variable;
    Index ordinal;  // which one of its variable, from 0: part of its id, with the variable's name and namesake
    Index owner;    // elements: the instance that it stands in
    Index root;     // the resource that it is, or stands in
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
  struct Fixed {
    Index instance;
    const OursPath* path;
    const std::vector<Constant>* what;
  };

  struct Guard {
    std::vector<const OursTest*> tests;  // one of which must hold
    Place place;
    std::vector<std::pair<Index, std::uint32_t>> bound;  // variable of the test; instance, then its node
  };

  void bring_links_to_life();
  // The fullUrl of a resource: derived from the sender, the mapping, the document and which of its variable it is.
  void append_url(std::string& out, Index instance, std::string_view key);
  bool is_document() const;  // a Composition comes first
  std::string document_id(std::string_view key);
  // Link targets from ids to nodes. What was left out takes its leaves with it; of the tree's `values`, those that no leaf leads to were added.
  void settle_links(const Tree& tree, const std::vector<std::uint32_t>& node_of, std::size_t values);
  void find_guarded();  // before the tree is there
  void ask_guards(const Tree& tree, const std::vector<std::uint32_t>& node_of);
  void forget_document();

  const Plan& plan_;
  const Context& context_;
  Ledger ledger_{"read"};
  std::vector<Instance> instances_;
  std::vector<Pending> pending_;
  std::vector<Fixed> fixed_;
  std::vector<Guard> guards_;
  std::string day_;
  std::vector<std::pair<Index, std::string_view>> labels_;  // a resource, and what `sensitivity` says of it
  std::vector<Kept> residual_;
  bool met_again_ = false;  // an instance may be linked to more than once

 private:
  struct Same {
    std::uint32_t leaf, first;
  };
  void guard_any(std::vector<const OursTest*> tests, Place place);
  void label(const Field& field);
  void repeat_links();

  std::vector<Index> current_;  // per variable
  std::vector<Index> counts_;   // per variable: instances so far
  std::vector<Same> same_;
  std::vector<std::uint32_t> rules_;  // per line of the mapping, when leaves are named
  std::vector<char> reached_;         // whether a leaf leads to a node; kept for its memory
  crypto::Uuids ids_;
  std::string name_;  // of a resource, for its id; kept for its memory
};

constexpr std::string_view kUrn = "urn:uuid:";
// Definitions that every document needs, looked up once per process.
struct BundleParts {
  TypeId bundle, composition, entry_type, narrative;
  DefId type, timestamp, identifier, identifier_system, identifier_value, entry, full_url, resource, narrative_status, reference;
};
const BundleParts& bundle_parts();

}  // namespace caseway::mapping
