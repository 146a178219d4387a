// The floor of everything that maps CSV: the bytes cut at every comma and line end. Quotes are not looked at, nothing is kept.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace caseway::bench {

inline std::size_t count_commas(std::string_view bytes) {
  std::size_t commas = 0;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    const auto* line = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (line == nullptr) line = end;
    while (const auto* comma = static_cast<const char*>(std::memchr(at, ',', static_cast<std::size_t>(line - at)))) {
      ++commas;
      at = comma + 1;
    }
    at = line + 1;
  }
  return commas;
}

}  // namespace caseway::bench
