#include "transport/http/seats.h"

#include <sys/socket.h>

namespace caseway::http {

Seats::Seat::Seat(Seats& seats, std::string address, int descriptor) : seats_(seats), address_(std::move(address)), descriptor_(descriptor) {
  const std::lock_guard lock(seats_.mutex_);
  seats_.descriptors_.insert(descriptor_);
  if (seats_.count_ >= seats_.most_) return;
  auto& of_address = seats_.seated_[address_];
  if (of_address >= seats_.most_per_address_) return;
  ++of_address;
  ++seats_.count_;
  taken_ = true;
}

Seats::Seat::~Seat() {
  const std::lock_guard lock(seats_.mutex_);
  seats_.descriptors_.erase(descriptor_);
  if (taken_) {
    --seats_.count_;
    const auto of_address = seats_.seated_.find(address_);
    if (--of_address->second == 0) seats_.seated_.erase(of_address);
  }
  seats_.left_.notify_all();
}

Seats::Memory::~Memory() {
  const std::lock_guard lock(seats_.mutex_);
  seats_.used_bytes_ -= bytes_;
}

bool Seats::Memory::grow_to(std::uint64_t bytes) {
  if (bytes <= bytes_) return true;
  const std::lock_guard lock(seats_.mutex_);
  if (bytes - bytes_ > seats_.body_bytes_ - seats_.used_bytes_) return false;
  seats_.used_bytes_ += bytes - bytes_;
  bytes_ = bytes;
  return true;
}

bool Seats::wait_until_empty(Deadline deadline) {
  std::unique_lock lock(mutex_);
  return left_.wait_until(lock, deadline, [&] { return descriptors_.empty(); });
}

void Seats::cut_all() {
  const std::lock_guard lock(mutex_);
  for (const int descriptor : descriptors_) ::shutdown(descriptor, SHUT_RDWR);
}

}  // namespace caseway::http
