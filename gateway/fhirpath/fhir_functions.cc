// What FHIR adds. Spec: https://hl7.org/fhir/R4/fhirpath.html#functions
#include <algorithm>
#include <array>

#include "fhir/narrative.h"
#include "fhirpath/functions.h"
#include "fhirpath/machine.h"

namespace caseway::fhirpath {

namespace {

using Kind = Item::Kind;

Truth of_answer(Answer answer) { return answer == Answer::unknown ? Truth::unknown : answer == Answer::yes ? Truth::yes : Truth::no; }

void run_extension(Machine& machine, const Op& op, std::size_t want) {
  const auto url = machine.text_argument(op, 0);
  if (!url) return;
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  for (std::size_t i = mark; i < end && machine.size() - end < want; ++i) {
    const Item item = machine.at(i);
    if (!item.is_element()) continue;
    for (const Element extension : item.element().children("extension"))
      if (extension.child_value("url") == *url) machine.push(Item::of(extension));
  }
  machine.close(mark, end);
}

// The standard has no such function, but its own search parameters use it.
Truth test_has_extension(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  run_extension(machine, op, 1);
  const bool any = machine.size() > mark;
  machine.drop_to(mark);
  return any ? Truth::yes : Truth::no;
}

// The input, when no item has a modifier extension but those named; else an error, because the item may not mean what it says.
void run_check_modifiers(Machine& machine, const Op& op, std::size_t) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < op.arguments.size(); ++i)
    if (const auto url = machine.text_argument(op, i)) known.push_back(*url);
  const std::size_t mark = machine.size();
  machine.run_input(op);
  for (std::size_t i = mark; i < machine.size(); ++i) {
    if (!machine.at(i).is_element()) continue;
    for (const Element modifier : machine.at(i).element().children("modifierExtension"))
      if (std::find(known.begin(), known.end(), modifier.child_value("url")) == known.end())
        fail("fhirpath.modifier", op.at, "an element has a modifier extension that the expression does not know");
  }
}

// True for exactly one primitive with a value; extensions alone are none.
Truth test_has_value(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  machine.run_input(op, 2);
  const bool one = machine.size() == mark + 1;
  const Item item = one ? machine.at(mark) : Item();
  machine.drop_to(mark);
  if (item.is_element()) return item.element().has_value() ? Truth::yes : Truth::no;
  return item ? Truth::yes : Truth::no;
}

void run_get_value(Machine& machine, const Op& op, std::size_t) {
  const Item item = machine.one_input(op);
  if (item.is_element() && fhir::primitive(item.node().type) == fhir::Primitive::none) return;
  if (const Item value = machine.value_of(item)) machine.push(value);
}

void run_resolve(Machine& machine, const Op& op, std::size_t) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  const std::size_t end = machine.size();
  for (std::size_t i = mark; i < end; ++i) {
    const Item item = machine.at(i);
    const Element from = item.is_element() ? item.element() : machine.context();
    if (!from) continue;
    const std::string_view address = item.kind == Kind::string    ? item.text()
                                     : from.type() == "Reference" ? from.child_value("reference")
                                                                  : from.value();
    if (const Element found = machine.resources(from).resolve(address, from)) machine.push(Item::of(found));
  }
  machine.close(mark, end);
}

// The codings of a code, Coding or CodeableConcept; a code by itself has no system.
std::vector<std::pair<std::string_view, std::string_view>> codings_of(const Op& op, const Item& item) {
  if (item.kind == Kind::string) return {{"", item.text()}};
  if (!item.is_element()) fail("fhirpath.type", op.at, std::string(op.name).append("() wants a code, a Coding or a CodeableConcept"));
  const Element element = item.element();
  if (fhir::primitive(element.type_id()) != fhir::Primitive::none) return {{"", element.value()}};
  if (element.type() == "Coding") return {{element.child_value("system"), element.child_value("code")}};
  if (element.type() != "CodeableConcept")
    fail("fhirpath.type", op.at, std::string(op.name).append("() wants a code, a Coding or a CodeableConcept"));
  std::vector<std::pair<std::string_view, std::string_view>> found;
  for (const Element coding : element.children("coding")) found.emplace_back(coding.child_value("system"), coding.child_value("code"));
  return found;
}

