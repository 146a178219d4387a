// Bytes of any size, in windows: what a document is read from, and written to, when it is too large to be held.
//
// Files are read by pread and written by write, never mapped: mapped pages count as this process's memory. A pipe or a request body is spooled
// into a temporary file without a name first, because a Bundle is looked at twice (fhir/stream.h).
//
//   errors   std::system_error for what the system refuses (disk full, I/O error): our fault or the machine's, never the document's
//   threads  one at a time
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "caseway/bytes.h"
#include "caseway/export.h"

namespace caseway::formats {

using caseway::ByteSource;

class CASEWAY_API ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view bytes) = 0;
};

// Bytes [begin, end) of a source in place of what `to` held.
CASEWAY_API void read_range(const ByteSource& source, std::uint64_t begin, std::uint64_t end, std::string& to);

// What is in memory already; the bytes outlive it.
class CASEWAY_API HeldBytes final : public ByteSource {
 public:
  explicit HeldBytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override;

 private:
  std::string_view bytes_;
};

// A regular file, by its descriptor, which stays the caller's. The size is taken once: what is appended later is not seen.
class CASEWAY_API FileBytes final : public ByteSource {
 public:
  explicit FileBytes(int descriptor);
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override;

 private:
  int descriptor_;
  std::uint64_t size_;
};

// Writes to a descriptor, which stays the caller's, in blocks of 64 KiB. finish() writes the last of them.
class CASEWAY_API FileSink final : public ByteSink {
 public:
  explicit FileSink(int descriptor) : descriptor_(descriptor) {}
  void write(std::string_view bytes) override;
  void finish();
  std::uint64_t written() const { return written_; }

 private:
  int descriptor_;
  std::string block_;
  std::uint64_t written_ = 0;
};

// A temporary file without a name: it is gone when the descriptor is closed, also after a crash. It lies in `folder`, else in TMPDIR, else in
// /var/tmp (a disk, where /tmp may be memory).
class CASEWAY_API Spool {
 public:
  explicit Spool(std::string folder = {});
  ~Spool();
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace caseway::formats
