// toX() and convertsToX(). Spec: https://hl7.org/fhirpath/N1/#conversion
#include <algorithm>
#include <array>

#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/ucum.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

struct Word {
  std::string_view text;
  bool means;
};
constexpr std::array<Word, 12> kTruths{{{"true", true},
                                        {"t", true},
                                        {"yes", true},
                                        {"y", true},
                                        {"1", true},
                                        {"1.0", true},
                                        {"false", false},
                                        {"f", false},
                                        {"no", false},
                                        {"n", false},
                                        {"0", false},
                                        {"0.0", false}}};

Item to_boolean(Machine&, const Item& value) {
  if (value.kind == Kind::boolean) return value;
  if (value.is_number()) {
    const Decimal number = value.number();
    if (number.zero()) return Item::of(false);
    return compare(number, Decimal(1)) == 0 ? Item::of(true) : Item();
  }
  if (value.kind != Kind::string) return {};
  const std::string word = lower(value.text());
  for (const Word& known : kTruths)
    if (known.text == word) return Item::of(known.means);
  return {};
}

bool is_integer_text(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Decimal> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+') || text.find_first_of("eE") != std::string_view::npos) return std::nullopt;
  return Decimal::parse(text);
}

Item to_integer(Machine&, const Item& value) {
  if (value.kind == Kind::integer) return value;
  if (value.kind == Kind::boolean) return Item::of_integer(value.truth() ? 1 : 0);
  if (value.kind != Kind::string || !is_integer_text(value.text())) return {};
  const auto number = number_of(value.text());
  const auto whole = number ? number->integer() : std::nullopt;
  return whole && *whole >= INT32_MIN && *whole <= INT32_MAX ? Item::of_integer(*whole) : Item();
}

Item to_decimal(Machine& machine, const Item& value) {
  if (value.kind == Kind::decimal) return value;
  if (value.kind == Kind::integer) return machine.keep(Decimal(value.whole));
  if (value.kind == Kind::boolean) return machine.keep(*Decimal::parse(value.truth() ? "1.0" : "0.0"));
  return value.kind == Kind::string ? machine.keep(number_of(value.text())) : Item();
}

Item to_text(Machine& machine, const Item& value) {
  if (value.kind == Kind::string) return value;
  return value.kind == Kind::type ? Item() : machine.keep(std::string_view(text_of(value)));
}

template <TemporalKind kind>
Item to_moment(Machine& machine, const Item& value) {
  if (value.is_moment() && value.moment().kind() == kind) return value;
  if (value.kind == Kind::date_time && kind == TemporalKind::date) return machine.keep(value.moment().as_date());
  if (value.kind == Kind::date && kind == TemporalKind::date_time) return machine.keep(value.moment().as_date_time());
  if (value.kind != Kind::string) return {};
  if (const auto moment = Temporal::parse(value.text(), kind)) return machine.keep(*moment);
  if (kind != TemporalKind::date) return {};
  const auto moment = Temporal::parse(value.text(), TemporalKind::date_time);
  return moment ? machine.keep(moment->as_date()) : Item();
}

// "4 days", "10.1 'mg'", "7": a number and perhaps a unit, quoted unless it is a calendar word.
std::optional<Quantity> quantity_of_text(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  const auto number = number_of(text.substr(0, end));
  if (!number) return std::nullopt;
  const std::size_t from = text.find_first_not_of(" \t\r\n", end);
  if (from == std::string_view::npos) return end == text.size() ? std::optional(Quantity{*number, "1", false}) : std::nullopt;
  const std::string_view unit = text.substr(from);
  if (unit.size() > 2 && unit.front() == '\'' && unit.back() == '\'') return Quantity{*number, std::string(unit.substr(1, unit.size() - 2)), false};
  return from > end && !ucum_of_calendar(unit).empty() ? std::optional(Quantity{*number, std::string(unit), true}) : std::nullopt;
}

