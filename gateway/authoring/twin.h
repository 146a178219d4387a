// A mapping as if everything that works one way worked both ways: what it reads, written. For mapping check, which must make documents of
// *theirs* that say everything the mapping reads, also what it never writes.
#pragma once

#include <cstdint>
#include <memory>

#include "mapping/plan.h"

namespace caseway::authoring {

// Fields that do not work that way work no way in it; nothing in it is required; a text is written as it was last read, in whatever of the
// accepted spellings that was. `turn` chooses between rows of a code table that mean the same of ours. Not for several threads.
std::shared_ptr<const mapping::Plan> reading_twin(const mapping::Plan& plan, std::uint32_t turn);

// Whether a field is only received and its mapping says why that is so: its value is not expected back.
bool is_given_up(const mapping::Plan& plan, const mapping::Field& field);

}  // namespace caseway::authoring
