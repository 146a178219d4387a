// The operations of a plan that are no functions: terms, paths and operators. The compiler takes them from here.
#pragma once

#include <string_view>

#include "fhirpath/plan.h"

namespace caseway::fhirpath {

// Terms.
void run_constant(Machine& machine, const Op& op, std::size_t want);
void run_empty(Machine& machine, const Op& op, std::size_t want);
void run_this(Machine& machine, const Op& op, std::size_t want);
void run_index(Machine& machine, const Op& op, std::size_t want);
void run_total(Machine& machine, const Op& op, std::size_t want);
void run_context(Machine& machine, const Op& op, std::size_t want);
void run_resource(Machine& machine, const Op& op, std::size_t want);
void run_root_resource(Machine& machine, const Op& op, std::size_t want);
void run_variable(Machine& machine, const Op& op, std::size_t want);

// Paths.
void run_path(Machine& machine, const Op& op, std::size_t want);       // input.step.step
void run_type_name(Machine& machine, const Op& op, std::size_t want);  // Patient at the start of a path
void run_indexer(Machine& machine, const Op& op, std::size_t want);

// Types: input is|as op.type; also the functions is(), as(), ofType().
Truth test_is(Machine& machine, const Op& op);
void run_as(Machine& machine, const Op& op, std::size_t want);

// arguments[0] and arguments[1] are the operands.
struct BinaryOperator {
  std::string_view symbol;
  Run run;
  Test test;  // nullptr: of its result
};
const BinaryOperator* find_operator(std::string_view symbol);
void run_negative(Machine& machine, const Op& op, std::size_t want);
void run_positive(Machine& machine, const Op& op, std::size_t want);

}  // namespace caseway::fhirpath
