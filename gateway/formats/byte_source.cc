#include "formats/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

namespace caseway::formats {
namespace {

constexpr std::size_t kBlock = 64u << 10;

[[noreturn]] void fail(const char* doing) { throw std::system_error(errno, std::generic_category(), doing); }

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) fail("the result cannot be written");
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string spool_folder(std::string wanted) {
  if (!wanted.empty()) return wanted;
  const char* const tmpdir = std::getenv("TMPDIR");
  return tmpdir != nullptr && *tmpdir != '\0' ? tmpdir : "/var/tmp";
}

// Not every file system knows files without a name; there it gets one and loses it at once.
int open_unnamed(const std::string& folder) {
  const int unnamed = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return unnamed;
  std::string name = folder + "/caseway-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

void read_range(const ByteSource& source, std::uint64_t begin, std::uint64_t end, std::string& to) {
  to.resize(static_cast<std::size_t>(end - begin));
  to.resize(source.read(begin, to.data(), to.size()));
}

std::size_t HeldBytes::read(std::uint64_t offset, char* to, std::size_t count) const {
  if (offset >= bytes_.size()) return 0;
  return bytes_.copy(to, count, static_cast<std::size_t>(offset));
}

FileBytes::FileBytes(int descriptor) : descriptor_(descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) fail("the file cannot be looked at");
  size_ = static_cast<std::uint64_t>(status.st_size);
}

std::size_t FileBytes::read(std::uint64_t offset, char* to, std::size_t count) const {
  count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - std::min(offset, size_)));
  std::size_t done = 0;
  while (done < count) {
    const auto n = ::pread(descriptor_, to + done, count - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("the file cannot be read");
    if (n == 0) break;  // it was cut while we read: the reader then finds it cut off
    done += static_cast<std::size_t>(n);
  }
  return done;
}

void FileSink::write(std::string_view bytes) {
  written_ += bytes.size();
  if (block_.size() + bytes.size() < kBlock) {
    block_.append(bytes);
    return;
  }
  write_all(descriptor_, block_);
  block_.clear();
  if (bytes.size() >= kBlock) return write_all(descriptor_, bytes);
  block_.append(bytes);
}

void FileSink::finish() {
  write_all(descriptor_, block_);
  block_.clear();
}

Spool::Spool(std::string folder) {
  folder = spool_folder(std::move(folder));
  descriptor_ = open_unnamed(folder);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "no temporary file can be made in " + folder);
}

Spool::Spool(Spool&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Spool::~Spool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace caseway::formats
