// The resource type that the beginning of a payload shows ("Bundle"; of NDJSON, the first line's); "" when it is not FHIR in that form.
#pragma once

#include <string_view>

#include "caseway/export.h"

namespace caseway::fhir {

CASEWAY_API std::string_view root_type(std::string_view head, bool xml);

}  // namespace caseway::fhir
