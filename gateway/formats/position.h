// Where something stands in a text: line and column count from 1, the column in code points of the decoded text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "caseway/export.h"

namespace caseway::formats {

struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// The place of a byte offset in UTF-8 text; a BOM at the start has no column. Linear in offset: for messages, not for every event.
CASEWAY_API Position position_of(std::string_view text, std::size_t offset);

}  // namespace caseway::formats
