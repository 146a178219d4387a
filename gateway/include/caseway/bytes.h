// Bytes of any size, read in pieces: what is too large to be held.
#pragma once

#include <cstddef>
#include <cstdint>

#include "caseway/export.h"

namespace caseway {

class CASEWAY_API ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  // Reads up to `count` bytes from `offset` on; fewer only at the end. Throws std::system_error for what the system refuses.
  virtual std::size_t read(std::uint64_t offset, char* to, std::size_t count) const = 0;
};

}  // namespace caseway
