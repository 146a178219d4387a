#include "fhir/heap.h"

#include <gtest/gtest.h>

#include <string>

namespace caseway::fhir {
namespace {

// Short texts are copied in words that may overlap; each length has its own.
TEST(TextHeap, HoldsTextsOfEveryLength) {
  TextHeap heap;
  std::string all;
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (int round = 0; round < 20; ++round)
    for (std::size_t length = 0; length <= letters.size(); ++length) {
      const auto text = letters.substr(letters.size() - length);
      EXPECT_EQ(heap.add(text), all.size());
      all += text;
      EXPECT_EQ(heap.view(static_cast<std::uint32_t>(all.size() - length), static_cast<std::uint32_t>(length)), text);
    }
  EXPECT_EQ(heap.text(), all);
  heap.clear();
  EXPECT_EQ(heap.size(), 0u);
  EXPECT_EQ(heap.text(), "");
}

// What is added may be its own, also where the heap has to move for it.
TEST(TextHeap, AddsWhatItHolds) {
  TextHeap heap;
  heap.add("urn:uuid:0123456789");
  std::string all = heap.text();
  for (int i = 0; i < 12; ++i) {
    heap.add(heap.view(0, static_cast<std::uint32_t>(heap.size())));
    all += all;
    ASSERT_EQ(heap.text(), all);
  }
}

}  // namespace
}  // namespace caseway::fhir