Item to_quantity(Machine& machine, const Item& value) {
  if (value.kind == Kind::quantity) return value;
  if (value.is_number()) return machine.keep(Quantity{value.number(), "1", false});
  if (value.kind == Kind::boolean) return machine.keep(Quantity{*Decimal::parse(value.truth() ? "1.0" : "0.0"), "1", false});
  if (value.kind != Kind::string) return {};
  auto quantity = quantity_of_text(value.text());
  return quantity ? machine.keep(std::move(*quantity)) : Item();
}

// toQuantity('unit'): in that unit, when it can be said in it.
Item in_unit(Machine& machine, const Op& op, const Item& value) {
  const auto unit = machine.text_argument(op, 0);
  if (!unit || !value) return value;
  const Quantity& quantity = value.quantity();
  if (quantity.unit == *unit) return value;
  const bool calendar = !ucum_of_calendar(*unit).empty();
  const std::string_view from = quantity.calendar ? ucum_of_calendar(quantity.unit) : std::string_view(quantity.unit);
  const auto amount = ucum_convert(quantity.value, from, calendar ? ucum_of_calendar(*unit) : *unit);
  return amount ? machine.keep(Quantity{*amount, std::string(*unit), calendar}) : Item();
}

// An element's text stays as it was written.
void run_to_text(Machine& machine, const Op& op, std::size_t) {
  const Item item = machine.one_input(op);
  const bool written = item.is_element() && fhir::primitive(item.node().type) != fhir::Primitive::none;
  const Item value = written && item.element().has_value() ? Item::of(item.element().value()) : machine.value_of(item);
  if (const Item text = value ? to_text(machine, value) : Item()) machine.push(text);
}

using Convert = Item (*)(Machine&, const Item&);

template <Convert convert>
void run_to(Machine& machine, const Op& op, std::size_t) {
  const Item value = machine.value_input(op);
  if (!value) return;
  Item result = convert(machine, value);
  if (result.kind == Kind::quantity && !op.arguments.empty()) result = in_unit(machine, op, result);
  if (result) machine.push(result);
}

template <Convert convert>
Truth test_converts(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  if (!item) return Truth::unknown;
  const Item value = machine.value_of(item);
  Item result = value ? convert(machine, value) : Item();
  if (result.kind == Kind::quantity && !op.arguments.empty()) result = in_unit(machine, op, result);
  return result ? Truth::yes : Truth::no;
}

constexpr auto kFunctions = std::to_array<Function>({
    single("toBoolean", 0, 0, Wants::anything, Gives::boolean, run_to<to_boolean>),
    single("toInteger", 0, 0, Wants::anything, Gives::integer, run_to<to_integer>),
    single("toDecimal", 0, 0, Wants::anything, Gives::decimal, run_to<to_decimal>),
    single("toString", 0, 0, Wants::anything, Gives::text, run_to_text),
    single("toDate", 0, 0, Wants::anything, Gives::date, run_to<to_moment<TemporalKind::date>>),
    single("toDateTime", 0, 0, Wants::anything, Gives::date_time, run_to<to_moment<TemporalKind::date_time>>),
    single("toTime", 0, 0, Wants::anything, Gives::time, run_to<to_moment<TemporalKind::time>>),
    single("toQuantity", 0, 1, Wants::anything, Gives::quantity, run_to<to_quantity>),
    verdict("convertsToBoolean", 0, 0, Takes::values, test_converts<to_boolean>),
    verdict("convertsToInteger", 0, 0, Takes::values, test_converts<to_integer>),
    verdict("convertsToDecimal", 0, 0, Takes::values, test_converts<to_decimal>),
    verdict("convertsToString", 0, 0, Takes::values, test_converts<to_text>),
    verdict("convertsToDate", 0, 0, Takes::values, test_converts<to_moment<TemporalKind::date>>),
    verdict("convertsToDateTime", 0, 0, Takes::values, test_converts<to_moment<TemporalKind::date_time>>),
    verdict("convertsToTime", 0, 0, Takes::values, test_converts<to_moment<TemporalKind::time>>),
    verdict("convertsToQuantity", 0, 1, Takes::values, test_converts<to_quantity>),
});

}  // namespace

std::span<const Function> conversion_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
