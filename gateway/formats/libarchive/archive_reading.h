// Reading one archive with libarchive.
#pragma once

#include "formats/archive.h"

namespace caseway::formats {

bool read_with_libarchive(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues);

}  // namespace caseway::formats
