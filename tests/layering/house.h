// Checks the sources of a tree against the plan of the house.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace caseway::layering {

struct Room {
  int floor = 0;
  std::vector<std::string> headers;  // prefixes of third-party headers that only rooms naming them may include
};
using House = std::map<std::string, Room>;

House read_rooms(const std::string& file);                            // tests/layering/rooms.txt
std::map<std::string, int> floors_in_table(const std::string& file);  // docs/architecture.md: room -> floor

// Every violation in gateway/, plugins/ and tests/ of the tree, as "FILE:LINE: sentence" with paths relative to it.
//   includes   a room includes only what stands below it and its own; the SDK (gateway/include) and plugins only caseway/ headers
//   headers    a third-party header only in its room; tests may use any
//   files      #pragma once in headers, at most 500 lines unless line 1 says "Generated", none of the names that say nothing
std::vector<std::string> violations(const std::string& tree, const House& house);

}  // namespace caseway::layering
