#include "formats/libarchive/zip_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>

namespace caseway::formats {

namespace {

void check(int status) {
  if (status != ARCHIVE_OK) throw std::runtime_error("a ZIP could not be written");
}
la_ssize_t append(archive*, void* out, const void* bytes, size_t count) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), count);
  return static_cast<la_ssize_t>(count);
}

class LibarchiveZip final : public ZipFile {
 public:
  LibarchiveZip() {
    check(archive_write_set_format_zip(writer_.get()));
    check(archive_write_set_bytes_per_block(writer_.get(), 0));
    check(archive_write_open(writer_.get(), &out_, nullptr, append, nullptr));
  }

  void add(std::string_view name, std::string_view bytes) override {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), std::string(name).c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    check(archive_write_header(writer_.get(), entry.get()));
    if (!bytes.empty() && archive_write_data(writer_.get(), bytes.data(), bytes.size()) < 0) check(ARCHIVE_FATAL);
  }

  std::string finish() override {
    check(archive_write_close(writer_.get()));
    return std::move(out_);
  }

 private:
  struct Free {
    void operator()(archive* writer) const { archive_write_free(writer); }
  };
  std::string out_;  // outlives the writer, which still writes when it is freed unfinished
  std::unique_ptr<archive, Free> writer_{archive_write_new()};
};

}  // namespace

std::unique_ptr<ZipFile> zip_with_libarchive() { return std::make_unique<LibarchiveZip>(); }

}  // namespace caseway::formats
