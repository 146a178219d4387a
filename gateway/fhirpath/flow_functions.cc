// Functions that evaluate their arguments in ways of their own, and the clock.
#include <algorithm>
#include <array>
#include <numeric>

#include "fhirpath/comparison.h"
#include "fhirpath/functions.h"
#include "fhirpath/machine.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

void run_iif(Machine& machine, const Op& op, std::size_t want) {
  Focus focus(machine);
  if (op.input) focus.on(machine.one_input(op), 0);
  const bool yes = machine.test(*op.arguments[0]) == Truth::yes;
  if (yes) return machine.run(*op.arguments[1], want);
  if (op.arguments.size() > 2) machine.run(*op.arguments[2], want);
}

void run_trace(Machine& machine, const Op& op, std::size_t) {
  const auto name = machine.text_argument(op, 0);
  const std::size_t mark = machine.size();
  machine.run_input(op);
  if (!machine.environment().trace) return;
  const std::size_t end = machine.size();
  if (op.arguments.size() > 1) {
    Focus focus(machine);
    for (std::size_t i = mark; i < end; ++i) focus.on(machine.at(i), i - mark), machine.run(*op.arguments[1]);
  }
  Collection traced;
  for (std::size_t i = op.arguments.size() > 1 ? end : mark; i < machine.size(); ++i) traced.push_back(value_of_item(machine.at(i)));
  machine.drop_to(end);
  machine.environment().trace(name.value_or(""), traced);
}

// $total is what the round before gave.
void run_aggregate(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  std::vector<Item> outer = std::move(machine.total);
  machine.total.clear();
  const auto take_total = [&] {
    machine.total.clear();
    for (std::size_t i = end; i < machine.size(); ++i) machine.total.push_back(machine.at(i));
    machine.drop_to(end);
  };
  if (op.arguments.size() > 1) machine.run(*op.arguments[1]), take_total();
  {
    Focus focus(machine);
    for (std::size_t i = mark; i < end; ++i) {
      focus.on(machine.at(i), i - mark);
      machine.run(*op.arguments[0]);
      take_total();
    }
  }
  machine.drop_to(mark);
  std::swap(outer, machine.total);
  for (const Item& item : outer) machine.push(item);
}

// What the projection gives is asked again, until nothing new comes. The results stand on the stack in the order found.
void run_repeat(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  Seen seen(machine);
  Focus focus(machine);
  for (std::size_t i = mark; i < machine.size(); ++i) {
    focus.on(machine.at(i), i - mark);
    const std::size_t found = machine.size();
    machine.run(*op.arguments[0]);
    std::size_t kept = found;
    for (std::size_t j = found; j < machine.size(); ++j)
      if (const Item item = machine.at(j); seen.add(item)) machine.at(kept++) = item;
    machine.drop_to(kept);
  }
  machine.close(mark, end);
}

// One key per argument; `op.descending` says which are written with a minus.
struct SortKeys {
  std::vector<Item> keys;  // of item i: keys[i * width ..]
  std::size_t width;
};

// An item without the key comes first, whichever way the key is sorted.
int compare_keys(Machine& machine, const Op& op, const Item& a, const Item& b, bool descending) {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  const int found = order(machine, op, a, b).value_or(0);
  return descending ? -found : found;
}

void run_sort(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  SortKeys sort{{}, std::max<std::size_t>(op.arguments.size(), 1)};
  {
    Focus focus(machine);
    for (std::size_t i = mark; i < end; ++i) {
      focus.on(machine.at(i), i - mark);
      if (op.arguments.empty()) sort.keys.push_back(machine.self);
      for (const Op* key : op.arguments) sort.keys.push_back(machine.value_of(machine.one(*key, "a sort key")));
    }
  }
  std::vector<std::uint32_t> places(end - mark);
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
    machine.count();
    for (std::size_t k = 0; k < sort.width; ++k) {
      const bool descending = k < 64 && (op.descending >> k & 1);
      const int found = compare_keys(machine, op, sort.keys[a * sort.width + k], sort.keys[b * sort.width + k], descending);
      if (found != 0) return found < 0;
    }
    return false;
  });
  for (const std::uint32_t place : places) machine.push(Item(machine.at(mark + place)));
  machine.close(mark, end);
}

template <TemporalKind kind>
void run_clock(Machine& machine, const Op&, std::size_t) {
  const std::optional<Temporal> now = Temporal::parse(machine.now(), TemporalKind::date_time);
  if (!now) return;
  if (kind == TemporalKind::date_time) return machine.push(machine.keep(*now));
  if (kind == TemporalKind::date) return machine.push(machine.keep(now->as_date()));
  const std::string text = now->text();
  const std::size_t start = text.find('T') + 1;
  if (const auto time = Temporal::parse(text.substr(start, text.find_first_of("Z+-", start) - start), TemporalKind::time))
    machine.push(machine.keep(*time));
}

constexpr auto kFunctions = std::to_array<Function>({
    {"iif", 2, 3, Takes::each, Wants::anything, Gives::anything, false, run_iif, nullptr},
    {"trace", 1, 2, Takes::each, Wants::anything, Gives::input, false, run_trace, nullptr},
    {"aggregate", 1, 2, Takes::each, Wants::anything, Gives::anything, false, run_aggregate, nullptr},
    {"repeat", 1, 1, Takes::each, Wants::anything, Gives::argument, false, run_repeat, nullptr},
    {"sort", 0, 64, Takes::each, Wants::anything, Gives::input, false, run_sort, nullptr},
    {"now", 0, 0, Takes::values, Wants::anything, Gives::date_time, true, run_clock<TemporalKind::date_time>, nullptr},
    {"today", 0, 0, Takes::values, Wants::anything, Gives::date, true, run_clock<TemporalKind::date>, nullptr},
    {"timeOfDay", 0, 0, Takes::values, Wants::anything, Gives::time, true, run_clock<TemporalKind::time>, nullptr},
});

}  // namespace

std::span<const Function> flow_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
