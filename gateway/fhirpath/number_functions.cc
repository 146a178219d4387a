// Mathematics, boundaries and precision. Spec: https://hl7.org/fhirpath/N1/#math,
// https://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time
#include <array>

#include "fhirpath/elementary.h"
#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/ucum.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

Item number_input(Machine& machine, const Op& op) {
  const Item value = machine.value_input(op);
  if (value && !value.is_number()) fail("fhirpath.type", op.at, std::string(op.name).append("() wants a number before it"));
  return value;
}

void push(Machine& machine, const Item& item) {
  if (item) machine.push(item);
}
void push_integer(Machine& machine, const std::optional<std::int64_t>& whole) {
  if (whole && *whole >= INT32_MIN && *whole <= INT32_MAX) machine.push(Item::of_integer(*whole));
}

void run_abs(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_input(op);
  if (!value) return;
  const auto positive = [](const Decimal& number) { return number.negative() ? number.negate() : number; };
  if (value.kind == Kind::integer) return push_integer(machine, value.whole < 0 ? -value.whole : value.whole);
  if (value.kind == Kind::decimal) return machine.push(machine.keep(positive(value.decimal())));
  if (value.kind != Kind::quantity) fail("fhirpath.type", op.at, "abs() wants a number or a Quantity before it");
  const Quantity& quantity = value.quantity();
  machine.push(machine.keep(Quantity{positive(quantity.value), quantity.unit, quantity.calendar}));
}

template <Decimal (Decimal::*whole)() const>
void run_whole(Machine& machine, const Op& op, std::size_t) {
  if (const Item value = number_input(machine, op)) push_integer(machine, (value.number().*whole)().integer());
}

void run_round(Machine& machine, const Op& op, std::size_t) {
  const Item value = number_input(machine, op);
  const auto digits = op.arguments.empty() ? std::optional<std::int64_t>(0) : machine.integer_argument(op, 0);
  if (!value || !digits) return;
  if (*digits < 0) fail("fhirpath.type", op.at, "round() wants 0 or more digits");
  push(machine, machine.keep(value.number().round(static_cast<int>(std::min<std::int64_t>(*digits, 38)))));
}

template <std::optional<Decimal> (*compute)(const Decimal&)>
void run_real(Machine& machine, const Op& op, std::size_t) {
  if (const Item value = number_input(machine, op)) push(machine, machine.keep(compute(value.number())));
}

void run_log(Machine& machine, const Op& op, std::size_t) {
  const Item value = number_input(machine, op);
  const Item base = machine.argument(op, 0);
  if (!value || !base) return;
  if (!base.is_number()) fail("fhirpath.type", op.at, "log() wants a number as its base");
  push(machine, machine.keep(logarithm(value.number(), base.number())));
}

// Whole numbers to a whole power are a whole number, where it is one.
void run_power(Machine& machine, const Op& op, std::size_t) {
  const Item base = number_input(machine, op);
  const Item exponent = machine.argument(op, 0);
  if (!base || !exponent) return;
  if (!exponent.is_number()) fail("fhirpath.type", op.at, "power() wants a number as its exponent");
  const auto result = raise(base.number(), exponent.number());
  if (!result) return;
  if (base.kind == Kind::integer && exponent.kind == Kind::integer && result->whole()) return push_integer(machine, result->integer());
  machine.push(machine.keep(*result));
}

constexpr int kDecimalDigits = 8;
constexpr int kMostDigits = 28;
int default_digits(Kind kind) { return kind == Kind::date ? 8 : kind == Kind::date_time ? 17 : kind == Kind::time ? 9 : kDecimalDigits; }

template <std::optional<Decimal> (Decimal::*of_number)(int) const, std::optional<Temporal> (Temporal::*of_moment)(int) const>
void run_boundary(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_input(op);
  if (!value) return;
  int digits = default_digits(value.kind);
  if (!op.arguments.empty()) {
    const auto given = machine.integer_argument(op, 0);
    if (!given || *given < 0 || *given > kMostDigits) return;
    digits = static_cast<int>(*given);
  }
  if (value.is_number()) return push(machine, machine.keep((value.number().*of_number)(digits)));
  if (value.is_moment()) {
    if (const auto result = (value.moment().*of_moment)(digits)) machine.push(machine.keep(*result));
    return;
  }
  if (value.kind != Kind::quantity)
    fail("fhirpath.type", op.at, std::string(op.name).append("() wants a number, a date, a time or a Quantity before it"));
  const Quantity& quantity = value.quantity();
  if (const auto result = (quantity.value.*of_number)(digits)) machine.push(machine.keep(Quantity{*result, quantity.unit, quantity.calendar}));
}

void run_precision(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_input(op);
  if (!value) return;
  if (value.is_number()) return machine.push(Item::of_integer(value.number().scale()));
  if (value.is_moment()) return machine.push(Item::of_integer(value.moment().digits()));
  fail("fhirpath.type", op.at, "precision() wants a number, a date or a time before it");
}

Truth test_comparable(Machine& machine, const Op& op) {
  const Item a = machine.value_input(op);
  const Item b = machine.argument(op, 0);
  if (!a || !b) return Truth::unknown;
  if (a.kind != Kind::quantity || b.kind != Kind::quantity) fail("fhirpath.type", op.at, "comparable() wants Quantities");
  const auto unit = [](const Quantity& q) { return q.calendar ? std::string(ucum_of_calendar(q.unit)) : q.unit; };
  return ucum_compare(Decimal(1), unit(a.quantity()), Decimal(1), unit(b.quantity())) ? Truth::yes : Truth::no;
}

constexpr auto kFunctions = std::to_array<Function>({
    single("abs", 0, 0, Wants::quantity, Gives::input, run_abs),
    single("ceiling", 0, 0, Wants::number, Gives::integer, run_whole<&Decimal::ceiling>),
    single("floor", 0, 0, Wants::number, Gives::integer, run_whole<&Decimal::floor>),
    single("truncate", 0, 0, Wants::number, Gives::integer, run_whole<&Decimal::truncate>),
    single("round", 0, 1, Wants::number, Gives::decimal, run_round),
    single("exp", 0, 0, Wants::number, Gives::decimal, run_real<exponential>),
    single("ln", 0, 0, Wants::number, Gives::decimal, run_real<logarithm>),
    single("sqrt", 0, 0, Wants::number, Gives::decimal, run_real<square_root>),
    single("log", 1, 1, Wants::number, Gives::decimal, run_log),
    single("power", 1, 1, Wants::number, Gives::anything, run_power),
    single("lowBoundary", 0, 1, Wants::anything, Gives::anything, run_boundary<&Decimal::low_boundary, &Temporal::low_boundary>),
    single("highBoundary", 0, 1, Wants::anything, Gives::anything, run_boundary<&Decimal::high_boundary, &Temporal::high_boundary>),
    single("precision", 0, 0, Wants::anything, Gives::integer, run_precision),
    verdict("comparable", 1, 1, Takes::values, test_comparable, Wants::quantity),
});

}  // namespace

std::span<const Function> number_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