Truth test_member_of(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  const auto value_set = machine.text_argument(op, 0);
  const Knowledge* knowledge = machine.environment().knowledge;
  if (!item || !value_set || !knowledge) return Truth::unknown;
  Answer best = Answer::no;
  for (const auto& [system, code] : codings_of(op, item)) {
    const Answer answer = knowledge->member_of(*value_set, system, code);
    if (answer == Answer::yes) return Truth::yes;
    if (answer == Answer::unknown) best = answer;
  }
  return of_answer(best);
}

template <bool input_is_ancestor>
Truth test_subsumes(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  const Item other = machine.one(*op.arguments[0], op.name);
  const Knowledge* knowledge = machine.environment().knowledge;
  if (!item || !other || !knowledge) return Truth::unknown;
  Answer best = Answer::no;
  for (const auto& [system, code] : codings_of(op, item)) {
    for (const auto& [other_system, other_code] : codings_of(op, other)) {
      if (system != other_system) continue;
      const Answer answer = code == other_code
                                ? Answer::yes
                                : knowledge->subsumes(system, input_is_ancestor ? code : other_code, input_is_ancestor ? other_code : code);
      if (answer == Answer::yes) return Truth::yes;
      if (answer == Answer::unknown) best = answer;
    }
  }
  return of_answer(best);
}

// A base type of R4 is known without any package: its structure is what the reader checked.
Truth test_conforms_to(Machine& machine, const Op& op) {
  constexpr std::string_view kBase = "http://hl7.org/fhir/StructureDefinition/";
  const Item item = machine.one_input(op);
  const auto profile = machine.text_argument(op, 0);
  if (!item || !profile) return Truth::unknown;
  if (profile->starts_with(kBase))
    if (const TypeId type = fhir::find_type(profile->substr(kBase.size())); type != kNoType)
      return derives(type_of(item), type) ? Truth::yes : Truth::no;
  const Knowledge* knowledge = machine.environment().knowledge;
  const Answer answer = knowledge && item.is_element() ? knowledge->conforms_to(item.element(), *profile) : Answer::unknown;
  if (answer == Answer::unknown) fail("fhirpath.profile", op.at, "conformsTo(): no package here has this profile");
  return of_answer(answer);
}

// https://hl7.org/fhir/R4/narrative.html: basic formatting only (txt-1), and something to read (txt-2).
Truth test_html(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  if (!item) return Truth::unknown;
  const std::string_view div = item.is_element() ? item.element().value() : item.kind == Kind::string ? item.text() : std::string_view();
  machine.count(div.size() / 16);
  return fhir::check_div(div).why_not.empty() ? Truth::yes : Truth::no;
}

Truth test_html_content(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  if (!item) return Truth::unknown;
  const std::string_view div = item.is_element() ? item.element().value() : item.kind == Kind::string ? item.text() : std::string_view();
  if (div.find("<img") != std::string_view::npos) return Truth::yes;
  bool in_tag = false;
  for (const char c : div) {
    if (c == '<') in_tag = true;
    if (!in_tag && c != ' ' && c != '\t' && c != '\r' && c != '\n') return Truth::yes;
    if (c == '>') in_tag = false;
  }
  return Truth::no;
}

constexpr auto kFunctions = std::to_array<Function>({
    list("extension", 1, 1, Takes::values, Gives::extension, run_extension),
    verdict("hasExtension", 1, 1, Takes::values, test_has_extension),
    list("checkModifiers", 0, 64, Takes::values, Gives::input, run_check_modifiers),
    verdict("hasValue", 0, 0, Takes::values, test_has_value),
    single("getValue", 0, 0, Wants::anything, Gives::anything, run_get_value),
    list("resolve", 0, 0, Takes::values, Gives::anything, run_resolve),
    verdict("memberOf", 1, 1, Takes::values, test_member_of),
    verdict("subsumes", 1, 1, Takes::values, test_subsumes<true>),
    verdict("subsumedBy", 1, 1, Takes::values, test_subsumes<false>),
    verdict("conformsTo", 1, 1, Takes::values, test_conforms_to),
    verdict("htmlChecks", 0, 0, Takes::values, test_html),
    verdict("htmlChecks1", 0, 0, Takes::values, test_html),
    verdict("htmlChecks2", 0, 0, Takes::values, test_html_content),
});

}  // namespace

std::span<const Function> fhir_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
