// The canonical document while a mapping writes: which resource or element each variable is, what stands at a path, and what became of each
// value. The inverse of making.h.
//
//   Finding finding(plan, context);
//   finding.begin(document.tree);
//   for (const auto& bound : finding.documents()) finding.bind_roots(bound);             // or bind_roots(), where there is one document
//   for (const auto& each : finding.candidates(variable, true)) { finding.bind(variable, each.element); ... finding.take(each); }
//   if (const auto family = finding.at(path)) finding.mark(family.element, Fate::copied, target, field);
//   finding.finish();                                       // what nobody wrote is no_room, plumbing is ignored
//
// Lifetime: one document after another; the plan, the context and the tree must outlive it. Not for several threads.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/element.h"
#include "caseway/partner.h"
#include "fhir/documents.h"
#include "mapping/plan.h"

namespace caseway::mapping {

// What stands at a path, and the elements on the way to it (one per step), for the selectors that chose them.
struct Found {
  Element element;
  std::uint32_t trail = 0;
  explicit operator bool() const { return static_cast<bool>(element); }
};
// The places of a tuple and what stands there, "" where nothing does; both empty when nothing stands anywhere.
struct FoundTuple {
  std::vector<Found> places;
  std::vector<std::string_view> codes;
};
// What a variable may be, and the node that led there: a Reference, or itself.
struct Candidate {
  Element element;
  std::uint32_t through = 0;
};

class Finding {
 public:
  Finding(const Plan& plan, const Context& context);
  void begin(const Tree& tree);  // forgets the document before

  // ---- variables
  void bind_roots();
  void bind_roots(const std::vector<Element>& instances);  // one of documents()
  // How the variables of a document are bound in each document of theirs that this one stands for: several where some say `each: document`.
  std::vector<std::vector<Element>> documents();
  void bind(Index variable, Element instance) { bound_[variable] = instance; }
  Element bound(Index variable) const { return bound_[variable]; }
  const std::string& day() const { return day_; }  // of the document, by the mapping's `dated_by`; "" when it has none
  // Of a group: what they were bound to before it. A variable left bound would say to the next instance around which candidates are its own.
  std::vector<Element> bound(const std::vector<Index>& variables) const;
  void bind(const std::vector<Index>& variables, const std::vector<Element>& instances);
  std::vector<Candidate> candidates(Index variable, bool lead);  // in order; `lead` of a group: what no group has taken before
  void bind_rest(const std::vector<Index>& variables);           // the variables of a group besides its leading one
  void take(const Candidate& written) { taken_[written.through] = written_[written.element.index()] = 1; }
  bool is_written(Element instance) const { return written_[instance.index()] != 0; }  // some group has taken it, whatever led there
  void mark_instance(Index variable, const Field& field);  // its constants, and what chose the references to it, are implied by its being there

  // ---- places
  Found at(const OursPath& path);                       // the first; false when there is none
  const std::vector<Found>& all(const OursPath& path);  // each at the step that repeats; valid until the next call
  // The same with the number of the repeated element each stands in, from 0: fields of one number share it, whether it has all of them or not.
  std::vector<std::pair<std::size_t, Found>> numbered(const OursPath& path);
  FoundTuple tuple(const std::vector<OursPath>& paths);
  bool holds(const OursTest& test);
  Element absent(Element place) const;      // the valueCode of a dataAbsentReason extension
  Element absent_at(const OursPath& path);  // the same of a place, or of Observation.dataAbsentReason

  // ---- the ledger, of nodes
  Ledger& ledger() { return ledger_; }
  std::uint32_t target(std::string_view what, std::string_view name);  // "column " and its name: for the report, when it wants names
  void mark(Element ours, Fate fate, std::uint32_t target, const Field* field);
  void mark_absent(Element reason, const OursPath& path, std::uint32_t target, const Field& field);  // with its url or system
  void mark_selectors(const OursPath& path, const Found& found, const Field& field);
  bool mark_constants(const std::vector<Constant>& what, Element parent, const Field& field);  // false: they are not there
  void mark_fixed(const Field& field);                                                         // `value`: implied where ours says the same
  void failed(Element ours) { failed_[ours.index()] = 1; }                                     // nobody could decide: not no_room
  void finish();
  const Tree& tree() const { return *tree_; }

 private:
  bool holds_fhirpath(const OursTest& test);
  bool matches(const Constant& what, Element parent) const;
  bool matches(const Variable& what, Element candidate) const;
  int agreement(const Variable& what, Element candidate) const;  // of its references: 2 lead where they should, 1 unknown, 0 elsewhere
  bool selects(const OursPath& path) const;
  bool passes(const Slot& slot, Element candidate, const std::vector<Slot>& slots) const;
  bool is_over(Element candidate) const;
  bool walk(Element parent, const std::vector<Slot>& slots, Index repeat, std::size_t step);
  bool try_step(Element child, const std::vector<Slot>& slots, Index repeat, std::size_t step);
  void query(const OursPath& path, Index repeat);
  void follow(const OursPath& path, const Variable& what, std::vector<Candidate>& out);
  void sort_by_agreement(const Variable& what, std::vector<Candidate>& out) const;
  std::vector<Index> in_order(const std::vector<Index>& variables) const;
  void bind_first(Index variable);
  void read_day();
  void bind_document(Index lead, Element instance);
  std::vector<Index> companions(Index lead) const;
  void mark_labels();
  void visit(Index variable, const std::vector<Index>& among, std::vector<char>& seen, std::vector<Index>& order) const;
  void mark_constant(const Constant& what, Element parent, const Field& field);
  std::uint32_t rule_of(const Field& field);

  const Plan& plan_;
  const Context& context_;
  const std::vector<Index> root_order_;
  const Tree* tree_ = nullptr;
  fhir::Resources resources_;
  std::vector<Element> bound_;
  std::string day_;
  std::vector<char> taken_;
  std::vector<char> written_;
  std::vector<char> failed_;
  std::vector<Index> chain_;    // of the path asked for, from the top
  std::vector<Element> stack_;  // the elements on the way
  std::vector<Found> found_;
  std::vector<Element> trails_;
  std::vector<std::uint32_t> rules_;
  Ledger ledger_{"write"};
};

}  // namespace caseway::mapping
