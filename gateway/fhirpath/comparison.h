// When two items are equal, equivalent, or one before the other.
// Spec: https://hl7.org/fhirpath/N1/#equality, #equivalence, #comparison; FHIR elements count as the System values they stand for.
#pragma once

#include <optional>
#include <vector>

#include "fhirpath/machine.h"

namespace caseway::fhirpath {

Truth equal(Machine& machine, const Item& a, const Item& b);       // =; unknown where precisions or units do not decide
Truth equivalent(Machine& machine, const Item& a, const Item& b);  // ~; never unknown
// -1, 0, 1; nothing where undecided or one of them has no value. Fault fhirpath.type for what has no order.
std::optional<int> order(Machine& machine, const Op& op, const Item& a, const Item& b);

// Items that were seen, by `=`, but that a number and a Quantity without unit are two. Linear in all: what cannot be equal is told apart by a hash,
// but for quantities, whose equal values may look different.
class Seen {
 public:
  explicit Seen(Machine& machine) : machine_(machine) {}
  bool holds(const Item& item) const;
  bool add(const Item& item);  // false when it was there

 private:
  Item plain(const Item& item) const;
  bool holds_plain(const Item& item) const;
  std::uint64_t hash(const Item& item) const;
  bool same(const Item& a, const Item& b) const;
  void grow();

  static constexpr std::size_t kFew = 16;  // as many are compared one by one
  struct Entry {
    Item item;
    std::uint64_t hash;
    std::uint32_t next;
  };
  Machine& machine_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> heads_;  // by hash, 1 + position in entries_
};

}  // namespace caseway::fhirpath
