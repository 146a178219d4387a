// The API key: one secret in a file, shown by clients as "Authorization: Bearer KEY" (https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
#pragma once

#include <string>
#include <string_view>

namespace caseway::http {

class AccessKey {
 public:
  AccessKey() = default;  // no key: everybody may
  // The file's first line. Throws std::runtime_error with a sentence when it cannot be read, or holds fewer than 16 or other than visible characters.
  static AccessKey from_file(const std::string& file);

  bool needed() const { return !key_.empty(); }
  // Takes the same time for every wrong key of one length.
  bool opens(std::string_view authorization) const;

 private:
  std::string key_;
};

}  // namespace caseway::http
