// Who is connected: caps on connections, all together and per address, and on the memory that bodies may take.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "transport/http/wire.h"

namespace caseway::http {

class Seats {
 public:
  Seats(std::uint32_t most, std::uint32_t most_per_address, std::uint64_t body_bytes)
      : most_(most), most_per_address_(most_per_address), body_bytes_(body_bytes) {}

  // A connection's seat, given back by the destructor. A connection that found none still has a Seat, which is not `taken`.
  class Seat {
   public:
    Seat(Seats& seats, std::string address, int descriptor);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    bool taken() const { return taken_; }

   private:
    Seats& seats_;
    std::string address_;
    int descriptor_;
    bool taken_ = false;
  };

  // Memory for a body in flight, given back by the destructor.
  class Memory {
   public:
    explicit Memory(Seats& seats) : seats_(seats) {}
    ~Memory();
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    bool grow_to(std::uint64_t bytes);  // false: the budget is used up

   private:
    Seats& seats_;
    std::uint64_t bytes_ = 0;
  };

  bool wait_until_empty(Deadline deadline);  // true when nobody is seated any more
  void cut_all();                            // ends every connection's input and output; their threads notice at once

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  std::set<int> descriptors_;                    // of everybody, seated or refused
  std::map<std::string, std::uint32_t> seated_;  // by address
  std::uint32_t count_ = 0;                      // seated
  std::uint64_t used_bytes_ = 0;
  const std::uint32_t most_;
  const std::uint32_t most_per_address_;
  const std::uint64_t body_bytes_;
};

}  // namespace caseway::http
