// Bytes of a known or found-out encoding as UTF-8.
//
//   names   "utf-8", "us-ascii", "utf-16le", "utf-16be", "iso-8859-1", "windows-1252", in lower case; others are not known here
//   strict  what the encoding does not define is refused, never replaced: overlong forms, lone surrogates, half a unit, 0x81 in windows-1252
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::formats {

CASEWAY_API bool is_utf8(std::string_view bytes);                                               // well-formed, no surrogates, no overlong forms
CASEWAY_API std::size_t find_invalid_utf8(std::string_view bytes);                              // offset of the first byte that is not, or npos
CASEWAY_API std::string sniff_encoding(std::string_view bytes);                                 // by BOM, else utf-8 if valid, else windows-1252
CASEWAY_API bool to_utf8(std::string_view bytes, std::string_view encoding, std::string& out);  // strips the BOM; false: not that encoding
// The other way, with the BOM that UTF-16 needs to be known by. False: the encoding has no such character, or is not known here.
CASEWAY_API bool from_utf8(std::string_view text, std::string_view encoding, std::string& out);

CASEWAY_API void append_utf8(std::string& out, char32_t code_point);

// Writes one code point and returns the end; `to` has room for 4 bytes.
char* write_utf8(char* to, char32_t code_point);
// Writes well-formed UTF-16 (its reader has checked surrogates) as UTF-8 and returns the end; `to` has room for 3 * length bytes.
CASEWAY_API char* write_utf8(char* to, const char16_t* text, std::size_t length);

}  // namespace caseway::formats
