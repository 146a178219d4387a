// One document of FHIR on its way between a dialect and us: a draft that begins as a copy of what came and is changed field by field, in the order
// of the mapping. What no field names stays as it is. docs/mapping.md, "FHIR", says what each field does in each direction.
//
//   Revision revision(plan, context, tree, Way::receiving, positions);
//   if (revision.run()) { document.tree = revision.take(); revision.account(...); }
//
//   resources  the outermost one and those that are entries of an outermost Bundle; what is inside of them belongs to them
//   tests      `when`, `if` and the profiles' ask the resource as it came, rules ask theirs: what came, or what is sent
//   issues     mapping.bundle.other, mapping.validity.other (errors), mapping.value.missing (error), mapping.const.differs, mapping.code.unknown,
//   mapping.codes.disagree
//              (warnings), and those of the mapping's own rules
//   lifetime   the plan, the context, the tree and the positions must outlive it
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/partner.h"
#include "fhir/documents.h"
#include "formats/position.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class Revision {
 public:
  using Id = Draft::Id;

  Revision(const Plan& plan, const Context& context, const Tree& from, Way way, const std::vector<formats::Position>* positions);
  bool run();  // false when an error was found; then there is no result
  const Tree& result() const { return result_; }
  Tree take() { return std::move(result_); }

  // The ledger of reading, from the codec's: whose leaves lead to nodes of what came.
  Ledger account_for(const Ledger& codec) const;
  // The ledger of writing: a slot for each node of what came.
  Ledger account_for_nodes() const;

 private:
  // What became of a node that came.
  struct Became {
    Fate fate = Fate::copied;
    const Field* field = nullptr;
    std::string_view reason;  // instead of a field
  };
  // A node that came made another one too.
  struct Link {
    std::uint32_t from;
    Id to;
    const Field* field;
  };
  // An element at a path, and those on the way to it, one for each step.
  struct Found {
    std::vector<Id> trail;
    Id id() const { return trail.back(); }
  };

  void copy();
  bool find_day();  // false, with an issue, when it is none of the mapping's
  void list_resources();

  // ---- revision.cc: fields
  void apply(const Field& field);
  void apply(const Field& field, Id resource);
  void drop(Id resource, const Field* field, std::string_view reason);
  void move(const Field& field, Id resource, const OursPath& from, const OursPath& to);
  bool relocate(const Field& field, Id resource, const Found& found, const OursPath& from, const OursPath& to);
  void reselect(const Field& field, Id id, const std::vector<Constant>& from, const std::vector<Constant>& to);
  void fix(const Field& field, Id resource, const OursPath& path);    // a fixed value is made
  void imply(const Field& field, Id resource, const OursPath& path);  // a fixed value goes without saying
  bool says(const Field& field, Id id) const;                         // the fixed value
  std::size_t values_below(Id id) const;
  void demand(const Field& field, Id resource);
  bool passes(const std::shared_ptr<const fhirpath::Expression>& test, Id resource) const;

  // ---- revision_codes.cc: fields with code tables
  bool recode(const Field& field, Id code);
  void agree(const Field& field, Id resource);
  void set_ours(const Field& field, Id resource, Id their_code, const std::vector<Id>& there);
  void set_theirs(const Field& field, Id resource, Id their_code, const std::vector<Id>& there);
  const CodeTable::Row* row_of(const CodeTable& table, std::string_view theirs, const std::vector<Id>& ours, Way way) const;
  Id code_at(Id resource, const OursPath& path) const;  // the primitive there, of a Coding its code; kNone
  Id make_code(Id resource, const OursPath& path);
  void overwrite(const Field& field, Id code, std::string_view value, Fate fate, std::string_view reason);

  // ---- revision_bundle.cc: the Bundle around
  void receive_bundle();
  void send_bundle();
  void drop_delivery();  // what only the former type of a Bundle may have
  void close_document();
  void claim_profiles();
  void put_first();
  void say_again(Id first, const Variable::Reference& reference);
  std::string address_of(TypeId type);  // of the first resource of a type
  void ask_rules(const Tree& theirs, bool sending);

  // ---- revision_places.cc: places in the draft
  std::vector<Found> find(Id resource, const OursPath& path) const;
  void find(std::vector<Id>& trail, const std::vector<Index>& chain, const std::vector<Slot>& slots, std::vector<Found>& out) const;
  bool matches(const Constant& what, Id parent) const;
  Id matching(const Constant& what, Id parent) const;
  Id place(Id resource, Index variable, Index slot);  // what stands there, made when nothing does
  void make(Id parent, const Constant& what);
  void remove(Id id, Fate fate, const Field* field, std::string_view reason);
  void prune(const Field& field, const Found& found, const OursPath& path);
  std::vector<Index> chain_of(const OursPath& path) const;

  void say(Severity severity, std::string_view id, Id place, std::string text);
  void became(Id id, Fate fate, const Field* field, std::string_view reason = {});
  std::uint32_t rule_of(const Became& what, Ledger& ledger) const;
  void add_made(Ledger& ledger, const std::set<Id>& explained) const;

  const Plan& plan_;
  const Context& context_;
  const Tree& from_;
  const Way way_;
  const std::vector<formats::Position>* positions_;
  Draft draft_;
  Tree result_;
  std::vector<std::uint32_t> index_of_;          // Draft id -> node of the result
  std::map<TypeId, std::vector<Id>> resources_;  // by type, in order; a copied element has the number of its node
  std::vector<Id> main_;                         // all of them, in order
  fhir::Resources came_;                         // for resolve() in tests
  std::vector<Became> became_;                   // per node that came
  std::vector<Link> links_;
  std::string day_;  // of the document, by the mapping's `dated_by`; "" when it has none
  bool failed_ = false;
};

}  // namespace caseway::mapping
