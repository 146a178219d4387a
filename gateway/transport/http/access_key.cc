#include "transport/http/access_key.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "transport/http/grammar.h"

namespace caseway::http {

namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::size_t kShortestKey = 16;

}  // namespace

AccessKey AccessKey::from_file(const std::string& file) {
  std::ifstream in(file);
  AccessKey key;
  if (!std::getline(in, key.key_)) throw std::runtime_error("http.key_file " + file + " cannot be read, or is empty.");
  key.key_ = trimmed(key.key_.ends_with('\r') ? std::string_view(key.key_).substr(0, key.key_.size() - 1) : std::string_view(key.key_));
  const bool visible = std::all_of(key.key_.begin(), key.key_.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (key.key_.size() >= kShortestKey && visible) return key;
  throw std::runtime_error("http.key_file " + file +
                           " does not hold a key of at least 16 visible ASCII characters. `openssl rand -hex 32` makes a good one.");
}

bool AccessKey::opens(std::string_view authorization) const {
  if (authorization.size() != kScheme.size() + key_.size() || !same_word(authorization.substr(0, kScheme.size()), kScheme)) return false;
  const auto given = authorization.substr(kScheme.size());
  unsigned char difference = 0;
  for (std::size_t i = 0; i < key_.size(); ++i) difference = static_cast<unsigned char>(difference | (given[i] ^ key_[i]));
  return difference == 0;
}

}  // namespace caseway::http
