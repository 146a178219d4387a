#include "formats/position.h"

#include <algorithm>

namespace caseway::formats {

Position position_of(std::string_view text, std::size_t offset) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
    offset -= std::min<std::size_t>(offset, 3);
  }
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(), starts_character);
  return {static_cast<std::uint32_t>(lines + 1), static_cast<std::uint32_t>(column + 1)};
}

}  // namespace caseway::formats
