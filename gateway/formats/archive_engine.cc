#include "formats/archive_engine.h"

#include "formats/late_library.h"
#include "formats/zip_writer.h"

namespace caseway::formats {

const ArchiveEngine& archive_engine() {
  using Engine = decltype(&caseway_archive_engine);
  static const Engine engine = caseway_archive_engine != nullptr
                                   ? caseway_archive_engine
                                   : reinterpret_cast<Engine>(late_function("archive", "caseway_archive_engine", "reader of archives"));
  return *engine();
}

bool read_archive(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues) {
  return archive_engine().read(bytes, handler, limits, issues);
}

void start_archives() { archive_engine(); }

struct ZipWriter::State {
  std::unique_ptr<ZipFile> file = archive_engine().new_zip();
};
ZipWriter::ZipWriter() : state_(std::make_unique<State>()) {}
ZipWriter::~ZipWriter() = default;
void ZipWriter::add(std::string_view name, std::string_view bytes) { state_->file->add(name, bytes); }
std::string ZipWriter::finish() { return state_->file->finish(); }

}  // namespace caseway::formats
