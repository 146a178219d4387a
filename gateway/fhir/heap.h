// The texts of a tree.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"

namespace caseway::fhir {

// A heap holds the values of its nodes and nothing else: what was removed or overwritten goes.
CASEWAY_API void drop_unused_text(std::vector<Node>& nodes, std::string& heap);

// The texts of a tree while it is made, one behind the other. Most are a few bytes: less than a call costs, so they are copied where they are added.
//
//   errors    std::length_error where a document would hold 4 GiB of text
//   lifetime  keeps its memory for the next document; a view() ends with the next add()
class TextHeap {
 public:
  // Where it begins. It may be a view of this heap.
  std::uint32_t add(std::string_view text) {
    if (text.size() > room_ - size_) return add_to_larger(text);
    const auto begins = size_;
    copy(bytes_.get() + begins, text);
    size_ += text.size();
    return static_cast<std::uint32_t>(begins);
  }
  std::string_view view(std::uint32_t begins, std::uint32_t length) const { return {bytes_.get() + begins, length}; }
  std::size_t size() const { return size_; }
  std::string text() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

 private:
  static void copy(char* to, std::string_view text) {
    const auto* from = text.data();
    if (const auto n = text.size(); n > 16) {
      std::memcpy(to, from, n);
    } else if (n >= 8) {
      copy_ends<std::uint64_t>(to, from, n);
    } else if (n >= 4) {
      copy_ends<std::uint32_t>(to, from, n);
    } else if (n > 0) {
      to[0] = from[0];
      to[n / 2] = from[n / 2];
      to[n - 1] = from[n - 1];
    }
  }
  // Both may cover the middle.
  template <class Word>
  static void copy_ends(char* to, const char* from, std::size_t n) {
    Word first, last;
    std::memcpy(&first, from, sizeof first);
    std::memcpy(&last, from + n - sizeof last, sizeof last);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + n - sizeof last, &last, sizeof last);
  }
  CASEWAY_API std::uint32_t add_to_larger(std::string_view text);

  std::unique_ptr<char[]> bytes_;
  std::size_t room_ = 0;
  std::size_t size_ = 0;
};

}  // namespace caseway::fhir
