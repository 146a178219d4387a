// The keys of the objects that are open, to find one that comes twice.
//
// Small objects are compared key by key as they come, by a number made of length, beginning and end before anything else. A large one is sorted when
// it ends: no hash that a hostile document could aim at, n log n whatever the keys are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace caseway::formats {

class JsonKeys {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void open() { starts_.push_back(keys_.size()); }
  // False when the innermost object has the key already, as far as it is looked for now. `key` must live until close().
  bool add(std::string_view key, std::size_t offset);
  // Ends the innermost object. kNone, or the offset of a key that the object had before.
  std::size_t close();

 private:
  static constexpr std::size_t kSmall = 24;
  struct Key {
    std::string_view text;
    std::size_t offset;
  };
  std::vector<Key> keys_;            // of all open objects, innermost last
  std::vector<std::uint64_t> tags_;  // of each key: length, beginning and end as one number
  std::vector<std::size_t> starts_;  // of each open object in keys_
};

}  // namespace caseway::formats
