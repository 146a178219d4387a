// Turns a syntax tree into a plan and finds what is wrong with it before any data comes: names that no type has, functions that do not exist,
// operands that never go together.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "fhirpath/plan.h"
#include "fhirpath/syntax.h"

namespace caseway::fhirpath {

// Throws Fault: fhirpath.name, fhirpath.function, fhirpath.type, fhirpath.variable, fhirpath.pattern. context: kNoType for any.
void compile(const Syntax& syntax, TypeId context, const std::vector<std::string>& variables, const std::vector<TypeId>& types, Plan& plan);

}  // namespace caseway::fhirpath
