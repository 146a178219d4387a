// XML text: escaping in one place. UTF-8, no BOM; newline, tab and carriage return in attribute values as character references.
#pragma once

#include <string>
#include <string_view>

#include "caseway/export.h"
#include "formats/text_out.h"

namespace caseway::formats {

CASEWAY_API void append_xml_attribute_value(std::string& out, std::string_view text);  // escapes & < " and \t \n \r
CASEWAY_API void append_xml_text(std::string& out, std::string_view text);             // escapes & < > and \r

bool put_xml_attribute_value(TextOut& out, std::string_view text);  // the same; false when the text is not clean (text_out.h)

}  // namespace caseway::formats
