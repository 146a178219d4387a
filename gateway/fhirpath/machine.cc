#include "fhirpath/machine.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <ctime>
#include <new>

namespace caseway::fhirpath {

namespace {

constexpr std::size_t kBlockBytes = 32u << 10;

Element innermost_resource(Element element) {
  if (!element) return {};
  const Tree& tree = element.tree();
  Element found;
  std::uint32_t at = 0;
  for (;;) {
    if (tree.at(at).is_resource()) found = tree.at(at);
    if (at == element.index()) return found;
    std::uint32_t child = at + 1;
    while (tree.node(child).end <= element.index()) child = tree.node(child).end;
    at = child;
  }
}

// A contained resource's root is the one that contains it; a resource in a Bundle is its own.
Element container_resource(Element element) {
  if (!element) return {};
  const Tree& tree = element.tree();
  Element found;
  std::uint32_t at = 0;
  for (;;) {
    const Element here = tree.at(at);
    if (here.is_resource() && (!found || here.name() != "contained")) found = here;
    if (at == element.index()) return found;
    std::uint32_t child = at + 1;
    while (tree.node(child).end <= element.index()) child = tree.node(child).end;
    at = child;
  }
}

std::string clock_text() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string fraction = std::to_string(1000 + milliseconds);
  return std::string(text, length).append(".").append(fraction, 1).append("+00:00");
}

}  // namespace

void* Scratch::take(std::size_t bytes) {
  bytes = (bytes + 15) & ~std::size_t{15};
  made += bytes;
  if (made > kMaxTextBytes)
    fail("fhirpath.limit.text", 0, "this evaluation makes more than " + std::to_string(kMaxTextBytes) + " bytes of text and numbers");
  if (bytes > kBlockBytes / 4) {
    large.push_back(std::make_unique<char[]>(bytes));
    return large.back().get();
  }
  if (blocks.empty() || used + bytes > kBlockBytes) {
    if (!blocks.empty()) ++block;
    if (block == blocks.size()) blocks.push_back(std::make_unique<char[]>(kBlockBytes));
    used = 0;
  }
  void* const place = blocks[block].get() + used;
  used += bytes;
  return place;
}

void Scratch::clear() {
  constexpr std::size_t kKeepBlocks = 8;
  constexpr std::size_t kKeepItems = 1u << 16;
  stack.clear();
  if (stack.capacity() > kKeepItems) stack = {};
  if (blocks.size() > kKeepBlocks) blocks.resize(kKeepBlocks);
  block = used = made = 0;
  if (!quantities.empty()) quantities.clear();
  if (!large.empty()) large.clear();
  if (!patterns.empty()) patterns.clear();
  if (!values.empty()) values.clear();
  resources.reset();
}

Machine::Machine(const Environment& environment, Element context, Scratch& scratch)
    : environment_(environment), context_(context), scratch_(scratch), stack_(scratch.stack) {
  self = Item::of(context);
}

void Machine::too_much(std::string_view what, std::uint64_t limit) const {
  fail(what == "items" ? "fhirpath.limit.items" : "fhirpath.limit.steps", 0,
       std::string("this evaluation needs more than ").append(std::to_string(limit)).append(" ").append(what).append("; narrow the expression"));
}

void Machine::close(std::size_t to, std::size_t from) {
  if (to == from) return;
  stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(to), stack_.begin() + static_cast<std::ptrdiff_t>(from));
}

Truth Machine::truth_from(std::size_t mark, const Op& op) {
  const Item item = one_of(mark, op, "a condition");
  if (!item) return Truth::unknown;
  if (item.kind == Item::Kind::boolean) return item.truth() ? Truth::yes : Truth::no;
  if (!item.is_element() || item.node().type != static_cast<TypeId>(fhir::Primitive::boolean)) return Truth::yes;
  const Element element = item.element();
  return !element.has_value() ? Truth::unknown : element.value() == "true" ? Truth::yes : Truth::no;
}

Item Machine::one_of(std::size_t mark, const Op& op, std::string_view what) {
  const std::size_t found = stack_.size() - mark;
  if (found > 1)
    fail("fhirpath.singleton", op.at, std::string(what).append(" wants one item and there are several; say which, with first() or where()"));
  const Item item = found == 0 ? Item() : stack_[mark];
  drop_to(mark);
  return item;
}

Item Machine::one(const Op& op, std::string_view what) {
  const std::size_t mark = size();
  run(op, 2);
  return one_of(mark, op, what);
}

Item Machine::one_input(const Op& op) {
  if (!op.input) return self;
  const std::size_t mark = size();
  run(*op.input, 2);
  return one_of(mark, op, op.name);
}

Item Machine::argument(const Op& op, std::size_t i) { return i < op.arguments.size() ? value_of(one(*op.arguments[i], "an argument")) : Item(); }

