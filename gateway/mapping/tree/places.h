// The places below the nodes of instances, made in a Draft when they are first needed: each once, with the selectors that tell it apart.
//
//   Places places(plan, draft);
//   const auto patient = places.add(variable, kNone, node);   // a resource
//   const auto family = places.place(patient, slot);
//
// Which instances there are, and which of them last, is for whoever asks.
#pragma once

#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "caseway/element.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class Places {
 public:
  Places(const Plan& plan, Draft& draft) : plan_(plan), draft_(draft) {}

  // An instance, numbered from 0; without a node it is made below its owner when it is needed.
  Index add(Index variable, Index owner, Draft::Id node);
  Draft::Id node(Index instance);  // made when it is not there yet
  Draft::Id node_if_made(Index instance) const { return instances_[instance].node; }
  bool taken(Index owner, const OursPath& at) const;  // it may be there once, and is there already

  Draft::Id place(Index instance, Index slot);                                // kNone: the instance's own node
  Draft::Id fresh(Index instance, const OursPath& path);                      // one more at the step that repeats
  Draft::Id numbered(Index instance, const OursPath& path, std::uint32_t n);  // the n-th at the step that repeats, shared by fields with the same n
  Draft::Id beside(Draft::Id id, DefId def);                                  // another element of the same parent

  Draft::Id constant(Draft::Id parent, const Constant& what);
  void constants(Index instance);  // those of its variable
  void fixed(Index instance, Index slot, const std::vector<Constant>& what);
  // Why there is no value: a dataAbsentReason extension (Observation's own element for its value). Gives the node of the reason.
  Draft::Id absent(Draft::Id id, std::string_view reason);
  CASEWAY_API Draft::Id absent_at(Index instance, const OursPath& path, std::string_view reason);
  Draft::Id label(Index instance, std::string_view code);  // a code of meta.security
  // A Reference. `append`: one more of the list, unless it leads there already or the element made for it by a field is still free; then kNone.
  // `again`: an instance may be linked to more than once.
  Draft::Id refer(Index from, const OursPath& path, bool append, Index to, std::string_view url, bool again);

  void forget_document();

 private:
  struct Instance {
    Index variable;
    Index owner;
    Index places;  // first of its slots in places_
    Draft::Id node;
  };
  struct Numbered {
    Index instance, slot;
    std::uint32_t n;
    Draft::Id node;
  };
  void forget(Index instance, Index slot);

  const Plan& plan_;
  Draft& draft_;
  std::vector<Instance> instances_;
  std::vector<Draft::Id> places_;
  std::vector<Numbered> numbered_;
  std::set<std::tuple<Index, Index, Index>> linked_;  // from, slot, to
};

}  // namespace caseway::mapping
