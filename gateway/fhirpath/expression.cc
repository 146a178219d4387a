// The door of the room: from text to plan, from plan to values. Faults become Errors here.
#include <algorithm>

#include "fhirpath/compiler.h"
#include "fhirpath/fhirpath.h"
#include "fhirpath/machine.h"
#include "fhirpath/utf8.h"

namespace caseway::fhirpath {

namespace {

Error error_of(const Fault& fault, std::string_view text) {
  return {std::string(fault.id), characters(text.substr(0, std::min(fault.at, text.size()))), fault.text};
}

// The thread's memory for evaluations. Who evaluates within an evaluation finds it taken and gets another.
class Borrowed {
 public:
  Borrowed() : scratch_(std::move(spare())) {
    if (!scratch_) scratch_ = std::make_unique<Scratch>();
  }
  ~Borrowed() {
    scratch_->clear();
    spare() = std::move(scratch_);
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Scratch& operator*() { return *scratch_; }

 private:
  static std::unique_ptr<Scratch>& spare() {
    thread_local std::unique_ptr<Scratch> scratch;
    return scratch;
  }
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace

struct Expression::Code {
  Plan plan;
};

std::optional<Expression> Expression::compile(std::string_view text, TypeId context, Error& error, const std::vector<std::string>& variables,
                                              const std::vector<TypeId>& types) {
  try {
    auto code = std::make_shared<Code>();
    code->plan.text = text;
    const SyntaxTree syntax = parse(text);
    fhirpath::compile(*syntax, context, variables, types, code->plan);
    return Expression(std::move(code));
  } catch (const Fault& fault) {
    error = error_of(fault, text);
    return std::nullopt;
  }
}

Collection Expression::evaluate(Element context, const Environment& environment) const {
  Borrowed scratch;
  try {
    Machine machine(environment, context, *scratch);
    machine.run(*code_->plan.root);
    Collection result;
    result.reserve(machine.size());
    for (std::size_t i = 0; i < machine.size(); ++i) result.push_back(value_of_item(machine.at(i)));
    return result;
  } catch (const Fault& fault) {
    throw EvaluationError(error_of(fault, code_->plan.text));
  }
}

bool Expression::test(Element context, const Environment& environment) const {
  Borrowed scratch;
  try {
    Machine machine(environment, context, *scratch);
    return machine.test(*code_->plan.root) == Truth::yes;
  } catch (const Fault& fault) {
    throw EvaluationError(error_of(fault, code_->plan.text));
  }
}

const std::string& Expression::text() const { return code_->plan.text; }

}  // namespace caseway::fhirpath
