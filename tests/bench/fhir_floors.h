// What the bare parsers cost for the same bytes and a comparable output, without any knowledge of FHIR.
#pragma once

#include <string>
#include <string_view>

namespace caseway::bench {

// RapidJSON SAX (numbers as text, UTF-8 checked) to XML-shaped text with escaping. Returns the text's size.
std::size_t rapidjson_to_xml_text(const std::string& json, std::string& out);

// Xerces' WFXMLScanner with namespaces, every name, attribute and text transcoded to UTF-8. Returns the bytes transcoded.
std::size_t xerces_to_utf8(std::string_view xml, std::string& out);

}  // namespace caseway::bench
