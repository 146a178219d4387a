// Bytes of a known or found-out encoding as UTF-8.
#pragma once

#include "caseway/export.h"

#include <string>
#include <string_view>

namespace caseway::formats {

CASEWAY_API bool is_utf8(std::string_view bytes);                      // well-formed, no surrogates, no overlong forms
CASEWAY_API std::string sniff_encoding(std::string_view bytes);       // by BOM, else utf-8 if valid, else windows-1252
CASEWAY_API bool to_utf8(std::string_view bytes, std::string_view encoding, std::string& out);  // strips the BOM; false: not that encoding

}  // namespace caseway::formats
