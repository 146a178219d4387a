// A ledger as one buffer, for the way between two processes of one machine: native byte order, every count before its items.
#include <cstring>
#include <type_traits>

#include "caseway/report.h"

namespace caseway {
namespace {

constexpr std::uint32_t kMark = 0x31474443;  // "CDG1": refuses a buffer of another kind or version

void put(std::string& out, std::uint64_t number) { out.append(reinterpret_cast<const char*>(&number), sizeof number); }
void put(std::string& out, std::string_view text) {
  put(out, std::uint64_t{text.size()});
  out.append(text);
}
template <class T>
void put_all(std::string& out, const std::vector<T>& items) {
  static_assert(std::is_trivially_copyable_v<T>);
  put(out, std::uint64_t{items.size()});
  out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
}

// Reads what put() wrote; after the first lack every answer is "no".
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : left_(bytes) {}
  bool take(std::uint64_t& number) { return take_raw(&number, sizeof number); }
  bool take(std::string& text) {
    std::uint64_t size = 0;
    if (!take(size) || size > left_.size()) return false;
    text.assign(left_.substr(0, size));
    left_.remove_prefix(size);
    return true;
  }
  template <class T>
  bool take_all(std::vector<T>& items) {
    std::uint64_t count = 0;
    if (!take_count(count, sizeof(T))) return false;
    items.resize(count);
    return take_raw(items.data(), count * sizeof(T));
  }
  // A count of items of at least `item_bytes` each: one that cannot be true is refused before anything is allocated.
  bool take_count(std::uint64_t& count, std::size_t item_bytes) { return take(count) && count <= left_.size() / item_bytes; }
  bool at_end() const { return left_.empty(); }

 private:
  bool take_raw(void* to, std::size_t size) {
    if (size > left_.size()) return false;
    if (size > 0) std::memcpy(to, left_.data(), size);
    left_.remove_prefix(size);
    return true;
  }
  std::string_view left_;
};

}  // namespace

std::string Ledger::to_bytes() const {
  std::string out;
  put(out, std::uint64_t{kMark});
  put(out, hop_);
  put(out, added_);
  put_all(out, fates_);
  put_all(out, links_);
  put(out, std::uint64_t{texts_.size()});
  for (const std::string& text : texts_) put(out, text);
  put(out, std::uint64_t{places_.size()});
  for (const Place& place : places_) {
    put(out, place.path);
    put(out, std::uint64_t{place.line} << 32 | place.column);
  }
  return out;
}

bool Ledger::from_bytes(std::string_view bytes, Ledger& out) {
  Cursor cursor(bytes);
  Ledger ledger;
  std::uint64_t mark = 0;
  std::uint64_t texts = 0;
  std::uint64_t places = 0;
  if (!cursor.take(mark) || mark != kMark || !cursor.take(ledger.hop_) || !cursor.take(ledger.added_)) return false;
  if (!cursor.take_all(ledger.fates_) || !cursor.take_all(ledger.links_)) return false;
  if (!cursor.take_count(texts, sizeof(std::uint64_t)) || texts == 0) return false;
  ledger.texts_.resize(texts);
  for (std::string& text : ledger.texts_) {
    if (!cursor.take(text)) return false;
  }
  if (!cursor.take_count(places, 2 * sizeof(std::uint64_t)) || places > ledger.fates_.size()) return false;
  ledger.places_.resize(places);
  for (Place& place : ledger.places_) {
    std::uint64_t line_and_column = 0;
    if (!cursor.take(place.path) || !cursor.take(line_and_column)) return false;
    place.line = static_cast<std::uint32_t>(line_and_column >> 32);
    place.column = static_cast<std::uint32_t>(line_and_column);
  }
  if (!cursor.at_end() || !ledger.texts_[0].empty()) return false;
  for (const Fate fate : ledger.fates_)
    if (static_cast<std::size_t>(fate) >= kFates) return false;
  for (const Link& link : ledger.links_) {
    if (link.leaf >= ledger.fates_.size() || link.rule >= ledger.texts_.size()) return false;
  }
  out = std::move(ledger);
  return true;
}

}  // namespace caseway
