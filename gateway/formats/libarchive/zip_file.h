// A ZIP of files in memory, made by libarchive.
#pragma once

#include <memory>

#include "formats/archive_engine.h"

namespace caseway::formats {

std::unique_ptr<ZipFile> zip_with_libarchive();

}  // namespace caseway::formats
