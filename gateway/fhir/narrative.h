// The div of a Narrative: XHTML that stands in JSON as one string and in XML as a real element.
//
//   form    <div xmlns="http://www.w3.org/1999/xhtml"> ... </div>, well-formed by itself; nothing before it, nothing after
//   repairs a missing xmlns is added; HTML's named entities (&nbsp;) become their characters: XML without a DTD knows only five
//   refuses what could act or load: script, form, frame, object, head, body, base, link, XInclude, ... , on* attributes, javascript: addresses;
//           more than 64 attributes in a tag, 32 namespaces at once, 500 elements inside each other
//   spec    https://hl7.org/fhir/R4/narrative.html#div , https://www.w3.org/TR/xml/ , https://www.w3.org/TR/xml-names/
#pragma once

#include <string>
#include <string_view>

namespace caseway::fhir {

constexpr std::string_view kXhtmlNamespace = "http://www.w3.org/1999/xhtml";

struct DivCheck {
  std::string_view why_not;  // empty: the div is fine, or was repaired
  std::size_t length = 0;    // of the div in the text given
  bool added_namespace = false;
  bool replaced_entities = false;
  std::string repaired;  // the div to use when one of the two was done
  bool repairs() const { return added_namespace || replaced_entities; }
};

// Checks the div that `text` begins with. Linear; owns what it returns.
DivCheck check_div(std::string_view text);

// The character of a named HTML 4 entity ("nbsp", "copy") as UTF-8, or "".
std::string_view html_entity(std::string_view name);

}  // namespace caseway::fhir
