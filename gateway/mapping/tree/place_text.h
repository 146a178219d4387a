// A place of ours for people, and back: issues about a document of ours name it, and whoever sent the document has columns.
#pragma once

#include <string>
#include <string_view>

#include "mapping/plan.h"

namespace caseway::mapping {

// The place as FHIRPath without positions and selectors: "Patient.name.given".
std::string place_text(const Plan& plan, const OursPath& path);

// The column that is read into such a place, or into one near it, of the same element of a resource ("ServiceRequest.code"); kNone: none, or not
// just one.
Index column_for(const Plan& plan, std::string_view place);

}  // namespace caseway::mapping
