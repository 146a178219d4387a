// The plan of an expression: what the compiler makes and the machine runs. Immutable once made, but for look-ups that it remembers.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhirpath/item.h"
#include "fhirpath/pattern.h"
#include "fhirpath/types.h"

namespace caseway::fhirpath {

class Machine;
struct Op;

enum class Truth : std::uint8_t { no, yes, unknown };  // unknown: the empty collection

constexpr std::size_t kAll = static_cast<std::size_t>(-1);
// Pushes the result onto the machine's stack. Who wants only `want` items (exists() wants one) may get no more than the first ones.
using Run = void (*)(Machine& machine, const Op& op, std::size_t want);
// The result as the verdict of a condition, without a detour over the stack.
using Test = Truth (*)(Machine& machine, const Op& op);

// One name of a path: which definitions it means for each type of its input. Found once per type; any thread may find it.
class Step {
 public:
  void name(std::string_view name) { name_ = name; }
  std::string_view name() const { return name_; }
  void expect(TypeId type);  // the type that it will nearly always be asked about
  DefRange range(TypeId type) const {
    const std::uint64_t last = last_.load(std::memory_order_relaxed);
    if (last >> 32 == type) return unpack(static_cast<std::uint32_t>(last));
    return other_range(type);
  }
  // As the model has it: "value" is value[x], "valueQuantity" is nothing.
  static DefRange find(TypeId type, std::string_view name);

 private:
  static std::uint32_t pack(DefRange range) { return static_cast<std::uint32_t>(range.first) << 16 | range.last; }
  static DefRange unpack(std::uint32_t packed) { return {static_cast<DefId>(packed >> 16), static_cast<DefId>(packed & 0xffff)}; }
  DefRange other_range(TypeId type) const;

  std::string name_;
  mutable std::atomic<std::uint64_t> last_{~std::uint64_t{0}};       // type << 32 | range
  mutable std::atomic<std::atomic<std::uint32_t>*> table_{nullptr};  // by type, range + 1; made when a second type comes

 public:
  Step() = default;
  ~Step() { delete[] table_.load(std::memory_order_relaxed); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
};

struct TypeTest {
  TypeCode type = kNoType;
  bool exact = false;     // as() and ofType() of a primitive type do not see its specialisations
  bool implicit = false;  // `x is Boolean` of R4's own invariants also means a FHIR boolean
};
bool passes(const Item& item, const TypeTest& test);

struct Op {
  Run run = nullptr;
  Test test = nullptr;
  std::size_t at = 0;  // byte in the expression
  const Op* input = nullptr;
  std::vector<const Op*> arguments;
  std::unique_ptr<Step[]> steps;  // a path: its names
  std::size_t step_count = 0;
  Item item;                         // a constant
  TypeTest type;                     // is, as, ofType, a type name at the start of a path
  std::string_view name;             // of a function, operator or variable
  std::unique_ptr<Pattern> pattern;  // a regular expression that is a literal
  bool once = false;                 // `as` on several items is an error
  std::uint64_t descending = 0;      // of sort(): bit i for key i
};

// What an expression owns.
struct Plan {
  std::string text;
  std::deque<Op> ops;
  std::deque<Value> values;  // literals
  std::deque<std::string> texts;
  const Op* root = nullptr;
};

}  // namespace caseway::fhirpath
