// Threads that begin together: what is made when first asked for is then asked for by all of them at the same time.
#pragma once

#include <cstddef>
#include <latch>
#include <thread>
#include <vector>

namespace caseway {

constexpr std::size_t kThreads = 8;

// Calls work(0) ... work(kThreads - 1), each in a thread of its own, and waits for all.
template <class Work>
void at_once(Work&& work) {
  std::latch start(static_cast<std::ptrdiff_t>(kThreads));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      work(i);
    });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace caseway