std::optional<std::string_view> Machine::text_argument(const Op& op, std::size_t i) {
  const Item value = argument(op, i);
  if (!value) return std::nullopt;
  if (value.kind != Item::Kind::string) fail("fhirpath.type", op.arguments[i]->at, std::string(op.name).append("() wants a String here"));
  return value.text();
}

std::optional<std::int64_t> Machine::integer_argument(const Op& op, std::size_t i) {
  const Item value = argument(op, i);
  if (!value) return std::nullopt;
  if (value.kind != Item::Kind::integer) fail("fhirpath.type", op.arguments[i]->at, std::string(op.name).append("() wants an Integer here"));
  return value.whole;
}

std::optional<std::string_view> Machine::text_input(const Op& op) {
  const Item item = one_input(op);
  if (!item) return std::nullopt;
  // A date's text is what people ask of FHIR's dates: birthDate.substring(0, 4).
  if (item.is_element() && fhir::primitive(item.node().type) != fhir::Primitive::none) {
    const Item::Kind kind = system_kind_of(item.node().type);
    if (kind != Item::Kind::boolean && kind != Item::Kind::integer && kind != Item::Kind::decimal) {
      const Element element = item.element();
      return element.has_value() ? std::optional(element.value()) : std::nullopt;
    }
  }
  const Item value = value_of(item);
  if (value.kind != Item::Kind::string) fail("fhirpath.type", op.at, std::string(op.name).append("() wants a String before it"));
  return value.text();
}

Item Machine::value_of(const Item& item) {
  if (!item.is_element()) return item;
  const Node& node = item.node();
  const Item::Kind kind = system_kind_of(node.type);
  if (kind == Item::Kind::quantity) return quantity_of(item.element());
  if (kind == Item::Kind::none || node.offset == Node::kNoValue) return {};
  const std::string_view text = item.element().value();
  switch (kind) {
    case Item::Kind::string:
      return Item::of(text);
    case Item::Kind::boolean:
      return Item::of(text == "true");
    case Item::Kind::integer: {
      std::int64_t whole = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
      return error == std::errc() && end == text.data() + text.size() ? Item::of_integer(whole) : Item();
    }
    case Item::Kind::decimal:
      return keep(Decimal::parse(text));
    case Item::Kind::date:
    case Item::Kind::date_time:
    case Item::Kind::time: {
      const TemporalKind moment_kind = kind == Item::Kind::date        ? TemporalKind::date
                                       : kind == Item::Kind::date_time ? TemporalKind::date_time
                                                                       : TemporalKind::time;
      const std::optional<Temporal> moment = Temporal::parse(text, moment_kind);
      return moment ? keep(*moment) : Item();
    }
    default:
      return {};
  }
}

Item Machine::keep(std::string_view text) {
  if (text.empty()) return Item::of(std::string_view(""));
  char* const copy = static_cast<char*>(scratch_.take(text.size()));
  std::memcpy(copy, text.data(), text.size());
  return Item::of(std::string_view(copy, text.size()));
}

Item Machine::keep(const Decimal& number) { return Item::made(Item::Kind::decimal, new (scratch_.take(sizeof number)) Decimal(number)); }

Item Machine::keep(const Temporal& moment) {
  const Item::Kind kind = moment.kind() == TemporalKind::date        ? Item::Kind::date
                          : moment.kind() == TemporalKind::date_time ? Item::Kind::date_time
                                                                     : Item::Kind::time;
  return Item::made(kind, new (scratch_.take(sizeof moment)) Temporal(moment));
}

Item Machine::keep(Quantity quantity) {
  scratch_.quantities.push_back(std::move(quantity));
  return Item::made(Item::Kind::quantity, &scratch_.quantities.back());
}

std::string Machine::now() {
  if (now_.empty()) now_ = environment_.now.empty() ? clock_text() : environment_.now;
  return now_;
}

const Pattern& Machine::pattern(const Op& op, std::size_t argument, std::string_view expression) {
  if (op.pattern) return *op.pattern;
  const Pattern& made = scratch_.patterns.emplace_back(expression);
  if (!made.why_not().empty())
    fail("fhirpath.pattern", op.arguments[argument]->at, "this is no regular expression that can be used: " + made.why_not());
  return made;
}

Element Machine::resource_around(Element element) const { return innermost_resource(element); }
Element Machine::root_resource_around(Element element) const { return container_resource(element); }

const fhir::Resources& Machine::resources(Element element) {
  if (environment_.resources) return *environment_.resources;
  if (!scratch_.resources || scratch_.resources_of != &element.tree()) scratch_.resources.emplace(element.tree());
  scratch_.resources_of = &element.tree();
  return *scratch_.resources;
}

void run_by_test(Machine& machine, const Op& op, std::size_t) { machine.push(op.test(machine, op)); }

Truth test_by_run(Machine& machine, const Op& op) {
  const std::size_t mark = machine.size();
  op.run(machine, op, 2);
  return machine.truth_from(mark, op);
}

}  // namespace caseway::fhirpath
