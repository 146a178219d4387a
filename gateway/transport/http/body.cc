#include "transport/http/body.h"

#include <utility>

namespace caseway::http {

void Body::reserve(std::uint64_t bytes) {
  if (bytes <= most_held_) held_.reserve(static_cast<std::size_t>(bytes));
}

void Body::append(std::string_view bytes) {
  size_ += bytes.size();
  if (!sink_ && size_ <= most_held_) {
    held_.append(bytes);
    return;
  }
  if (!sink_) {
    file_ = std::make_shared<formats::Spool>();
    sink_.emplace(file_->descriptor());
    sink_->write(std::exchange(held_, {}));
  }
  sink_->write(bytes);
}

void Body::finish(Request& request) {
  if (sink_) sink_->finish();
  request.body = std::move(held_);
  request.body_file = std::move(file_);
}

}  // namespace caseway::http
