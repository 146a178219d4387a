#include "formats/archive_engine.h"

#include "formats/libarchive/archive_reading.h"
#include "formats/libarchive/zip_file.h"

namespace caseway::formats {
namespace {

class LibarchiveEngine final : public ArchiveEngine {
 public:
  bool read(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues) const override {
    return read_with_libarchive(bytes, handler, limits, issues);
  }
  std::unique_ptr<ZipFile> new_zip() const override { return zip_with_libarchive(); }
};

}  // namespace
}  // namespace caseway::formats

const caseway::formats::ArchiveEngine* caseway_archive_engine() {
  static const caseway::formats::LibarchiveEngine engine;
  return &engine;
}
