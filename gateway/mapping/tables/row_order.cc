#include "mapping/tables/row_order.h"

#include <functional>

namespace caseway::mapping {

// A row without a key may stand between two of one document, which then do not stand together.
bool RowOrder::rises(std::string_view key) {
  if (key == last_ && !key.empty()) return repeats_ = true;
  by_bytes_ = by_bytes_ && last_ < key;
  by_length_ = by_length_ && (last_.size() != key.size() ? last_.size() < key.size() : last_ < key);
  last_ = key;
  return as_it_stands();
}

void RowOrder::add(std::string_view key, const Place& place) {
  const std::uint64_t hash = std::hash<std::string_view>{}(key);
  by_key_->add({key.empty() ? 0 : hash | 1, place});
  last_line_ = place.line;
}

// Rows with a key are brought together by it; from then on a group is called after its first row.
void RowOrder::sort() {
  by_key_->sort();
  std::uint64_t key = 0;
  std::uint32_t first = 0;
  for (Row row; by_key_->next(row);) {
    if (row.group == 0 || row.group != key) first = row.place.line;
    key = row.group;
    order_.add({first, row.place});
  }
  by_key_.reset();
  order_.sort();
}

std::span<const RowOrder::Row> RowOrder::next() {
  document_.clear();
  if (ahead_) document_.push_back(*std::exchange(ahead_, std::nullopt));
  for (Row row; order_.next(row);) {
    if (!document_.empty() && row.group != document_.front().group) {
      ahead_ = row;
      break;
    }
    document_.push_back(row);
  }
  return document_;
}

}  // namespace caseway::mapping
