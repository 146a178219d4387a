// Whether a table of a sample has a header row. A first mapping takes names from that row alone, so of a file without one it would take values:
// a row is a header only when it shows that it is one.
#pragma once

#include "authoring/sample_tables.h"
#include "caseway/partner.h"

namespace caseway::authoring {

// Most of its cells differ from what stands below them as names differ from values (NotesForStaff, case_no, words of the catalogue of
// plain names, a word above numbers), none looks like a value, and few stand in their columns again. An issue says what is wrong:
//
//   mapping.init.header (error)   the table is left out, so that no value of it becomes a name
bool has_header(const SampleTable& table, const Context& context);

}  // namespace caseway::authoring
