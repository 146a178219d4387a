// Inputs that describe a buffer and what is done to it: a recipe in readable text, a NUL, then edits of 4 bytes each (3 of position, 1 of value).
// So the corpus of a binary format stays readable, and does not go stale when the format changes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::fuzz {

inline std::string_view recipe_of(std::string_view bytes) { return bytes.substr(0, bytes.find('\0')); }

inline void damage(std::string& buffer, std::string_view bytes) {
  const std::size_t nul = bytes.find('\0');
  if (nul == std::string_view::npos || buffer.empty()) return;
  const std::string_view edits = bytes.substr(nul + 1);
  for (std::size_t i = 0; i + 4 <= edits.size(); i += 4) {
    const auto byte = [&](std::size_t k) { return static_cast<std::size_t>(static_cast<unsigned char>(edits[i + k])); };
    const std::size_t position = (byte(0) << 16 | byte(1) << 8 | byte(2)) % buffer.size();
    buffer[position] = edits[i + 3];
  }
}

}  // namespace caseway::fuzz
