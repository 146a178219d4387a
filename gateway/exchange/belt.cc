#include "exchange/belt.h"

#include <utility>

namespace caseway::exchange {

void Belt::take(Document document) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return stopped_ || documents_.size() < kEnough; });
  if (stopped_) {
    missed_ += document.ledger.counts();
    return;
  }
  documents_.push_back(std::move(document));
  if (documents_.size() == 1) there_.notify_one();
}

void Belt::rest(Ledger ledger) { rest_ += ledger.counts(); }

void Belt::repair(Repair repair) { repairs_.push_back(std::move(repair)); }

void Belt::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  there_.notify_one();
}

std::optional<Document> Belt::next() {
  std::unique_lock lock(mutex_);
  there_.wait(lock, [this] { return ended_ || !documents_.empty(); });
  if (documents_.empty()) return std::nullopt;
  auto document = std::move(documents_.front());
  documents_.pop_front();
  if (documents_.size() == kEnough / 2) room_.notify_one();  // not for each: waking a thread costs more than a small document
  return document;
}

void Belt::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const auto& document : documents_) missed_ += document.ledger.counts();
  documents_.clear();
  room_.notify_one();
}

}  // namespace caseway::exchange
