// Strings. Positions and lengths count characters, not bytes. Spec: https://hl7.org/fhirpath/N1/#string-manipulation
#include <algorithm>
#include <array>

#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/utf8.h"

namespace caseway::fhirpath {

namespace {

Truth truth(bool yes) { return yes ? Truth::yes : Truth::no; }

template <bool (*test)(std::string_view text, std::string_view part)>
Truth test_text(Machine& machine, const Op& op) {
  const auto text = machine.text_input(op);
  const auto part = machine.text_argument(op, 0);
  if (!text || !part) return Truth::unknown;
  return truth(test(*text, *part));
}
bool starts_with(std::string_view text, std::string_view part) { return text.starts_with(part); }
bool ends_with(std::string_view text, std::string_view part) { return text.ends_with(part); }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

template <bool (Pattern::*test)(std::string_view) const>
Truth test_pattern(Machine& machine, const Op& op) {
  const auto text = machine.text_input(op);
  const auto expression = machine.text_argument(op, 0);
  if (!text || !expression) return Truth::unknown;
  machine.count(text->size() / 16);
  return truth((machine.pattern(op, 0, *expression).*test)(*text));
}

void run_replace_matches(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto expression = machine.text_argument(op, 0);
  const auto with = machine.text_argument(op, 1);
  if (!text || !expression || !with) return;
  machine.push(expression->empty() ? machine.keep(*text)
                                   : machine.keep(std::string_view(machine.pattern(op, 0, *expression).replaced(*text, *with))));
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  if (what.empty()) {
    out = with;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t length = character_bytes(text, i);
      out.append(text.substr(i, length)).append(with);
      i += length;
    }
    return out;
  }
  for (std::size_t i = 0;;) {
    const std::size_t found = text.find(what, i);
    out.append(text.substr(i, found == std::string_view::npos ? found : found - i));
    if (found == std::string_view::npos) return out;
    out.append(with);
    i = found + what.size();
  }
}

void run_replace(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto what = machine.text_argument(op, 0);
  const auto with = machine.text_argument(op, 1);
  if (!text || !what || !with) return;
  const std::size_t most = what->empty() ? text->size() + 1 : text->size() / what->size();
  if (text->size() + most * with->size() > kMaxTextBytes) fail("fhirpath.limit.text", op.at, "replace() would make too long a text");
  machine.push(machine.keep(std::string_view(replaced(*text, *what, *with))));
}

void push_place(Machine& machine, std::string_view text, std::size_t byte) {
  machine.push(Item::of_integer(byte == std::string_view::npos ? -1 : static_cast<std::int64_t>(characters(text.substr(0, byte)))));
}
void run_index_of(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto part = machine.text_argument(op, 0);
  if (text && part) push_place(machine, *text, text->find(*part));
}
void run_last_index_of(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto part = machine.text_argument(op, 0);
  if (text && part) push_place(machine, *text, text->rfind(*part));
}

void run_substring(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto start = machine.integer_argument(op, 0);
  if (!text || !start || *start < 0) return;
  const std::size_t from = byte_of_character(*text, static_cast<std::size_t>(*start));
  if (from >= text->size()) return;
  std::string_view rest = text->substr(from);
  if (op.arguments.size() > 1)
    if (const auto length = machine.integer_argument(op, 1))
      rest = rest.substr(0, *length <= 0 ? 0 : byte_of_character(rest, static_cast<std::size_t>(*length)));
  machine.push(Item::of(rest));
}

void run_length(Machine& machine, const Op& op, std::size_t) {
  if (const auto text = machine.text_input(op)) machine.push(Item::of_integer(static_cast<std::int64_t>(characters(*text))));
}

template <std::uint32_t (*change)(std::uint32_t)>
void run_case(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  if (!text) return;
  std::string out;
  for (std::size_t i = 0; i < text->size(); i += character_bytes(*text, i)) append_character(out, change(character_at(*text, i)));
  machine.push(machine.keep(std::string_view(out)));
}

void run_trim(Machine& machine, const Op& op, std::size_t) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const auto text = machine.text_input(op);
  if (!text) return;
  const std::size_t from = text->find_first_not_of(kSpace);
  machine.push(Item::of(from == std::string_view::npos ? std::string_view("") : text->substr(from, text->find_last_not_of(kSpace) + 1 - from)));
}

void run_to_chars(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  if (!text) return;
  for (std::size_t i = 0; i < text->size();) {
    const std::size_t length = character_bytes(*text, i);
    machine.push(Item::of(text->substr(i, length)));
    i += length;
  }
}

void run_split(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto separator = machine.text_argument(op, 0);
  if (!text || !separator) return;
  if (separator->empty()) return machine.push(Item::of(*text));
  for (std::size_t i = 0;;) {
    const std::size_t found = text->find(*separator, i);
    machine.push(Item::of(text->substr(i, found == std::string_view::npos ? found : found - i)));
    if (found == std::string_view::npos) return;
    i = found + separator->size();
  }
}

void run_join(Machine& machine, const Op& op, std::size_t) {
  const auto separator = machine.text_argument(op, 0);
  const std::size_t mark = machine.size();
  machine.run_input(op);
  if (machine.size() == mark) return;
  std::string whole;
  for (std::size_t i = mark; i < machine.size(); ++i) {
    const Item value = machine.value_of(machine.at(i));
    if (value.kind != Item::Kind::string) fail("fhirpath.type", op.at, "join() wants Strings before it");
    if (i > mark) whole += separator.value_or("");
    whole += value.text();
  }
  machine.drop_to(mark);
  machine.push(machine.keep(std::string_view(whole)));
}

constexpr auto kFunctions = std::to_array<Function>({
    verdict("startsWith", 1, 1, Takes::values, test_text<starts_with>, Wants::text),
    verdict("endsWith", 1, 1, Takes::values, test_text<ends_with>, Wants::text),
    verdict("contains", 1, 1, Takes::values, test_text<contains>, Wants::text),
    verdict("matches", 1, 1, Takes::values, test_pattern<&Pattern::found_in>, Wants::text),
    verdict("matchesFull", 1, 1, Takes::values, test_pattern<&Pattern::matches_all_of>, Wants::text),
    single("replaceMatches", 2, 2, Wants::text, Gives::text, run_replace_matches),
    single("replace", 2, 2, Wants::text, Gives::text, run_replace),
    single("indexOf", 1, 1, Wants::text, Gives::integer, run_index_of),
    single("lastIndexOf", 1, 1, Wants::text, Gives::integer, run_last_index_of),
    single("substring", 1, 2, Wants::text, Gives::text, run_substring),
    single("length", 0, 0, Wants::text, Gives::integer, run_length),
    single("upper", 0, 0, Wants::text, Gives::text, run_case<upper_case>),
    single("lower", 0, 0, Wants::text, Gives::text, run_case<lower_case>),
    single("trim", 0, 0, Wants::text, Gives::text, run_trim),
    list("toChars", 0, 0, Takes::values, Gives::text, run_to_chars),
    list("split", 1, 1, Takes::values, Gives::text, run_split),
    single("join", 0, 1, Wants::text, Gives::text, run_join),
});

}  // namespace

std::span<const Function> text_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
