// Section narrative: CDA's block (https://hl7.org/cda/stds/core/2.0.0-sd-snapshot1/narrative.html) ⇄ FHIR's XHTML div, tag by tag.
//
//   paragraph ⇄ p · list ⇄ ul, list listType="ordered" ⇄ ol · item ⇄ li · content ⇄ span · linkHtml ⇄ a · br, sub, sup, table and its parts stay
//   ID ⇄ id · styleCode ⇄ class · caption outside a table, footnote, footnoteRef, renderMultiMedia ⇄ span class="cda-NAME"
//   differs attributes that XHTML in FHIR does not allow are left out: their words are styling, never text
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseway::mapping {

// The whole <text> element as XmlSource gives it, and back: content of <text>. Well-formed in, well-formed out.
std::string div_of_narrative(std::string_view markup);
std::string narrative_of_div(std::string_view div);

// The plain text inside the element that begins at `at` (its '<'): white space is one space, a paragraph, row or item ends with a line.
std::string plain_text(std::string_view markup, std::size_t at = 0);
// Plain text as a div: one <p> for each line.
std::string div_of_text(std::string_view text);

// Every ID="..." of a narrative with the place of its element's '<'.
std::vector<std::pair<std::string, std::size_t>> ids_of(std::string_view markup);

}  // namespace caseway::mapping
