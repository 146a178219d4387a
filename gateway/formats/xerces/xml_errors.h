// What Xerces' error codes mean to a person. Xerces' own texts quote the document; these never do.
#pragma once

#include <string_view>

namespace caseway::formats {

std::string_view xml_error_sentence(unsigned code);

}  // namespace caseway::formats
