// Terms and paths.
#include "fhirpath/machine.h"
#include "fhirpath/operators.h"

namespace caseway::fhirpath {

namespace {

// Pushes what steps[0 .. count) lead to from the node; true when there are enough on the stack.
bool descend(Machine& machine, const Tree& tree, std::uint32_t from, const Step* steps, std::size_t count, std::size_t enough) {
  const Node* const nodes = tree.nodes().data();
  const std::uint32_t end = nodes[from].end;
  if (from + 1 == end) return false;
  const DefRange range = steps->range(nodes[from].type);
  std::uint64_t looked_at = 0;
  for (std::uint32_t i = from + 1; i < end; i = nodes[i].end) {
    ++looked_at;
    if (nodes[i].def < range.first) continue;
    if (nodes[i].def > range.last) break;
    if (count == 1) {
      machine.push(Item::made(Item::Kind::element, &tree, i));
      if (machine.size() >= enough) return true;
    } else if (descend(machine, tree, i, steps + 1, count - 1, enough)) {
      return true;
    }
  }
  machine.count(looked_at);
  return false;
}

// Of what type() gives: its namespace and name.
void step_of_type(Machine& machine, const Item& item, std::string_view name) {
  const auto type = static_cast<TypeCode>(item.extent);
  if (name == "namespace") machine.push(Item::of(type_space(type)));
  if (name == "name") machine.push(Item::of(short_type_name(type)));
}

bool step_into(Machine& machine, const Item& item, const Op& op, std::size_t enough) {
  if (item.is_element()) return descend(machine, item.tree(), item.extent, op.steps.get(), op.step_count, enough);
  if (item.kind == Item::Kind::type && op.step_count == 1) step_of_type(machine, item, op.steps[0].name());
  return machine.size() >= enough;
}

void push_collection(Machine& machine, const Collection& values) {
  for (const Value& value : values) machine.push(item_of(value));
}

}  // namespace

void run_constant(Machine& machine, const Op& op, std::size_t) { machine.push(op.item); }
void run_empty(Machine&, const Op&, std::size_t) {}
void run_this(Machine& machine, const Op&, std::size_t) {
  if (machine.self) machine.push(machine.self);
}
void run_index(Machine& machine, const Op&, std::size_t) {
  if (machine.index >= 0) machine.push(Item::of_integer(machine.index));
}
void run_total(Machine& machine, const Op&, std::size_t) {
  for (const Item& item : machine.total) machine.push(item);
}

void run_context(Machine& machine, const Op&, std::size_t) {
  if (machine.context()) machine.push(Item::of(machine.context()));
}

void run_resource(Machine& machine, const Op&, std::size_t) {
  const Element given = machine.environment().resource;
  if (const Element found = given ? given : machine.resource_around(machine.context())) machine.push(Item::of(found));
}

void run_root_resource(Machine& machine, const Op&, std::size_t) {
  const Element given = machine.environment().root_resource;
  if (const Element found = given ? given : machine.root_resource_around(machine.context())) machine.push(Item::of(found));
}

void run_variable(Machine& machine, const Op& op, std::size_t) {
  const auto& variables = machine.environment().variables;
  const auto found = variables.find(std::string(op.name));
  if (found == variables.end()) fail("fhirpath.variable", op.at, std::string("%").append(op.name).append(" has no value here"));
  push_collection(machine, found->second);
}

void run_path(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  const auto enough_above = [want](std::size_t base) { return want == kAll ? kAll : base + want; };
  if (!op.input) {
    if (machine.self) step_into(machine, machine.self, op, enough_above(mark));
    return;
  }
  machine.run(*op.input);
  const std::size_t end = machine.size();
  for (std::size_t i = mark; i < end; ++i)
    if (const Item item = machine.at(i); step_into(machine, item, op, enough_above(end))) break;
  machine.close(mark, end);
}

void run_type_name(Machine& machine, const Op& op, std::size_t) {
  if (machine.self && passes(machine.self, op.type)) machine.push(machine.self);
}

void run_indexer(Machine& machine, const Op& op, std::size_t) {
  const Item index = machine.value_of(machine.one(*op.arguments[0], "an index"));
  if (!index) return;
  if (index.kind != Item::Kind::integer) fail("fhirpath.type", op.at, "an index is an Integer");
  if (index.whole < 0) return;
  const std::size_t mark = machine.size();
  machine.run_input(op, static_cast<std::size_t>(index.whole) + 1);
  const std::size_t wanted = mark + static_cast<std::size_t>(index.whole);
  const Item found = wanted < machine.size() ? machine.at(wanted) : Item();
  machine.drop_to(mark);
  if (found) machine.push(found);
}

Truth test_is(Machine& machine, const Op& op) {
  const Item item = machine.one_input(op);
  if (!item) return Truth::unknown;
  return passes(item, op.type) ? Truth::yes : Truth::no;
}

void run_as(Machine& machine, const Op& op, std::size_t want) {
  const std::size_t mark = machine.size();
  machine.run_input(op);
  if (op.once && machine.size() > mark + 1) fail("fhirpath.singleton", op.at, "as wants one item and there are several; ofType() chooses among them");
  std::size_t kept = mark;
  for (std::size_t i = mark; i < machine.size() && kept - mark < want; ++i)
    if (passes(machine.at(i), op.type)) machine.at(kept++) = machine.at(i);
  machine.drop_to(kept);
}

}  // namespace caseway::fhirpath
