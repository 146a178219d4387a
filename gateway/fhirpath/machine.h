// Runs a plan over an element. Every operation takes its operands from and leaves its result on one stack of items; text and numbers that it makes
// live in an arena. Both are kept by the thread and used again, so that an evaluation that makes nothing new allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhirpath/fault.h"
#include "fhirpath/fhirpath.h"
#include "fhirpath/plan.h"

namespace caseway::fhirpath {

constexpr std::uint64_t kMaxSteps = 100'000'000;   // of one evaluation: operations run and items looked at
constexpr std::size_t kMaxItems = 10'000'000;      // on the stack at one time
constexpr std::size_t kMaxTextBytes = 256u << 20;  // made by one evaluation

// Memory of evaluations. One evaluation has it for itself; an evaluation within an evaluation gets another.
struct Scratch {
  std::vector<Item> stack;
  std::vector<std::unique_ptr<char[]>> blocks;
  std::size_t block = 0;  // in use
  std::size_t used = 0;   // of it
  std::size_t made = 0;   // bytes, in all
  std::deque<Quantity> quantities;
  std::deque<std::unique_ptr<char[]>> large;
  std::optional<fhir::Resources> resources;
  const Tree* resources_of = nullptr;
  std::deque<Pattern> patterns;
  std::deque<Value> values;  // of variables

  void* take(std::size_t bytes);
  void clear();
};

class Machine {
 public:
  Machine(const Environment& environment, Element context, Scratch& scratch);

  // --- the stack ---
  std::size_t size() const { return stack_.size(); }
  Item& at(std::size_t i) { return stack_[i]; }
  void push(Item item) {
    if (stack_.size() >= kMaxItems) too_much("items", kMaxItems);
    stack_.push_back(item);
  }
  void push(Truth truth) {
    if (truth != Truth::unknown) push(Item::of(truth == Truth::yes));
  }
  void drop_to(std::size_t size) { stack_.resize(size); }
  // What stands from `from` on comes down to `to`; what was between is gone.
  void close(std::size_t to, std::size_t from);
  void count(std::uint64_t steps = 1) {
    if ((steps_ += steps) > kMaxSteps) too_much("steps", kMaxSteps);
  }

  // --- parts of an operation ---
  void run(const Op& op, std::size_t want = kAll) {
    count();
    op.run(*this, op, want);
  }
  void run_input(const Op& op, std::size_t want = kAll) {
    if (op.input) {
      run(*op.input, want);
    } else if (self) {
      push(self);
    }
  }
  Truth test(const Op& op) {
    count();
    return op.test(*this, op);
  }
  Truth truth_from(std::size_t mark, const Op& op);  // of what stands from mark on, which is taken away
  // The one item, none when there is none; several are an error that names `what`.
  Item one(const Op& op, std::string_view what);
  Item one_of(std::size_t mark, const Op& op, std::string_view what);
  Item one_input(const Op& op);
  Item value_input(const Op& op) { return value_of(one_input(op)); }  // as a System value
  // Argument i as a System value; none when there is no such argument or it is empty.
  Item argument(const Op& op, std::size_t i);
  std::optional<std::string_view> text_argument(const Op& op, std::size_t i);
  std::optional<std::int64_t> integer_argument(const Op& op, std::size_t i);
  // The input as text, for functions of strings; nothing when it is empty.
  std::optional<std::string_view> text_input(const Op& op);

  // --- values ---
  Item value_of(const Item& item);  // an element as the System value it stands for; none when it has none
  Item keep(std::string_view text);
  Item keep(const Decimal& number);
  Item keep(const Temporal& moment);
  Item keep(Quantity quantity);
  Item keep(const std::optional<Decimal>& number) { return number ? keep(*number) : Item(); }
  Item quantity_of(Element element);  // of a FHIR Quantity; none without a value
  const Pattern& pattern(const Op& op, std::size_t argument, std::string_view expression);

  // --- where we are ---
  Item self;  // $this
  std::int64_t index = -1;
  std::vector<Item> total;
  Element context() const { return context_; }
  const Environment& environment() const { return environment_; }
  Element resource_around(Element element) const;
  Element root_resource_around(Element element) const;
  const fhir::Resources& resources(Element element);
  Scratch& scratch() { return scratch_; }
  std::string now();

 private:
  [[noreturn]] void too_much(std::string_view what, std::uint64_t limit) const;

  const Environment& environment_;
  Element context_;
  Scratch& scratch_;
  std::vector<Item>& stack_;
  std::uint64_t steps_ = 0;
  std::string now_;
};

// Makes one item after the other $this, and the one before $this again at the end.
class Focus {
 public:
  explicit Focus(Machine& machine) : machine_(machine), self_(machine.self), index_(machine.index) {}
  ~Focus() { machine_.self = self_, machine_.index = index_; }
  Focus(const Focus&) = delete;
  Focus& operator=(const Focus&) = delete;
  void on(const Item& item, std::size_t index) {
    machine_.self = item;
    machine_.index = static_cast<std::int64_t>(index);
  }

 private:
  Machine& machine_;
  Item self_;
  std::int64_t index_;
};

// For operations whose nature is a verdict, and for those whose nature is a list.
void run_by_test(Machine& machine, const Op& op, std::size_t want);
Truth test_by_run(Machine& machine, const Op& op);

Item item_of(const Value& value);        // valid while `value` stays where it is
Value value_of_item(const Item& item);   // for the caller; a type is its name
std::string text_of(const Item& value);  // of a System value, as toString() writes it

}  // namespace caseway::fhirpath
