// What a leaf is, defined once. Readers count by these words; tests recount with a second, independent parser.
//
//   JSON   each scalar: string, number, true, false; primitive ids and extension urls too. null (array padding) is none. A narrative's `div` is one.
//          "resourceType" is structural.
//   XML    each attribute but xmlns* and xsi:schemaLocation / noNamespaceSchemaLocation; each text run that is not blank (a run ends where an
//          element starts or ends; CDATA, character references, comments and PIs do not end it); each element without attributes (xmlns* and
//          schemaLocation apart), text and child elements.
//          FHIR XML: value, id and url attributes; a `div` is one leaf. So a resource has the same number in JSON and in XML.
//          C-CDA: a section's `text` is one leaf whatever is inside. Structural, counted apart: templateId and realmCode and typeId (all attributes),
//          classCode, moodCode, typeCode, determinerCode, contextControlCode, contextConductionInd and
//          xsi:type. Everything else is data, codeSystemName and inversionInd too.
//   CSV    each data cell that is not empty after decoding (white space counts as content). The header row is none.
#pragma once

#include <string_view>

namespace caseway::report {

// Whether an XML attribute is no leaf at all: a namespace declaration or a schema location. `name` is the qualified name as written.
bool is_plumbing_attribute(std::string_view name);

// Whether an attribute of a C-CDA document is structural. `element` and `attribute` are local names; xsi:type comes as "xsi:type".
bool is_ccda_structural(std::string_view element, std::string_view attribute);

}  // namespace caseway::report
