// The restricted FHIRPath of slicing discriminators: "$this", names, extension('url'), resolve(), ofType(Type), joined by dots.
// Spec: https://hl7.org/fhir/R4/profiling.html#discriminator
#pragma once

#include <string_view>
#include <vector>

#include "validation/profile.h"

namespace caseway::validation {

std::vector<Step> discriminator_path(std::string_view text);

// Every element that the path leads to from `from`; resolve() stays within the document, so a step outside leads nowhere.
std::vector<Element> follow(const std::vector<Step>& path, Element from, const fhir::Resources& resources);

}  // namespace caseway::validation
