// Parts of Caseway that most runs do not need, each in a library of its own: libcaseway-NAME.so.N beside libcaseway.so.N, loaded when it is first
// asked for. Linking Xerces or libarchive with what they need takes as long as the rest of a start.
#pragma once

#include <string_view>

namespace caseway::formats {

// The library's function; the library is never unloaded. Throws std::runtime_error when it is not there: the installation is damaged.
// what: "XML parser", for that sentence.
void* late_function(std::string_view name, const char* function, std::string_view what);

}  // namespace caseway::formats
