#include "fhirpath/operators.h"

#include <array>

#include "fhirpath/arithmetic.h"
#include "fhirpath/comparison.h"
#include "fhirpath/machine.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

Truth negation(Truth truth) { return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes; }

struct Operands {
  std::size_t left, middle, right;
};
Operands run_both(Machine& machine, const Op& op) {
  const std::size_t left = machine.size();
  machine.run(*op.arguments[0]);
  const std::size_t middle = machine.size();
  machine.run(*op.arguments[1]);
  return {left, middle, machine.size()};
}

Truth equal_lists(Machine& machine, const Operands& at) {
  const std::size_t count = at.middle - at.left;
  if (count == 0 || at.middle == at.right) return Truth::unknown;
  if (count != at.right - at.middle) return Truth::no;
  Truth all = Truth::yes;
  for (std::size_t i = 0; i < count; ++i) {
    const Item left = machine.at(at.left + i);
    const Item right = machine.at(at.middle + i);
    machine.count();
    const Truth each = equal(machine, left, right);
    if (each == Truth::no) return each;
    if (each == Truth::unknown) all = each;
  }
  return all;
}

// Order does not count: every item of the one finds its own in the other.
Truth equivalent_lists(Machine& machine, const Operands& at) {
  const std::size_t count = at.middle - at.left;
  if (count != at.right - at.middle) return Truth::no;
  std::vector<bool> taken(count);
  for (std::size_t i = 0; i < count; ++i) {
    bool found = false;
    for (std::size_t j = 0; j < count && !found; ++j) {
      machine.count();
      if (taken[j] || equivalent(machine, machine.at(at.left + i), machine.at(at.middle + j)) != Truth::yes) continue;
      taken[j] = found = true;
    }
    if (!found) return Truth::no;
  }
  return Truth::yes;
}

Truth test_equal(Machine& machine, const Op& op) {
  const Operands at = run_both(machine, op);
  const Truth verdict = equal_lists(machine, at);
  machine.drop_to(at.left);
  return verdict;
}
Truth test_unequal(Machine& machine, const Op& op) { return negation(test_equal(machine, op)); }

Truth test_equivalent(Machine& machine, const Op& op) {
  const Operands at = run_both(machine, op);
  const Truth verdict = equivalent_lists(machine, at);
  machine.drop_to(at.left);
  return verdict;
}
Truth test_not_equivalent(Machine& machine, const Op& op) { return negation(test_equivalent(machine, op)); }

template <bool (*accepts)(int)>
Truth test_order(Machine& machine, const Op& op) {
  const Item left = machine.one(*op.arguments[0], "a comparison");
  const Item right = machine.one(*op.arguments[1], "a comparison");
  if (!left || !right) return Truth::unknown;
  const std::optional<int> found = order(machine, op, left, right);
  if (!found) return Truth::unknown;
  return accepts(*found) ? Truth::yes : Truth::no;
}
bool is_less(int order) { return order < 0; }
bool is_less_or_equal(int order) { return order <= 0; }
bool is_greater(int order) { return order > 0; }
bool is_greater_or_equal(int order) { return order >= 0; }

Truth contains(Machine& machine, const Op& list, const Op& wanted) {
  const Item item = machine.one(wanted, "membership");
  if (!item) return Truth::unknown;
  const std::size_t mark = machine.size();
  machine.run(list);
  Truth found = Truth::no;
  for (std::size_t i = mark; i < machine.size() && found == Truth::no; ++i) {
    machine.count();
    if (equal(machine, machine.at(i), item) == Truth::yes) found = Truth::yes;
  }
  machine.drop_to(mark);
  return found;
}
Truth test_in(Machine& machine, const Op& op) { return contains(machine, *op.arguments[1], *op.arguments[0]); }
Truth test_contains(Machine& machine, const Op& op) { return contains(machine, *op.arguments[0], *op.arguments[1]); }

