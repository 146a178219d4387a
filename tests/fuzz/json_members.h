// JSON with the members of its objects in another order: the same document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseway::fuzz {

// The text with the members of every object shuffled, the same for the same seed; "" when it is no JSON.
std::string shuffled_members(std::string_view json, std::uint32_t seed);

}  // namespace caseway::fuzz
