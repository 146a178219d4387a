// + - * / div mod and the unary minus on System values. None where the result does not exist (division by zero, overflow); Fault fhirpath.type
// where the operator does not go with the operands. Spec: https://hl7.org/fhirpath/N1/#math
#pragma once

#include "fhirpath/machine.h"

namespace caseway::fhirpath {

Item sum(Machine& machine, const Op& op, const Item& left, const Item& right);
Item difference(Machine& machine, const Op& op, const Item& left, const Item& right);
Item product(Machine& machine, const Op& op, const Item& left, const Item& right);
Item quotient(Machine& machine, const Op& op, const Item& left, const Item& right);
Item whole_quotient(Machine& machine, const Op& op, const Item& left, const Item& right);
Item remainder(Machine& machine, const Op& op, const Item& left, const Item& right);
Item negative(Machine& machine, const Op& op, const Item& value);

}  // namespace caseway::fhirpath
