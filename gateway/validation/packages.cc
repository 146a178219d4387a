// Provisional: no package can be read yet.
#include "validation/packages.h"

namespace caseway::validation {
struct Packages::State {};
Packages::Packages() : state_(std::make_unique<State>()) {}
Packages::~Packages() = default;
void Packages::add_cache(std::string) {}
bool Packages::add(const std::string&, Issues& issues) {
  issues.add(Severity::error, "validation.package", {}, "packages cannot be read yet");
  return false;
}
}  // namespace caseway::validation
