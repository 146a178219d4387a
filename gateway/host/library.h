// A plugin's shared library: checked as data, then loaded from a private copy of the very bytes that were checked (docs/decisions/0501).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "caseway/partner.h"

namespace caseway::host {

// Reads a regular file; symbolic links are followed only inside `root`. Throws std::runtime_error with a reason for people.
std::string read_inside(const std::string& root, const std::string& path);

// "" when the library says that it was built for this very gateway; else why it is refused, with both sides. Nothing of it runs.
std::string why_refused(std::string_view library);

// Loads the library and makes its partner; `home` is the plugin's folder. The partner holds the library: it is unloaded after the last user of
// the partner let go. Throws std::runtime_error with a reason for people when it does not load or its constructor failed.
// `library` must have passed why_refused(). Two versions of a plugin may be loaded at a time.
std::shared_ptr<const Partner> load_partner(std::string_view library, const std::string& name, const std::string& home);

}  // namespace caseway::host
