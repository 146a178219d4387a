// The beginning of a document, as much as is needed to recognise it, in the document's own format.
//
//   text       its first bytes
//   workbook   a workbook of the first rows of each sheet, every cell as text
//   archive    a ZIP of the beginnings of its files
//   small      a document of at most kBeginning bytes is its own beginning; so is one that cannot be opened, cut off after them
//   memory     what the workbook or archive unpacks to, within the limits of xlsx.h and archive.h
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::formats {

constexpr std::size_t kBeginning = 64u << 10;

// A view of `bytes`, or of `made` where the beginning had to be made.
CASEWAY_API std::string_view beginning_of(std::string_view bytes, std::string& made);

}  // namespace caseway::formats
