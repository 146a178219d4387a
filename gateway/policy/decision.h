// What of one document passes: a verdict for every node, before anything is built.
//
// Two steps, each linear: every resource is walked once with the paths of its rules as cursors; then references to what does not pass fall, and
// with the last content of a resource the resource itself, until nothing changes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "fhir/documents.h"
#include "policy/rules.h"

namespace caseway::policy {

enum class Pass : std::uint8_t { no, yes, with_resource, general };

class Decision {
 public:
  Decision(const Rules& rules, const Tree& tree);

  static constexpr std::uint32_t kNone = 0xffffffffu;
  struct Verdict {
    Pass pass = Pass::no;
    Reach reach = Reach::listed;
    std::uint32_t text = 0;         // index into texts()
    const Rule* general = nullptr;  // of Pass::general
    bool denied = false;            // nothing below it may pass either
  };
  struct Resource {
    std::uint32_t node;
    std::uint32_t from;            // its Bundle entry, or itself: what goes when it goes
    std::uint32_t holder = kNone;  // of an entry: the Bundle's own index in resources()
    std::uint64_t content = 0;     // values (of a Bundle: entries) that pass, beside ids and what only goes with them
    bool visible = true;
  };
  struct Reference {
    std::uint32_t node;
    std::uint32_t resource;  // that holds it
    std::uint32_t target;    // node of the resource it leads to; kNone: one that is not in the document
    bool stands = true;
  };

  const Verdict& verdict(std::uint32_t node) const { return verdicts_[node]; }
  const std::vector<std::string>& texts() const { return texts_; }
  const std::vector<Resource>& resources() const { return resources_; }
  const std::vector<Reference>& references() const { return references_; }
  // Index in resources() of the resource whose root is the node, or kNone.
  std::uint32_t resource_at(std::uint32_t node) const { return resource_at_[node]; }

 private:
  struct Cursor {
    const Rule* rule;
    std::size_t step;  // the next one to match
  };

  void resource(Element root, std::uint32_t entry, std::uint32_t holder);
  Verdict enter(Element root);
  void bundle(Element root, const Verdict& verdict, std::size_t cursors, std::uint32_t resource);
  void entry(Element entry, const Verdict& inherited, std::uint32_t resource);
  void children(Element parent, const Verdict& inherited, std::size_t cursors, std::uint32_t resource);
  void visit(Element element, const Verdict& verdict, std::size_t cursors, std::uint32_t resource);
  Verdict advance(Element child, Verdict verdict, std::size_t cursors, std::size_t cursors_end);
  bool covered(Element child, const Verdict& inherited) const;
  bool bearable(Element element, Reach reach) const;
  bool labelled(Element resource) const;
  bool note_reference(Element reference, std::uint32_t resource);
  void withhold(std::uint32_t from, std::uint32_t text);
  void let_references_fall();
  std::uint64_t content_of(std::uint32_t from) const;
  void drop(Reference& reference, std::vector<std::uint32_t>& gone);
  void vanish(Resource& resource, std::vector<std::uint32_t>& gone);

  const Rules& rules_;
  const Tree& tree_;
  fhir::Resources index_;
  std::string document_;  // its kind
  std::vector<std::string> texts_;
  std::vector<Verdict> verdicts_;
  std::vector<std::uint32_t> resource_at_;
  std::vector<Resource> resources_;
  std::vector<Reference> references_;
  std::vector<Cursor> cursors_;  // a stack: those of the innermost element last
};

}  // namespace caseway::policy
