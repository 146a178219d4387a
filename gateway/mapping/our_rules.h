// `rules` of XML and JSON: tests on ours that must hold of every document that is read, and of every one that is about to be written.
#pragma once

#include "caseway/partner.h"
#include "mapping/plan.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

// Tells what is broken, at `place`; false when one of the rules is an error. The roots of `finding` are bound.
bool keeps_rules(const Plan& plan, const Context& context, Finding& finding, Way way, const Place& place);

}  // namespace caseway::mapping
