#include "fhirpath/arithmetic.h"

#include <array>
#include <cstdint>

#include "fhirpath/ucum.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

[[noreturn]] void wrong_operands(const Op& op, const Item& left, const Item& right) {
  fail(
      "fhirpath.type", op.at,
      std::string(op.name).append(" does not go with ").append(full_type_name(type_of(left))).append(" and ").append(full_type_name(type_of(right))));
}

Item small_integer(std::int64_t whole) { return whole < INT32_MIN || whole > INT32_MAX ? Item() : Item::of_integer(whole); }

bool both_integers(const Item& left, const Item& right) { return left.kind == Kind::integer && right.kind == Kind::integer; }
bool both_numbers(const Item& left, const Item& right) { return left.is_number() && right.is_number(); }
bool is_measure(const Item& item) { return item.kind == Kind::quantity || item.is_number(); }
bool both_measures(const Item& left, const Item& right) {
  return is_measure(left) && is_measure(right) && (left.kind == Kind::quantity || right.kind == Kind::quantity);
}

Quantity as_quantity(const Item& item) { return item.kind == Kind::quantity ? item.quantity() : Quantity{item.number(), "1", false}; }
std::string_view ucum_unit(const Quantity& quantity) {
  if (quantity.calendar) return ucum_of_calendar(quantity.unit);
  return quantity.unit.empty() ? std::string_view("1") : std::string_view(quantity.unit);
}

// Which units move a date or time: calendar words, and UCUM's definite durations.
bool moves_time(std::string_view unit) {
  constexpr auto kUnits = std::to_array<std::string_view>({"year", "years", "month",  "months",  "week",   "weeks",   "day",         "days",
                                                           "hour", "hours", "minute", "minutes", "second", "seconds", "millisecond", "milliseconds",
                                                           "wk",   "d",     "h",      "min",     "s",      "ms"});
  for (const std::string_view known : kUnits)
    if (known == unit) return true;
  return false;
}

Item moved(Machine& machine, const Op& op, const Item& moment, const Item& by, bool back) {
  if (by.kind != Kind::quantity) wrong_operands(op, moment, by);
  const Quantity& quantity = by.quantity();
  if (!moves_time(quantity.unit))
    fail("fhirpath.unit", op.at, "only calendar units (4 days) and 's', 'ms', 'min', 'h', 'd', 'wk' can be added to a date or time");
  const std::optional<Temporal> result = moment.moment().plus(back ? quantity.value.negate() : quantity.value, quantity.unit);
  return result ? machine.keep(*result) : Item();
}

using Compute = std::optional<Decimal> (*)(const Decimal&, const Decimal&);

// The right quantity brought to the unit of the left.
Item of_like_quantities(Machine& machine, const Item& left, const Item& right, Compute compute) {
  const Quantity a = as_quantity(left);
  const Quantity b = as_quantity(right);
  const std::optional<Decimal> amount = a.unit == b.unit ? std::optional(b.value) : ucum_convert(b.value, ucum_unit(b), ucum_unit(a));
  const std::optional<Decimal> result = amount ? compute(a.value, *amount) : std::nullopt;
  return result ? machine.keep(Quantity{*result, a.unit, a.calendar}) : Item();
}

Item of_any_quantities(Machine& machine, const Item& left, const Item& right, Compute compute,
                       std::optional<std::string> (*units)(std::string_view, std::string_view)) {
  const Quantity a = as_quantity(left);
  const Quantity b = as_quantity(right);
  if (right.is_number() && a.calendar) {
    const std::optional<Decimal> scaled = compute(a.value, b.value);
    return scaled ? machine.keep(Quantity{*scaled, a.unit, true}) : Item();
  }
  const std::optional<Decimal> amount = compute(a.value, b.value);
  const std::optional<std::string> unit = units(ucum_unit(a), ucum_unit(b));
  return amount && unit ? machine.keep(Quantity{*amount, *unit, false}) : Item();
}

std::optional<Decimal> plus(const Decimal& a, const Decimal& b) { return add(a, b); }
std::optional<Decimal> minus(const Decimal& a, const Decimal& b) { return subtract(a, b); }
std::optional<Decimal> times(const Decimal& a, const Decimal& b) { return multiply(a, b); }
std::optional<Decimal> over(const Decimal& a, const Decimal& b) { return divide(a, b); }

}  // namespace

Item sum(Machine& machine, const Op& op, const Item& left, const Item& right) {
  if (both_integers(left, right)) return small_integer(left.whole + right.whole);
  if (both_numbers(left, right)) return machine.keep(plus(left.number(), right.number()));
  if (left.kind == Kind::string && right.kind == Kind::string) return machine.keep(std::string_view(std::string(left.text()).append(right.text())));
  if (left.is_moment()) return moved(machine, op, left, right, false);
  if (both_measures(left, right)) return of_like_quantities(machine, left, right, plus);
  wrong_operands(op, left, right);
}

Item difference(Machine& machine, const Op& op, const Item& left, const Item& right) {
  if (both_integers(left, right)) return small_integer(left.whole - right.whole);
  if (both_numbers(left, right)) return machine.keep(minus(left.number(), right.number()));
  if (left.is_moment()) return moved(machine, op, left, right, true);
  if (both_measures(left, right)) return of_like_quantities(machine, left, right, minus);
  wrong_operands(op, left, right);
}

Item product(Machine& machine, const Op& op, const Item& left, const Item& right) {
  if (both_integers(left, right)) return small_integer(left.whole * right.whole);
  if (both_numbers(left, right)) return machine.keep(times(left.number(), right.number()));
  if (both_measures(left, right)) return of_any_quantities(machine, left, right, times, ucum_multiply);
  wrong_operands(op, left, right);
}

Item quotient(Machine& machine, const Op& op, const Item& left, const Item& right) {
  if (both_numbers(left, right)) return machine.keep(over(left.number(), right.number()));
  if (both_measures(left, right)) return of_any_quantities(machine, left, right, over, ucum_divide);
  wrong_operands(op, left, right);
}

Item whole_quotient(Machine&, const Op& op, const Item& left, const Item& right) {
  if (!both_numbers(left, right)) wrong_operands(op, left, right);
  if (both_integers(left, right)) return right.whole == 0 ? Item() : small_integer(left.whole / right.whole);
  const std::optional<Decimal> result = divide_whole(left.number(), right.number());
  const std::optional<std::int64_t> whole = result ? result->integer() : std::nullopt;
  return whole ? small_integer(*whole) : Item();
}

Item remainder(Machine& machine, const Op& op, const Item& left, const Item& right) {
  if (!both_numbers(left, right)) wrong_operands(op, left, right);
  if (both_integers(left, right)) return right.whole == 0 ? Item() : Item::of_integer(left.whole % right.whole);
  return machine.keep(modulo(left.number(), right.number()));
}

Item negative(Machine& machine, const Op& op, const Item& value) {
  if (value.kind == Kind::integer) return small_integer(-value.whole);
  if (value.kind == Kind::decimal) return machine.keep(value.decimal().negate());
  if (value.kind == Kind::quantity) {
    const Quantity& quantity = value.quantity();
    return machine.keep(Quantity{quantity.value.negate(), quantity.unit, quantity.calendar});
  }
  fail("fhirpath.type", op.at, "- wants a number or a Quantity behind it");
}

}  // namespace caseway::fhirpath
