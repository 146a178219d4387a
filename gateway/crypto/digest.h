// Hashes and ids that derive from content.
#pragma once

#include <string>
#include <string_view>

#include "caseway/bytes.h"
#include "caseway/export.h"

namespace caseway::crypto {

CASEWAY_API std::string sha256_hex(std::string_view bytes);   // 64 lower-case hex digits
CASEWAY_API std::string sha256_hex(const ByteSource& bytes);  // in pieces; throws what the source throws
// A name-based UUID (version 5 layout, SHA-1, https://www.rfc-editor.org/rfc/rfc9562#section-5.5): the same seed and name give the same id.
CASEWAY_API std::string uuid_of(std::string_view seed, std::string_view name);  // "8-4-4-4-12", lower case

// The same for many names of one seed. Not for several threads.
class CASEWAY_API Uuids {
 public:
  explicit Uuids(std::string_view seed);
  void append(std::string& out, std::string_view name);

 private:
  std::string text_;  // what is hashed: it begins with the seed
  std::size_t seed_;
};

// Base64 with padding, on one line (https://www.rfc-editor.org/rfc/rfc4648#section-4). Reading passes over white space, which FHIR and MIME allow
// between the digits, and refuses other characters, missing padding and anything after it.
CASEWAY_API std::string base64(std::string_view bytes);
CASEWAY_API bool from_base64(std::string_view text, std::string& out);

}  // namespace caseway::crypto
