// The conformance table of docs/fhir.md is written by the suites' own run: each test that measures a figure says it here, and a figure that is not
// the one in the table fails, better or worse. With CASEWAY_UPDATE_GOLDENS=1 the table is rewritten (and the test fails once, on purpose).
#pragma once

#include <cstddef>
#include <string_view>

namespace caseway::conformance {

// `row` is the first cell of the table's row, word for word.
void figure(std::string_view row, std::size_t reached, std::size_t of);

}  // namespace caseway::conformance
