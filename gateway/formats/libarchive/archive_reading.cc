#include "formats/libarchive/archive_reading.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_set>

#include "formats/encoding.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kPiece = 64u << 10;
constexpr std::size_t kRatioFrom = 1u << 20;  // a few bytes may unpack to much more than their share; only from here on it is a bomb
constexpr std::size_t kMaxNameBytes = 1024;
constexpr std::size_t kTarMagicAt = 257;

struct Magic {
  std::string_view bytes;
  std::size_t at;
};
constexpr std::array<Magic, 8> kArchives = {{{"PK\x03\x04", 0},
                                             {"PK\x05\x06", 0},
                                             {"\x1f\x8b", 0},
                                             {"BZh", 0},
                                             {"\xfd"
                                              "7zXZ",
                                              0},
                                             {"\x28\xb5\x2f\xfd", 0},
                                             {"7z\xbc\xaf\x27\x1c", 0},
                                             {"ustar", kTarMagicAt}}};

bool is_archive(std::string_view bytes) {
  return std::any_of(kArchives.begin(), kArchives.end(),
                     [&](const Magic& m) { return bytes.size() > m.at && bytes.substr(m.at).starts_with(m.bytes); });
}

// A name that could lead out of the archive's own folder on any system, or that two readers could understand differently.
bool is_safe(std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes || name.front() == '/' || !is_utf8(name)) return false;
  const bool drive = name.size() > 1 && name[1] == ':';
  const auto unfit = [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (drive || std::any_of(name.begin(), name.end(), unfit)) return false;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t slash = std::min(name.find('/', at), name.size());
    const std::string_view part = name.substr(at, slash - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = slash + 1;
  }
  return true;
}

struct Free {
  void operator()(archive* a) const { archive_read_free(a); }
};

class Reading {
 public:
  Reading(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues)
      : bytes_(bytes), handler_(handler), limits_(limits), issues_(issues), archive_(archive_read_new()) {}

  bool run() {
    if (bytes_.size() > limits_.archive_bytes) {
      return refuse("limit.archive_bytes", "The archive has more than " + std::to_string(limits_.archive_bytes) + " bytes. Send it in parts.");
    }
    if (!open()) return damaged();
    for (;;) {
      archive_entry* entry = nullptr;
      const int status = archive_read_next_header(archive_.get(), &entry);
      if (status == ARCHIVE_EOF) return true;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged();
      if (!read_entry(entry)) return false;
    }
  }

 private:
  bool open() {
    archive* a = archive_.get();
    return a != nullptr && archive_read_support_format_tar(a) == ARCHIVE_OK && archive_read_support_format_zip(a) == ARCHIVE_OK &&
           archive_read_support_filter_gzip(a) == ARCHIVE_OK && archive_read_open_memory(a, bytes_.data(), bytes_.size()) == ARCHIVE_OK;
  }

  bool read_entry(archive_entry* entry) {
    if (++entries_ > limits_.archive_entries) {
      return refuse("limit.archive_entries",
                    "The archive has more than " + std::to_string(limits_.archive_entries) + " files and folders. Send it in parts.");
    }
    if (archive_filter_count(archive_.get()) > 2) return nested();
    const bool folder = archive_entry_filetype(entry) == AE_IFDIR;
    const bool link = archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr;
    if (!take_name(entry, folder)) return false;
    if (link || (!folder && archive_entry_filetype(entry) != AE_IFREG)) {
      return refuse("archive.kind", "The archive holds a link or a device, where only files and folders belong. Make it again without.");
    }
    if (archive_entry_is_encrypted(entry) != 0) {
      return refuse("archive.encrypted", "A file of the archive is encrypted with a password. Send the archive without one.");
    }
    const auto want = folder ? ArchiveHandler::Want::pass : handler_.begin(name_);
    return want != ArchiveHandler::Want::stop && unpack(want == ArchiveHandler::Want::take);
  }

  bool take_name(archive_entry* entry, bool folder) {
    const char* utf8 = archive_entry_pathname_utf8(entry);
    const char* raw = utf8 != nullptr ? utf8 : archive_entry_pathname(entry);
    std::string_view name = raw != nullptr ? std::string_view(raw) : std::string_view();
    while (name.starts_with("./")) name.remove_prefix(2);
    if (folder && name.ends_with('/')) name.remove_suffix(1);
    if (folder && (name.empty() || name == ".")) name = kTop;
    name_ = {};
    if (!is_safe(name)) {
      return refuse("archive.name",
                    "A file or folder of the archive has a name that leads elsewhere or is no name: absolute, with a drive, \"..\", a backslash or a "
                    "control character, or not UTF-8. Make the archive again with relative names.");
    }
    if (!names_.emplace(name).second && !folder) {
      return refuse("archive.duplicate", "The archive holds two files of one name; which one counts would be a guess.");
    }
    name_ = name;
    return true;
  }

  // All of the entry's bytes, also when nobody wants them: limits count what is unpacked.
  bool unpack(bool wanted) {
    std::string piece(kPiece, '\0');
    bool first = true;
    for (;;) {
      const la_ssize_t n = archive_read_data(archive_.get(), piece.data(), piece.size());
      if (n < 0) return damaged();
      if (n == 0) break;
      const std::string_view data(piece.data(), static_cast<std::size_t>(n));
      if (!within_limits(data.size())) return false;
      if (wanted && first && is_archive(data)) return nested();
      if (wanted && !handler_.data(data)) return false;
      first = false;
    }
    return !wanted || handler_.end();
  }

  bool within_limits(std::size_t more) {
    unpacked_ += more;
    if (unpacked_ > limits_.archive_unpacked_bytes) {
      return refuse("limit.archive_unpacked_bytes",
                    "The archive holds more than " + std::to_string(limits_.archive_unpacked_bytes) + " bytes when unpacked. Send it in parts.");
    }
    if (unpacked_ > kRatioFrom && unpacked_ / limits_.archive_ratio > bytes_.size()) {
      return refuse("limit.archive_ratio", "The archive holds more than " + std::to_string(limits_.archive_ratio) +
                                               " times its own size when unpacked, as an attack would. Send the files themselves.");
    }
    return true;
  }

  bool nested() {
    return refuse("archive.nested", "An archive lies inside the archive; what is in it is not looked for. Send the files in one archive.");
  }
  bool damaged() {
    return refuse("archive.format", "This is no tar.gz or ZIP archive, or it is damaged or cut off from this place on. Make or send it again.");
  }
  bool refuse(const char* id, std::string text) {
    issues_.add(Severity::fatal, id, {name_, 0, 0}, std::move(text));
    return false;
  }

  static constexpr std::string_view kTop = "top";  // the archive's own folder, "./"

  std::string_view bytes_;
  ArchiveHandler& handler_;
  const Limits& limits_;
  Issues& issues_;
  std::unique_ptr<archive, Free> archive_;
  std::string name_;  // of the entry being read, when it has a usable one
  std::unordered_set<std::string> names_;
  std::size_t entries_ = 0;
  std::size_t unpacked_ = 0;
};

}  // namespace

bool read_with_libarchive(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues) {
  return Reading(bytes, handler, limits, issues).run();
}

}  // namespace caseway::formats
