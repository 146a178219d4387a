// What resources that define something must say beyond their invariants, as far as it can be judged from the resource and the packages.
//
//   StructureDefinition  paths begin with the type; a type's profiles are about that type; modifier extensions stand at modifierExtension only; a
//                        constraint is about the type of its base
//   SearchParameter      its expression is FHIRPath; what it is derived from has its type and bases
//   CapabilityStatement  a search parameter has the type of its definition
//   ValueSet             systems are absolute and no value sets; expressions use declared parameters
//   CodeSystem           properties are declared once, with the type that their URI stands for; values have the declared type; codes are unique
//   issues               validation.definition
//   spec                 https://hl7.org/fhir/R4/conformance-module.html, https://hl7.org/fhir/R4/codesystem-concept-properties.html
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_definition(Element resource, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
