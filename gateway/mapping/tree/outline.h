// The canonical document while a mapping reads rows: what is to be made is written down first, resource by resource, and taken from forms (form.h)
// when all of the document is known. The same places, in the same order, as Making would make.
//
//   Outline outline(plan, context);
//   outline.open(plan.roots);
//   auto id = outline.place(path);                          // an id is a line of the outline
//   outline.set(id, "Okafor");
//   outline.mark(leaf, Fate::copied, id, field);
//   Document document; outline.finish(key, document);       // and the next document may begin
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fhir/heap.h"
#include "mapping/tree/assembly.h"
#include "mapping/tree/form.h"

namespace caseway::mapping {

class Outline final : public Assembly {
 public:
  using Id = Draft::Id;
  Outline(const Plan& plan, const Context& context) : Assembly(plan, context), forms_(plan) {}

  bool taken(Index variable) const;  // it stands in an element that may be there once, and is there already
  Id node(Index instance);

  // ---- places and values, as in Making
  Id place(const OursPath& path);
  Id fresh(const OursPath& path);
  Id numbered(const OursPath& path, std::uint32_t n);
  Id beside(Id id, DefId def);
  Id absent_at(const OursPath& path, std::string_view reason);
  void set(Id id, std::string_view value);
  Id put(const OursPath& path, std::string_view value);  // place() and set(); kNone, and nothing is done, where there is a value already
  bool has_value(Id id) const { return texts_[id].length > 0; }
  std::string_view value(Id id) const { return text_.view(texts_[id].offset, texts_[id].length); }

  // The tree, with references, ids and constants; leaves whose target was left out are undecided again. Ready for the next document.
  void finish(std::string_view key, Document& document);

 private:
  struct Known {          // of an instance
    Index resource;       // into resources_
    Index slots;          // first of its slots in at_
    Index local = kNone;  // its number in the resource, once it has a line
    Id node = Draft::kNone;
  };
  struct Resource {
    Branch* at;
    std::uint32_t lines = 0;
    Index instances = 0;         // that have a number
    std::uint32_t url = 0;       // where its fullUrl stands in the text
    std::uint32_t begins = 0;    // its node in the tree
    std::uint32_t referred = 0;  // others, by links
    const Form* form = nullptr;
  };
  struct Text {  // of a line
    Index resource, instance;
    std::uint32_t line;  // which of the resource
    std::uint32_t offset, length;
  };
  struct Numbered {
    Index instance, slot;
    std::uint32_t n;
    Id id;
  };
  void opened(Index instance) override;
  Id made(Index instance) override;
  Id add(Index instance, Line&& line, std::string_view value = {});
  Id first_at(Index instance, Index slot, std::string_view value);
  void enter(Index instance);
  void note_made(Index instance, Index slot);
  void forget(Index instance, Index slot);
  bool is_there(Index instance) const { return instances_[instance].live && plan_.variables[instances_[instance].variable].resource; }
  void end_outline(std::string_view key);
  void add_reference(const Pending& pending);
  void find_forms();
  Tree make_tree(std::string_view key);
  void add_node(std::vector<Node>& nodes, DefId def, std::string_view value);
  void begin_bundle(std::string_view key, std::vector<Node>& nodes);
  void add_entry(Resource& resource, std::vector<Node>& nodes);
  void fill_in(std::vector<Node>& nodes);

  Forms forms_;
  std::vector<Text> texts_;  // by line: what an id is
  std::vector<Id> at_;       // by instance and slot: the line that made the place; kept for its memory
  Index slots_ = 0;          // of all instances
  std::vector<Known> known_;
  std::vector<Resource> resources_;
  std::vector<Numbered> numbered_;
  std::set<std::tuple<Index, Index, DefId>> made_;             // related tables: instance, slot above, element
  std::map<std::pair<Index, Index>, std::uint32_t> referred_;  // links: resource and the one that it leads to, numbered for the form
  fhir::TextHeap text_;                                        // of all lines; becomes the heap of the tree
  std::size_t used_ = 0;                                       // bytes of it that nodes have
  std::size_t values_ = 0;                                     // nodes that have a text
  std::string url_;                                            // of one resource; kept for its memory
  std::vector<std::uint32_t> node_of_;                         // by line
};

}  // namespace caseway::mapping
