// What stops a compilation or an evaluation inside this room: thrown anywhere, turned into an Error at the room's door (expression.cc).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caseway::fhirpath {

struct Fault {
  std::string_view id;
  std::size_t at;  // in bytes; the door counts characters
  std::string text;
};

[[noreturn]] inline void fail(std::string_view id, std::size_t at, std::string text) { throw Fault{id, at, std::move(text)}; }

}  // namespace caseway::fhirpath
