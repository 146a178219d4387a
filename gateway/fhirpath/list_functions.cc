// Existence, filters, parts of lists, sets. Spec: https://hl7.org/fhirpath/N1/#existence and the sections behind it
#include <array>

#include "fhirpath/comparison.h"
#include "fhirpath/functions.h"
#include "fhirpath/machine.h"

namespace caseway::fhirpath {

namespace {

Truth truth(bool yes) { return yes ? Truth::yes : Truth::no; }

bool any_input(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  machine.run_input(op, 1);
  const bool any = machine.size() > mark;
  machine.drop_to(mark);
  return any;
}

Truth test_empty(Machine& machine, const Op& op) { return truth(!any_input(machine, op)); }

// Whether some item, or every one, has the wanted verdict.
bool some_has(Machine& machine, const Op& op, bool (*wanted)(Truth)) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  Focus focus(machine);
  bool found = false;
  for (std::size_t i = mark; i < end && !found; ++i) {
    focus.on(machine.at(i), i - mark);
    found = wanted(machine.test(*op.arguments[0]));
  }
  machine.drop_to(mark);
  return found;
}

Truth test_exists(Machine& machine, const Op& op) {
  if (op.arguments.empty()) return truth(any_input(machine, op));
  return truth(some_has(machine, op, [](Truth verdict) { return verdict == Truth::yes; }));
}
Truth test_all(Machine& machine, const Op& op) {
  return truth(!some_has(machine, op, [](Truth verdict) { return verdict != Truth::yes; }));
}

bool some_input_is(Machine& machine, const Op& op, Truth wanted) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  bool found = false;
  for (std::size_t i = mark; i < machine.size(); ++i) {
    const Item value = machine.value_of(machine.at(i));
    if (value && value.kind != Item::Kind::boolean) fail("fhirpath.type", op.at, std::string(op.name).append("() wants Booleans before it"));
    found = found || (value && truth(value.truth()) == wanted);
  }
  machine.drop_to(mark);
  return found;
}
Truth test_all_true(Machine& machine, const Op& op) { return truth(!some_input_is(machine, op, Truth::no)); }
Truth test_all_false(Machine& machine, const Op& op) { return truth(!some_input_is(machine, op, Truth::yes)); }
Truth test_any_true(Machine& machine, const Op& op) { return truth(some_input_is(machine, op, Truth::yes)); }
Truth test_any_false(Machine& machine, const Op& op) { return truth(some_input_is(machine, op, Truth::no)); }

Truth test_not(Machine& machine, const Op& op) {
  Truth verdict;
  if (op.input) {
    verdict = machine.test(*op.input);
  } else {
    const std::size_t mark = machine.size();
    machine.run_input(op);
    verdict = machine.truth_from(mark, op);
  }
  return verdict == Truth::unknown ? verdict : truth(verdict == Truth::no);
}

// The items of [from, from + count) that are in the set of the others, or are not.
void keep_those(Machine& machine, std::size_t from, std::size_t middle, bool in, bool once) {
  Seen others(machine);
  for (std::size_t i = middle; i < machine.size(); ++i) others.add(machine.at(i));
  Seen kept_ones(machine);
  std::size_t kept = from;
  for (std::size_t i = from; i < middle; ++i) {
    const Item item = machine.at(i);
    if (others.holds(item) == in && (!once || kept_ones.add(item))) machine.at(kept++) = item;
  }
  machine.drop_to(kept);
}

std::size_t run_input_and_argument(Machine& machine, const Op& op) {
  machine.run_input(op);
  const std::size_t middle = machine.size();
  machine.run(*op.arguments[0]);
  return middle;
}

void run_intersect(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  keep_those(machine, mark, run_input_and_argument(machine, op), true, true);
}
void run_exclude(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  keep_those(machine, mark, run_input_and_argument(machine, op), false, false);
}
void run_combine(Machine& machine, const Op& op, std::size_t) { run_input_and_argument(machine, op); }

void keep_distinct(Machine& machine, std::size_t from) {
  Seen seen(machine);
  std::size_t kept = from;
  for (std::size_t i = from; i < machine.size(); ++i)
    if (const Item item = machine.at(i); seen.add(item)) machine.at(kept++) = item;
  machine.drop_to(kept);
}

void run_distinct(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op, want == 1 ? 1 : kAll);
  keep_distinct(machine, mark);
}
void run_union_function(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  run_input_and_argument(machine, op);
  keep_distinct(machine, mark);
}

Truth test_is_distinct(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  Seen seen(machine);
  bool distinct = true;
  for (std::size_t i = mark; i < machine.size() && distinct; ++i) distinct = seen.add(machine.at(i));
  machine.drop_to(mark);
  return truth(distinct);
}

// Whether every item of [from, to) is among those of [begin, end).
bool all_among(Machine& machine, std::size_t from, std::size_t to, std::size_t begin, std::size_t end) {
  Seen others(machine);
  for (std::size_t i = begin; i < end; ++i) others.add(machine.at(i));
  for (std::size_t i = from; i < to; ++i)
    if (!others.holds(machine.at(i))) return false;
  return true;
}

