// What a canonical tree is about, and finding one's way in it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/element.h"

namespace caseway::fhir {

// Every kind that we speak of, as the table of docs/architecture.md ("Canonical documents") has them. A plugin may have further ones.
CASEWAY_API std::span<const std::string_view> document_kinds();

// "referral", "care-plan", "discharge-summary", ... (docs/architecture.md, "Canonical documents"); "" when the content is none of them.
CASEWAY_API std::string document_kind(const Tree& tree);

// The resources of a tree (Bundle entries, contained, or the root itself) and how references reach them: fullUrl, Type/id (with or without a
// base and _history), urn:uuid:, #contained. When two resources have one key, the first has it. Linear to build; valid while the tree lives
// unmoved.
class CASEWAY_API Resources {
 public:
  Resources() = default;
  explicit Resources(const Tree& tree) { read(tree); }
  void read(const Tree& tree);  // in place of the tree before, whose memory is used again
  const std::vector<Element>& all() const { return all_; }
  Element resolve(Element reference) const;  // of a Reference element; does not exist when it leads outside
  Element resolve(std::string_view reference, Element from) const;
  Element owner(std::uint32_t node) const;  // the innermost resource that holds the node

 private:
  static constexpr std::uint32_t kNowhere = 0xffffffffu;
  struct KeyHash : std::hash<std::string_view> {  // looks up what is no std::string without making one
    using is_transparent = void;
  };
  void add_full_urls(const Tree& tree);
  std::uint32_t position_of(std::uint32_t node) const;
  std::uint32_t container(std::uint32_t position) const;
  Element find(std::string_view key) const;

  std::vector<Element> all_;           // in tree order
  std::vector<std::uint32_t> around_;  // per resource: the position of the one that holds it
  std::vector<bool> addressed_;        // per resource: whether its entry's fullUrl is an http address
  std::unordered_map<std::string, std::uint32_t, KeyHash, std::equal_to<>> by_key_;
};

}  // namespace caseway::fhir
