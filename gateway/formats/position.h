// Where something stands in a text: line and column count from 1, the column in code points of the decoded text.
#pragma once

#include <cstdint>

namespace caseway::formats {

struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

}  // namespace caseway::formats
