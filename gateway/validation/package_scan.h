// What a definition is, without building a tree of it: the members resourceType, url and version of a JSON object, wherever they stand in it.
//
// The scan believes that the text is JSON and stops as soon as it knows all three; the parser that reads the resource later checks everything.
#pragma once

#include <string>
#include <string_view>

namespace caseway::validation {

struct ResourceHead {
  std::string type;     // "" when the text is no resource
  std::string url;      // "" when it has no canonical URL
  std::string version;  // "" when it says none
};

// Linear; false when the text is no JSON object as far as it was looked at.
bool scan_resource(std::string_view json, ResourceHead& head);

}  // namespace caseway::validation
