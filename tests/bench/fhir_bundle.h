// A large Bundle such as a case-management system sends: minified, narrative in every resource, escapes, members in no particular order.
#pragma once

#include <cstddef>
#include <string>

namespace caseway::bench {

// About `bytes` of JSON; the same for the same size. Synthetic.
std::string bundle_json(std::size_t bytes);

}  // namespace caseway::bench
