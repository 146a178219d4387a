// Archives for tests, made in memory: what an honest sender makes, and what no honest sender makes.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace caseway::formats {

enum class ArchiveKind : std::uint8_t { tar_gz, tar, zip, encrypted_zip, gzip };  // gzip: one file, without a name

class ArchiveBuilder {
 public:
  explicit ArchiveBuilder(ArchiveKind kind = ArchiveKind::tar_gz) : archive_(archive_write_new()) {
    if (kind == ArchiveKind::zip || kind == ArchiveKind::encrypted_zip) {
      check(archive_write_set_format_zip(archive_));
    } else if (kind == ArchiveKind::gzip) {
      check(archive_write_set_format_raw(archive_));
    } else {
      check(archive_write_set_format_pax_restricted(archive_));
    }
    if (kind == ArchiveKind::tar_gz || kind == ArchiveKind::gzip) check(archive_write_add_filter_gzip(archive_));
    if (kind == ArchiveKind::encrypted_zip) {
      check(archive_write_set_options(archive_, "zip:encryption=zipcrypt"));
      check(archive_write_set_passphrase(archive_, "test"));
    }
    check(archive_write_set_bytes_in_last_block(archive_, 1));  // no padding behind the end
    check(archive_write_open(archive_, this, nullptr, append, nullptr));
  }
  ~ArchiveBuilder() { archive_write_free(archive_); }
  ArchiveBuilder(const ArchiveBuilder&) = delete;
  ArchiveBuilder& operator=(const ArchiveBuilder&) = delete;

  ArchiveBuilder& file(const std::string& name, std::string_view bytes) { return entry(name, AE_IFREG, bytes); }
  ArchiveBuilder& folder(const std::string& name) { return entry(name, AE_IFDIR, {}); }
  ArchiveBuilder& symlink(const std::string& name, const std::string& to) { return entry(name, AE_IFLNK, {}, to); }
  ArchiveBuilder& hardlink(const std::string& name, const std::string& to) { return entry(name, AE_IFREG, {}, {}, to); }
  ArchiveBuilder& device(const std::string& name) { return entry(name, AE_IFCHR, {}); }

  std::string bytes() {
    check(archive_write_close(archive_));
    return made_;
  }

 private:
  static la_ssize_t append(archive*, void* builder, const void* bytes, std::size_t size) {
    static_cast<ArchiveBuilder*>(builder)->made_.append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  }
  ArchiveBuilder& entry(const std::string& name, unsigned kind, std::string_view bytes, const std::string& symlink = {},
                        const std::string& hardlink = {}) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> made(archive_entry_new(), archive_entry_free);
    archive_entry* e = made.get();
    archive_entry_set_pathname(e, name.c_str());
    archive_entry_set_filetype(e, kind);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, static_cast<la_int64_t>(bytes.size()));
    if (!symlink.empty()) archive_entry_set_symlink(e, symlink.c_str());
    if (!hardlink.empty()) archive_entry_set_hardlink(e, hardlink.c_str());
    check(archive_write_header(archive_, e));
    if (!bytes.empty() && archive_write_data(archive_, bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size())) check(ARCHIVE_FATAL);
    return *this;
  }
  void check(int status) {
    if (status < ARCHIVE_WARN) throw std::runtime_error(archive_error_string(archive_));
  }

  archive* archive_;
  std::string made_;
};

}  // namespace caseway::formats
