// The compiled profiles of the packages, and the rules of the base definitions per element of the model. Both are compiled when first asked for
// and kept: one validator serves many documents and threads.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "validation/packages.h"
#include "validation/profile.h"

namespace caseway::validation {

class Profiles {
 public:
  explicit Profiles(const Packages& packages);

  // nullptr when no package has it or it has no snapshot.
  const Profile* find(std::string_view canonical) const;
  // The definition of an R4 type ("Patient", "HumanName"), or nullptr.
  const Profile* of_type(TypeId type) const;
  // The type that a profile is about; that of a base definition needs no package. kNoType when unknown.
  TypeId type_of(std::string_view canonical) const;

  // The base definition's rules for an element of the model and for a type's own root; nullptr when there are none. Constant time.
  const ElementRule* at_element(DefId def) const;
  const ElementRule* at_type(TypeId type) const;

  const Packages& packages() const { return packages_; }

 private:
  using Slot = std::atomic<const ElementRule*>;  // null: not asked for yet
  const ElementRule* rules_at(const Slot& slot, TypeId type) const;
  void settle(TypeId type) const;
  void spread(const Profile& profile, const ElementRule& rule, TypeId owner) const;

  const Packages& packages_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::unique_ptr<Profile>> by_url_;  // a null: asked for and not there
  mutable std::vector<Slot> by_element_;
  mutable std::vector<Slot> by_type_;
};

}  // namespace caseway::validation
