// Makes the folder of a new plugin: a small referral list in CSV that builds, loads and translates as it is (docs/writing-a-plugin.md).
#pragma once

#include <string>

namespace caseway::host {

// Writes `into`/`name` and returns its path. Throws std::invalid_argument when the name is none for a plugin (lower-case letters, digits and
// hyphens, a letter first) or the folder is there already, std::runtime_error when it cannot be written. What exists is never touched.
std::string scaffold_plugin(const std::string& name, const std::string& into);

}  // namespace caseway::host