Truth test_and(Machine& machine, const Op& op) {
  const Truth left = machine.test(*op.arguments[0]);
  if (left == Truth::no) return left;
  const Truth right = machine.test(*op.arguments[1]);
  if (right == Truth::no) return right;
  return left == Truth::unknown ? left : right;
}
Truth test_or(Machine& machine, const Op& op) {
  const Truth left = machine.test(*op.arguments[0]);
  if (left == Truth::yes) return left;
  const Truth right = machine.test(*op.arguments[1]);
  if (right == Truth::yes) return right;
  return left == Truth::unknown ? left : right;
}
Truth test_xor(Machine& machine, const Op& op) {
  const Truth left = machine.test(*op.arguments[0]);
  const Truth right = machine.test(*op.arguments[1]);
  if (left == Truth::unknown || right == Truth::unknown) return Truth::unknown;
  return left != right ? Truth::yes : Truth::no;
}
Truth test_implies(Machine& machine, const Op& op) {
  const Truth left = machine.test(*op.arguments[0]);
  if (left == Truth::no) return Truth::yes;
  const Truth right = machine.test(*op.arguments[1]);
  if (left == Truth::yes || right == Truth::yes) return right;
  return Truth::unknown;
}

void run_union(Machine& machine, const Op& op, std::size_t want) {
  const Operands at = run_both(machine, op);
  if (at.right - at.left < 2 || want == 1) return machine.drop_to(want == 1 && at.right > at.left ? at.left + 1 : at.right);
  Seen seen(machine);
  std::size_t kept = at.left;
  for (std::size_t i = at.left; i < at.right; ++i)
    if (const Item item = machine.at(i); seen.add(item)) machine.at(kept++) = item;
  machine.drop_to(kept);
}

template <Item (*compute)(Machine&, const Op&, const Item&, const Item&)>
void run_arithmetic(Machine& machine, const Op& op, std::size_t) {
  const Item left = machine.value_of(machine.one(*op.arguments[0], op.name));
  const Item right = machine.value_of(machine.one(*op.arguments[1], op.name));
  if (!left || !right) return;
  if (const Item result = compute(machine, op, left, right)) machine.push(result);
}

// Unlike +, an empty operand is "".
void run_concatenation(Machine& machine, const Op& op, std::size_t) {
  std::string whole;
  for (const Op* operand : op.arguments) {
    const Item value = machine.value_of(machine.one(*operand, "&"));
    if (value && value.kind != Kind::string) fail("fhirpath.type", op.at, "& joins Strings; use toString() for others");
    if (value) whole += value.text();
  }
  machine.push(machine.keep(std::string_view(whole)));
}

constexpr auto kOperators = std::to_array<BinaryOperator>({
    {"=", run_by_test, test_equal},
    {"!=", run_by_test, test_unequal},
    {"~", run_by_test, test_equivalent},
    {"!~", run_by_test, test_not_equivalent},
    {"<", run_by_test, test_order<is_less>},
    {"<=", run_by_test, test_order<is_less_or_equal>},
    {">", run_by_test, test_order<is_greater>},
    {">=", run_by_test, test_order<is_greater_or_equal>},
    {"in", run_by_test, test_in},
    {"contains", run_by_test, test_contains},
    {"and", run_by_test, test_and},
    {"or", run_by_test, test_or},
    {"xor", run_by_test, test_xor},
    {"implies", run_by_test, test_implies},
    {"|", run_union, nullptr},
    {"&", run_concatenation, nullptr},
    {"+", run_arithmetic<sum>, nullptr},
    {"-", run_arithmetic<difference>, nullptr},
    {"*", run_arithmetic<product>, nullptr},
    {"/", run_arithmetic<quotient>, nullptr},
    {"div", run_arithmetic<whole_quotient>, nullptr},
    {"mod", run_arithmetic<remainder>, nullptr},
});

}  // namespace

const BinaryOperator* find_operator(std::string_view symbol) {
  for (const BinaryOperator& known : kOperators)
    if (known.symbol == symbol) return &known;
  return nullptr;
}

void run_negative(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_of(machine.one(*op.arguments[0], "-"));
  if (!value) return;
  if (const Item result = negative(machine, op, value)) machine.push(result);
}

void run_positive(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_of(machine.one(*op.arguments[0], "+"));
  if (!value) return;
  if (!value.is_number() && value.kind != Kind::quantity) fail("fhirpath.type", op.at, "+ wants a number or a Quantity behind it");
  machine.push(value);
}

}  // namespace caseway::fhirpath
