// Provisional: the embedded structure only, until profiles are here.
#include "validation/validator.h"

#include "fhir/validate.h"

namespace caseway::validation {
struct Validator::State {};
Validator::Validator(std::shared_ptr<const Packages>) : state_(std::make_unique<State>()) {}
Validator::~Validator() = default;
void Validator::validate(const Tree& tree, const ValidateOptions&, Issues& issues) const { fhir::validate(tree, issues); }
}  // namespace caseway::validation
