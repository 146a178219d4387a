// The JSON files of one package, wherever they are: a folder, or a .tgz file.
//
//   folder   FOLDER/package/*.json, or FOLDER/*.json where there is no package/; what stands deeper (example/, other/) is no definition. They are
//            read when they are asked for.
//   archive  package/*.json of a .tgz (formats/archive.h: untrusted), kept unpacked in memory
//   threads  read() from any
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/report.h"

namespace caseway::validation {

class PackageFiles {
 public:
  virtual ~PackageFiles() = default;
  virtual const std::vector<std::string>& names() const = 0;  // "StructureDefinition-Patient.json"; sorted
  // The bytes of a file, in `room` or where they are kept; false when it cannot be read.
  virtual bool read(const std::string& name, std::string& room, std::string_view& bytes) const = 0;
};

// nullptr with an issue when there is nothing to read.
std::unique_ptr<PackageFiles> open_package_folder(const std::string& folder, Issues& issues);
std::unique_ptr<PackageFiles> open_package_archive(const std::string& file, Issues& issues);

// The whole file; false with errno when it cannot be read, is no plain file or is longer than that.
bool read_whole_file(const std::string& path, std::size_t max_bytes, std::string& bytes);

}  // namespace caseway::validation
