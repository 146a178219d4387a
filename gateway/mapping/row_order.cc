#include "mapping/row_order.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace caseway::mapping {

// A row without a key may stand between two of one document, which then do not stand together.
bool RowOrder::rises(std::string_view key) {
  if (key == last_ && !key.empty()) return true;
  by_bytes_ = by_bytes_ && last_ < key;
  by_length_ = by_length_ && (last_.size() != key.size() ? last_.size() < key.size() : last_ < key);
  last_ = key;
  return as_it_stands();
}

void RowOrder::add(std::string_view key, const Place& place) {
  const std::uint64_t hash = std::hash<std::string_view>{}(key);
  rows_.push_back({key.empty() ? 0 : hash | 1, place});
  last_line_ = place.line;
}

void RowOrder::sort() {
  const auto by_group = [](const Row& a, const Row& b) { return std::tie(a.group, a.place.line) < std::tie(b.group, b.place.line); };
  std::sort(rows_.begin(), rows_.end(), by_group);
  for (std::size_t i = 0; i < rows_.size();) {  // from now on a group is called after its first row
    const auto key = rows_[i].group;
    const auto first = rows_[i].place.line;
    do {
      rows_[i].group = key == 0 ? rows_[i].place.line : first;
      ++i;
    } while (i < rows_.size() && rows_[i].group == key);
  }
  std::sort(rows_.begin(), rows_.end(), by_group);
}

std::span<const RowOrder::Row> RowOrder::next() {
  const auto begin = at_;
  while (at_ < rows_.size() && rows_[at_].group == rows_[begin].group) ++at_;
  return std::span(rows_).subspan(begin, at_ - begin);
}

}  // namespace caseway::mapping
