// Whether RapidJSON, asked for all that RFC 8259 forbids, takes the bytes for JSON.
#pragma once

#include <string_view>

namespace caseway::fuzz {

enum class Other { accepts, refuses, cannot_say };  // cannot say: a number that no double holds

Other rapidjson_says(std::string_view bytes);

}  // namespace caseway::fuzz
