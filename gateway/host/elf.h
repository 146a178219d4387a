// Reads one exported object of an ELF shared library from the file's bytes, without loading the library: nothing of it runs.
//
//   in      the whole file; every offset in it is checked, a damaged file gives an error and never a fault
//   out     the object's bytes as they stand in the file (pointers in it are not relocated)
//   errors  a reason for people: not an ELF library, another machine, cut short, no such symbol
//   spec    https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html (64 bit, little endian: what this gateway runs on)
#pragma once

#include <string>
#include <string_view>

namespace caseway::host {

// The first `size` bytes of the exported object `symbol`; false and why_not when there is none.
bool exported_object(std::string_view file, std::string_view symbol, std::size_t size, std::string_view& object, std::string& why_not);

}  // namespace caseway::host
