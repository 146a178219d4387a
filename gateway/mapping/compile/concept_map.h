// A code table as a FHIR ConceptMap (R4), both ways: theirs is the source, ours the target.
// https://hl7.org/fhir/R4/conceptmap.html
//
//   equal, equivalent, relatedto   both ways; where several share a code, the first is what goes the other way
//   wider, subsumes, inexact       receiving: ours says less, so it cannot be told back
//   narrower, specializes          sending: ours would say more than theirs did
//   unmatched, disjoint            no row
#pragma once

#include <string>
#include <string_view>

#include "caseway/export.h"
#include "formats/config_node.h"
#include "mapping/plan.h"

namespace caseway::mapping {

// Fills rows and systems of a table of one column on each side. A sentence when the file is no such map; "" when it is.
std::string read_concept_map(const formats::ConfigNode& map, CodeTable& table);

// The ConceptMap of the mapping's table as JSON; "" when there is no such table, or it has several columns on a side.
CASEWAY_API std::string concept_map_json(const Plan& plan, std::string_view table);

}  // namespace caseway::mapping
