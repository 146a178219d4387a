// What ours says in parts where theirs wants one text.
#pragma once

#include <string>

#include "mapping/plan.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

// What stands for a text that is not there: a CodeableConcept without text is called by the display of its first coding, a name or an
// address without text by its parts. False when nothing does; what is taken is marked.
bool in_words(Finding& finding, const Plan& plan, const Field& field, std::uint32_t target, std::string& text);

}  // namespace caseway::mapping