Truth test_subset_of(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  const std::size_t middle = run_input_and_argument(machine, op);
  const bool yes = all_among(machine, mark, middle, middle, machine.size());
  machine.drop_to(mark);
  return truth(yes);
}
Truth test_superset_of(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  const std::size_t middle = run_input_and_argument(machine, op);
  const bool yes = all_among(machine, middle, machine.size(), mark, middle);
  machine.drop_to(mark);
  return truth(yes);
}

void run_count(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t count = machine.size() - mark;
  machine.drop_to(mark);
  machine.push(Item::of_integer(static_cast<std::int64_t>(count)));
}

void run_where(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  Focus focus(machine);
  std::size_t kept = mark;
  for (std::size_t i = mark; i < end && kept - mark < want; ++i) {
    const Item item = machine.at(i);
    focus.on(item, i - mark);
    if (machine.test(*op.arguments[0]) == Truth::yes) machine.at(kept++) = item;
  }
  machine.drop_to(kept);
}

void run_select(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  Focus focus(machine);
  for (std::size_t i = mark; i < end && machine.size() - end < want; ++i) {
    focus.on(machine.at(i), i - mark);
    machine.run(*op.arguments[0], want == kAll ? kAll : want - (machine.size() - end));
  }
  machine.close(mark, end);
}

// Only the items first .. first + count of the input.
void keep_part(Machine& machine, const Op& op, std::size_t first, std::size_t count, std::size_t want) {
  const std::size_t mark = machine.size();
  count = std::min(count, want);
  machine.run_input(op, count == kAll ? kAll : first + count);
  const std::size_t found = machine.size() - mark;
  const std::size_t from = mark + std::min(first, found);
  machine.drop_to(count < machine.size() - from ? from + count : machine.size());
  machine.close(mark, from);
}

void run_first(Machine& machine, const Op& op, std::size_t want) { keep_part(machine, op, 0, 1, want); }
void run_tail(Machine& machine, const Op& op, std::size_t want) { keep_part(machine, op, 1, kAll, want); }
void run_last(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  if (machine.size() > mark + 1) machine.close(mark, machine.size() - 1);
}
void run_skip(Machine& machine, const Op& op, std::size_t want) {
  const auto count = machine.integer_argument(op, 0);
  if (count) keep_part(machine, op, *count < 0 ? 0 : static_cast<std::size_t>(*count), kAll, want);
}
void run_take(Machine& machine, const Op& op, std::size_t want) {
  const auto count = machine.integer_argument(op, 0);
  if (count && *count > 0) keep_part(machine, op, 0, static_cast<std::size_t>(*count), want);
}
void run_single(Machine& machine, const Op& op, std::size_t) {
  if (const Item item = machine.one_input(op)) machine.push(item);
}

constexpr auto kFunctions = std::to_array<Function>({
    verdict("empty", 0, 0, Takes::values, test_empty),
    verdict("exists", 0, 1, Takes::each, test_exists),
    verdict("all", 1, 1, Takes::each, test_all),
    verdict("allTrue", 0, 0, Takes::values, test_all_true),
    verdict("allFalse", 0, 0, Takes::values, test_all_false),
    verdict("anyTrue", 0, 0, Takes::values, test_any_true),
    verdict("anyFalse", 0, 0, Takes::values, test_any_false),
    verdict("not", 0, 0, Takes::values, test_not),
    verdict("isDistinct", 0, 0, Takes::values, test_is_distinct),
    verdict("subsetOf", 1, 1, Takes::values, test_subset_of),
    verdict("supersetOf", 1, 1, Takes::values, test_superset_of),
    single("count", 0, 0, Wants::anything, Gives::integer, run_count),
    single("first", 0, 0, Wants::anything, Gives::input, run_first),
    single("last", 0, 0, Wants::anything, Gives::input, run_last),
    single("single", 0, 0, Wants::anything, Gives::input, run_single),
    list("where", 1, 1, Takes::each, Gives::input, run_where),
    list("select", 1, 1, Takes::each, Gives::argument, run_select),
    list("tail", 0, 0, Takes::values, Gives::input, run_tail),
    list("skip", 1, 1, Takes::values, Gives::input, run_skip),
    list("take", 1, 1, Takes::values, Gives::input, run_take),
    list("distinct", 0, 0, Takes::values, Gives::input, run_distinct),
    list("intersect", 1, 1, Takes::values, Gives::input, run_intersect),
    list("exclude", 1, 1, Takes::values, Gives::input, run_exclude),
    list("union", 1, 1, Takes::values, Gives::input_or_argument, run_union_function),
    list("combine", 1, 1, Takes::values, Gives::input_or_argument, run_combine),
});

}  // namespace

std::span<const Function> list_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
