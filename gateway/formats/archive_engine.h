// What read_archive() and ZipWriter need of libarchive: a library of its own, libcaseway-archive.so (formats/late_library.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/archive.h"

namespace caseway::formats {

class ZipFile {
 public:
  virtual ~ZipFile() = default;
  virtual void add(std::string_view name, std::string_view bytes) = 0;
  virtual std::string finish() = 0;
};

class ArchiveEngine {
 public:
  virtual ~ArchiveEngine() = default;
  virtual bool read(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues) const = 0;
  virtual std::unique_ptr<ZipFile> new_zip() const = 0;
};

// Throws std::runtime_error when the library is not beside libcaseway.so: the installation is damaged.
const ArchiveEngine& archive_engine();

}  // namespace caseway::formats

// The library's one function. A program that has libarchive linked in, as tests have, needs no library.
extern "C" [[gnu::weak]] CASEWAY_API const caseway::formats::ArchiveEngine* caseway_archive_engine();
