// Text as a terminal may show it. A document's values and a header's words may hold bytes that command a terminal (colours, titles, moves of the
// cursor); what people read on the screen shows them instead.
#pragma once

#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::report {

// Control characters but line breaks and tabs as their pictures (U+2400 ff.), those of U+0080 to U+009F as U+FFFD. One character stays one.
CASEWAY_API std::string visible(std::string_view utf8);

}  // namespace caseway::report
