#include "crypto/digest.h"

// SHA-1 is asked for ids by the million: its own functions cost half of what the general ones do. They are deprecated for what they are not used
// for here, signatures.
#define OPENSSL_API_COMPAT 10101
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

namespace caseway::crypto {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr auto kHex = [] {  // of each byte
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t byte = 0; byte < pairs.size(); ++byte) pairs[byte] = {kDigits[byte >> 4], kDigits[byte & 15]};
  return pairs;
}();

// An algorithm, fetched once: fetching at every digest costs more than a short digest itself. OpenSSL frees it with the process.
const EVP_MD* fetched(const char* name) { return EVP_MD_fetch(nullptr, name, nullptr); }

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// The size is that of the digest asked for. Each thread keeps its context.
template <std::size_t Size>
std::array<unsigned char, Size> digest_of(const EVP_MD* kind, std::string_view bytes) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  std::array<unsigned char, Size> out{};
  bool ok = kind != nullptr && context != nullptr && EVP_DigestInit_ex(context.get(), kind, nullptr) == 1;
  ok = ok && EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1;
  ok = ok && EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1;
  if (!ok) throw std::runtime_error("OpenSSL refused to compute a digest");
  return out;
}

const EVP_MD* sha256() {
  static const EVP_MD* const kind = fetched("SHA256");
  return kind;
}

char* put_hex(char* out, unsigned char byte) {
  std::memcpy(out, kHex[byte].data(), 2);
  return out + 2;
}

std::string hex_of(const std::array<unsigned char, 32>& digest) {
  std::string out(2 * digest.size(), '\0');
  char* at = out.data();
  for (const auto byte : digest) at = put_hex(at, byte);
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return hex_of(digest_of<32>(sha256(), bytes)); }

std::string sha256_hex(const ByteSource& bytes) {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  bool ok = sha256() != nullptr && context != nullptr && EVP_DigestInit_ex(context.get(), sha256(), nullptr) == 1;
  std::vector<char> block(kBlock);
  std::uint64_t done = 0;
  for (std::size_t read = block.size(); ok && read == block.size(); done += read) {
    read = bytes.read(done, block.data(), block.size());
    ok = EVP_DigestUpdate(context.get(), block.data(), read) == 1;
  }
  std::array<unsigned char, 32> digest{};
  ok = ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  if (!ok) throw std::runtime_error("OpenSSL refused to compute a digest");
  return hex_of(digest);
}

std::string uuid_of(std::string_view seed, std::string_view name) {
  std::string out;
  Uuids(seed).append(out, name);
  return out;
}

// The length of the seed goes first: ("ab", "c") and ("a", "bc") are different names. One text is cheaper to hash than its pieces.
Uuids::Uuids(std::string_view seed) : text_(std::to_string(seed.size()) + ":"), seed_(text_.append(seed).size()) {}

void Uuids::append(std::string& out, std::string_view name) {
  text_.resize(seed_);
  text_.append(name);
  SHA_CTX sha1;
  std::array<unsigned char, SHA_DIGEST_LENGTH> hash;
  const bool ok = SHA1_Init(&sha1) == 1 && SHA1_Update(&sha1, text_.data(), text_.size()) == 1 && SHA1_Final(hash.data(), &sha1) == 1;
  if (!ok) throw std::runtime_error("OpenSSL refused to compute a digest");
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x50);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  std::array<char, 36> uuid;
  char* at = uuid.data();
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    at = put_hex(at, hash[i]);
  }
  out.append(uuid.data(), uuid.size());
}

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

namespace {

constexpr std::array<std::int8_t, 256> kBase64Values = [] {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}();

bool is_white_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

// Not EVP_DecodeBlock: it accepts `=` in the middle and gives the padding back as zero bytes.
bool from_base64(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (char c : text) {
    if (is_white_space(c)) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::int8_t value = kBase64Values[static_cast<unsigned char>(c)];
    if (value < 0 || padding > 0) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (++digits % 4 != 0) continue;
    out += static_cast<char>(bits >> 16 & 0xff);
    out += static_cast<char>(bits >> 8 & 0xff);
    out += static_cast<char>(bits & 0xff);
  }
  const std::size_t rest = digits % 4;
  if (rest == 1 || padding != (4 - rest) % 4) return false;
  if (rest == 2) out += static_cast<char>(bits >> 4 & 0xff);
  if (rest == 3) {
    out += static_cast<char>(bits >> 10 & 0xff);
    out += static_cast<char>(bits >> 2 & 0xff);
  }
  return true;
}

}  // namespace caseway::crypto
