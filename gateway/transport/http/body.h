// The body of a request while it arrives: in memory, or, when it grows larger than the server holds, in a temporary file without a name
// (formats/byte_source.h), which the handler reads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/byte_source.h"
#include "transport/http/server.h"

namespace caseway::http {

class Body {
 public:
  // Up to `most_held` bytes are held. Throws std::system_error, as append() and finish() do, when the system has no room for a file.
  explicit Body(std::uint64_t most_held) : most_held_(most_held) {}
  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  std::uint64_t held() const { return held_.capacity(); }
  void reserve(std::uint64_t bytes);  // that are expected
  void finish(Request& request);      // hands the body over

 private:
  std::uint64_t most_held_;
  std::uint64_t size_ = 0;
  std::string held_;
  std::shared_ptr<formats::Spool> file_;
  std::optional<formats::FileSink> sink_;
};

}  // namespace caseway::http
