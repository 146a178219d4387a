#include "formats/zip_writer.h"

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
}  // namespace

struct ZipWriter::State {
  std::string out;
  archive* writer = archive_write_new();
  ~State() { archive_write_free(writer); }
};

ZipWriter::ZipWriter() : state_(std::make_unique<State>()) {
  auto* writer = state_->writer;
  check(archive_write_set_format_zip(writer));
  check(archive_write_set_bytes_per_block(writer, 0));
  check(archive_write_open(writer, &state_->out, nullptr, append, nullptr));
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(std::string_view name, std::string_view bytes) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  check(archive_write_header(state_->writer, entry.get()));
  if (!bytes.empty() && archive_write_data(state_->writer, bytes.data(), bytes.size()) < 0) check(ARCHIVE_FATAL);
}

std::string ZipWriter::finish() {
  check(archive_write_close(state_->writer));
  return std::move(state_->out);
}

}  // namespace caseway::formats
