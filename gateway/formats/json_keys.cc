#include "formats/json_keys.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace caseway::formats {

namespace {

template <class Number>
std::uint64_t load(const char* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return number;
}

// Length, beginning and end of a key folded into one number: different numbers, different keys.
std::uint64_t tag_of(std::string_view key) {
  const char* const p = key.data();
  const std::size_t n = key.size();
  std::uint64_t first = 0;
  if (n >= 8) {
    first = load<std::uint64_t>(p) ^ load<std::uint64_t>(p + n - 8) << 1;
  } else if (n >= 4) {
    first = load<std::uint32_t>(p) | load<std::uint32_t>(p + n - 4) << 32;
  } else if (n > 0) {
    first = load<std::uint8_t>(p) | load<std::uint8_t>(p + n / 2) << 8 | load<std::uint8_t>(p + n - 1) << 16;
  }
  return first + (std::uint64_t{n} << 48);
}

}  // namespace

bool JsonKeys::add(std::string_view key, std::size_t offset) {
  const std::size_t start = starts_.back();
  const std::uint64_t tag = tag_of(key);
  if (keys_.size() - start < kSmall) {
    for (std::size_t i = start; i < keys_.size(); ++i) {
      if (tags_[i] == tag && keys_[i].text == key) return false;
    }
  }
  keys_.push_back({key, offset});
  tags_.push_back(tag);
  return true;
}

std::size_t JsonKeys::close() {
  const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(starts_.back());
  starts_.pop_back();
  std::size_t found = kNone;
  if (static_cast<std::size_t>(keys_.end() - first) > kSmall) {
    std::sort(first, keys_.end(), [](const Key& a, const Key& b) { return std::tie(a.text, a.offset) < std::tie(b.text, b.offset); });
    for (auto key = first; key + 1 != keys_.end(); ++key) {
      if (key->text == (key + 1)->text) found = std::min(found, (key + 1)->offset);
    }
  }
  tags_.resize(static_cast<std::size_t>(first - keys_.begin()));
  keys_.erase(first, keys_.end());
  return found;
}

}  // namespace caseway::formats
