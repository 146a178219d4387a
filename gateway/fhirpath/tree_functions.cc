// Navigation and types. Spec: https://hl7.org/fhirpath/N1/#tree-navigation, #types-and-reflection
#include <array>

#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/operators.h"

namespace caseway::fhirpath {

namespace {

void run_children(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  for (std::size_t i = mark; i < end; ++i) {
    const Item item = machine.at(i);
    if (!item.is_element()) continue;
    const Tree& tree = item.tree();
    for (std::uint32_t child = item.extent + 1; child < tree.node(item.extent).end && machine.size() - end < want; child = tree.node(child).end)
      machine.push(Item::made(Item::Kind::element, &tree, child));
  }
  machine.close(mark, end);
}

// A tree's nodes stand in pre-order: all below one are those behind it, up to its end.
void run_descendants(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  for (std::size_t i = mark; i < end; ++i) {
    const Item item = machine.at(i);
    if (!item.is_element()) continue;
    const Tree& tree = item.tree();
    const std::uint32_t last = tree.node(item.extent).end;
    machine.count(last - item.extent);
    for (std::uint32_t below = item.extent + 1; below < last && machine.size() - end < want; ++below)
      machine.push(Item::made(Item::Kind::element, &tree, below));
  }
  machine.close(mark, end);
}

void run_type(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  for (std::size_t i = mark; i < machine.size(); ++i) machine.at(i) = Item::made(Item::Kind::type, nullptr, type_of(machine.at(i)));
}

constexpr auto kFunctions = std::to_array<Function>({
    list("children", 0, 0, Takes::values, Gives::children, run_children),
    list("descendants", 0, 0, Takes::values, Gives::anything, run_descendants),
    list("type", 0, 0, Takes::values, Gives::type_info, run_type),
    list("ofType", 1, 1, Takes::type, Gives::type, run_as),
    list("as", 1, 1, Takes::type, Gives::type, run_as),
    verdict("is", 1, 1, Takes::type, test_is),
});

}  // namespace

std::span<const Function> tree_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
