#include "formats/json_keys.h"

#include <algorithm>
#include <tuple>

namespace caseway::formats {

bool JsonKeys::add(std::string_view key, std::size_t offset) {
  const std::size_t start = starts_.back();
  if (keys_.size() - start < kSmall) {
    for (std::size_t i = start; i < keys_.size(); ++i) {
      if (keys_[i].text == key) return false;
    }
  }
  keys_.push_back({key, offset});
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
  keys_.erase(first, keys_.end());
  return found;
}

}  // namespace caseway::formats
