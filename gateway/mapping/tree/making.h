// The canonical document while a mapping reads XML or JSON: its places are made in a Draft as the reading goes.
//
//   Making making(plan, context);
//   making.open(patient);                                   // an instance; made for good only when a value arrives
//   auto id = making.place(path);                           // makes the place and everything above it
//   making.mark(leaf, Fate::copied, id, field);
//   making.close(patient, before);
//   Document document; making.finish(key, document);        // and the next document may begin
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/export.h"
#include "mapping/tree/assembly.h"
#include "mapping/tree/places.h"

namespace caseway::mapping {

class CASEWAY_API Making final : public Assembly {
 public:
  Making(const Plan& plan, const Context& context);

  bool taken(Index variable) const;                                  // it stands in an element that may be there once, and is there already
  Draft::Id node(Index instance) { return places_.node(instance); }  // made when it is not there yet

  // ---- places and values
  Draft::Id place(const OursPath& path);                      // the place, made when it is not there yet
  Draft::Id fresh(const OursPath& path);                      // one more at the step that repeats
  Draft::Id numbered(const OursPath& path, std::uint32_t n);  // the n-th at the step that repeats, shared by fields with the same n
  Draft::Id beside(Draft::Id id, DefId def) { return places_.beside(id, def); }
  void set(Draft::Id id, std::string_view value) { draft_.set_value(id, value); }
  // Why there is no value: the instance is not there for this alone. Gives the node of the reason.
  Draft::Id absent_at(const OursPath& path, std::string_view reason) { return places_.absent_at(current(path.variable), path, reason); }
  Draft::Id absent(Draft::Id id, std::string_view reason) { return places_.absent(id, reason); }
  Draft& draft() { return draft_; }

  // ---- business ids: a resource known by one, and a Reference to whichever resource it will turn out to be
  void identify(Index variable, std::string key) { identified_.try_emplace(std::move(key), current(variable)); }
  void refer(const OursPath& path, std::string key, std::vector<std::uint32_t> leaves, const Field* field);

  // The tree, with references, ids and constants; leaves whose target was left out are undecided again. Ready for the next document.
  void finish(std::string_view key, Document& document);

 private:
  struct ById {
    Index from;
    const OursPath* path;
    std::string key;
    std::vector<std::uint32_t> leaves;
    const Field* field;
  };
  void opened(Index instance) override;
  Draft::Id made(Index instance) override { return places_.node_if_made(instance); }
  void resolve_ids();
  void add_fixed();
  void name_resources(std::string_view key);
  void complete_bundle(std::string_view key);

  Draft draft_;
  Places places_;
  std::vector<Draft::Id> entries_;  // by instance: of resources
  std::vector<ById> by_id_;
  std::unordered_map<std::string, Index> identified_;
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
