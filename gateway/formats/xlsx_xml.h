// What the readers of a workbook's parts share. For xlsx_*.cc only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "formats/xml_reader.h"

namespace caseway::formats {

std::string_view attribute(std::span<const XmlAttribute> attributes, std::string_view local);  // "" when it is not there
std::uint32_t number_of(std::string_view text, std::uint32_t otherwise);
std::string unescaped(std::string_view text);
Limits limits_of_parts(const Limits& limits);  // a part may be as large as its archive

}  // namespace caseway::formats
